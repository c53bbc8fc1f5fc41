import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import type { Table, Write } from '../../../../shared/dynamo/table.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type Amendment, amended, type Subscription } from '../domain/subscription.ts';
import { savedSteps } from '../store/subscription-store.ts';

/**
 * Saves what is said of a subscription and changes neither its state nor its seats.
 * @throws WriteConflictError when somebody saved it in between: load it again.
 */
export async function amendSubscription(
  before: Subscription,
  amendment: Amendment,
  { at, cause, also }: { at: Instant; cause: Cause; also: (after: Subscription) => readonly Write[] },
  table: Table,
): Promise<Subscription> {
  const after = amended(before, amendment);
  const step = { before, after, trigger: 'amend', occurredAt: at } as const;
  await table.write([...savedSteps([step], cause), ...also(after)]);
  return after;
}
