import type { CustomerErased } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { eraseAll } from '../../../../shared/dynamo/erase.ts';
import { exportPartition } from '../store/keys.ts';
import type { Deps } from './dependencies.ts';

/**
 * Deletes what is known of an erased customer's exports (CUS-6): nobody finds their archives any more, and what still runs
 * ends with its next step. Parts and archives themselves go with the bucket's own rule, eight days after they were written.
 */
export async function eraseExports(
  { detail }: EventOf<typeof CustomerErased>,
  { table }: Pick<Deps, 'table'>,
): Promise<void> {
  await eraseAll(table, { pk: exportPartition(detail.customerId) });
}
