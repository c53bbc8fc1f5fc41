import type { CustomerErased } from '../../../../events/tenancy.ts';
import type { EventOf } from '../../../../shared/contracts/events.ts';
import { eraseAll } from '../../../../shared/dynamo/erase.ts';
import { contributionPartition } from '../store/keys.ts';
import type { CustomerDataDeps } from './dependencies.ts';

/** Deletes how far exports of an erased customer had come (CUS-6): what still runs ends with its next step. */
export async function eraseContributions(
  { detail }: EventOf<typeof CustomerErased>,
  { table }: Pick<CustomerDataDeps, 'table'>,
): Promise<void> {
  await eraseAll(table, { pk: contributionPartition(detail.customerId) });
}
