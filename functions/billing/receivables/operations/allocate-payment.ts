import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore } from '../../accounts/index.ts';
import { unallocatedOf, withAllocated } from '../domain/payment.ts';
import type { receivablesRoutes } from '../routes.ts';
import { paymentStore, paymentWrite } from '../store/payment-store.ts';
import type { ReceivablesDeps } from './dependencies.ts';
import { enteredShares } from './entered-allocations.ts';
import { allocations, changesOf, movedWrites } from './moved.ts';
import { toWirePayment } from './payment-wire.ts';

/** L5: sets what is left of a payment against invoices, by hand: all that is asked for, or nothing. */
export const allocatePayment: Operation<(typeof receivablesRoutes)['allocatePayment'], ReceivablesDeps> = async (
  call,
  deps,
) => {
  const { table, settleQueue } = deps;
  const { partnerId, paymentId } = call.path;
  const result = await retryOnConflict<Awaited<ReturnType<typeof allocatePayment>>>(async () => {
    const payment = await paymentStore(table).byId(partnerId, paymentId);
    if (!payment) return refuse('resource_not_found');
    if (payment.status !== 'recorded') return refuse('wrong_state', { description: 'It was taken back.' });
    const { currency } = payment;
    const before = await accountStore(table).balance(partnerId, currency);
    const wish = { partnerId, currency, available: unallocatedOf(payment) };
    const shares = await enteredShares(call.body.allocations, wish, { table });
    if (!shares.ok) return shares;
    const after = withAllocated(payment, shares.value);
    const reply = { status: 201 as const, body: toWirePayment(after) };
    const moved = await movedWrites(
      { partnerId, before },
      { movements: allocations(payment, shares.value, utcDay(call.at)), changes: changesOf(shares.value) },
      deps,
    );
    await table.write([paymentWrite(after), ...moved, ...call.once.complete(reply)]);
    return ok(reply);
  });
  if (result.ok) await settleQueue.send([{ kind: 'settle', partnerId, at: call.at }]);
  return result;
};
