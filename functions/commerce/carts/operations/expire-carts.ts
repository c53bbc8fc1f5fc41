import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import { WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { addMs, instant } from '../../../../shared/kernel/time.ts';
import { cartRemoval, cartStore } from '../store/cart-store.ts';
import type { CartsDeps } from './dependencies.ts';

/** Removes carts that are seven days old. Nobody sees an expired cart anyway, so a late run harms nothing. */
export async function expireCarts(run: JobRun, { table }: CartsDeps) {
  const until = addMs(instant(run.scheduledAt), 1);
  let removed = 0;
  for await (const cart of cartStore(table).due(until)) {
    try {
      await table.write([cartRemoval(cart)]);
      removed += 1;
    } catch (error) {
      if (!(error instanceof WriteConflictError)) throw error;
    }
  }
  return { removed };
}
