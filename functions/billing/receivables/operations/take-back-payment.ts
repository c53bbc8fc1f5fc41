import { PaymentTakenBack } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { type Cause, outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { toMoneyWire } from '../../../../shared/kernel/money.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore, deallocated, paymentTakenBack } from '../../accounts/index.ts';
import type { Payment } from '../domain/payment.ts';
import type { receivablesRoutes } from '../routes.ts';
import { paymentKey } from '../store/keys.ts';
import { paymentStore, paymentWrite } from '../store/payment-store.ts';
import type { ReceivablesDeps } from './dependencies.ts';
import { INVOICES_PER_WRITE, listed, movedWrites } from './moved.ts';
import { toWirePayment } from './payment-wire.ts';

/** L5: money that had come went back, as a transfer that bounced: what invoices had of it is owed again. Harmless when repeated. */
export const takeBackPayment: Operation<(typeof receivablesRoutes)['takeBackPayment'], ReceivablesDeps> = async (
  call,
  deps,
) => {
  const { partnerId, paymentId } = call.path;
  const load = () => paymentStore(deps.table).byId(partnerId, paymentId);
  let payment = await load();
  if (!payment) return refuse('resource_not_found');
  while (payment.status !== 'takenBack')
    payment = await retryOnConflict(async () => takeBackSome((await load())!, call, deps));
  await deps.settleQueue.send([{ kind: 'settle', partnerId, at: call.at }]);
  return ok({ status: 200, body: toWirePayment(payment) });
};

/**
 * Takes back what the next invoices have of a payment, and with the last of them the payment. Broken off it stays under way, and
 * settling goes on with it.
 */
export async function takeBackSome(
  payment: Payment,
  { at, cause }: { readonly at: Instant; readonly cause: Cause },
  { table }: Pick<ReceivablesDeps, 'table'>,
): Promise<Payment> {
  if (payment.status === 'takenBack') return payment;
  const { partnerId, paymentId, currency, amount } = payment;
  const on = utcDay(at);
  const before = await accountStore(table).balance(partnerId, currency);
  const place = paymentKey(partnerId, payment).sk;
  const [some, rest] = [
    payment.allocations.slice(0, INVOICES_PER_WRITE),
    payment.allocations.slice(INVOICES_PER_WRITE),
  ];
  const changes = some.map(({ minorUnits, ...receivable }) => ({ receivable, allocated: -minorUnits }));
  const isLast = rest.length === 0;
  const after: Payment = {
    ...payment,
    status: isLast ? 'takenBack' : 'takingBack',
    allocations: rest,
    moved: payment.moved + some.length,
  };
  const latest = isLast ? await paymentStore(table).latestBut(partnerId, paymentId) : undefined;
  const others = (before.underway ?? []).filter((each) => each !== place);
  const moved = await movedWrites(
    { partnerId, before },
    {
      movements: [
        ...changes.map(({ receivable, allocated }, index) =>
          deallocated({ paymentId, no: payment.moved + index + 1 }, receivable, -allocated, on),
        ),
        ...(isLast ? [paymentTakenBack(paymentId, amount, on)] : []),
      ],
      changes,
      facts: {
        underway: listed(isLast ? others : [...others, place]),
        ...(!isLast && { isUnsettled: true }),
        ...(isLast && { lastPayment: latest && { on: latest.receivedOn, minorUnits: latest.amount } }),
      },
    },
    { table },
  );
  await table.write([paymentWrite(after), ...moved, ...(isLast ? takenBackEvent(after, { at, cause }) : [])]);
  return { ...after, version: payment.version + 1 };
}

function takenBackEvent(payment: Payment, { at, cause }: { readonly at: Instant; readonly cause: Cause }): Write[] {
  const { partnerId, paymentId, paymentReference, receivedOn, amount, currency } = payment;
  const event = newEvent(
    PaymentTakenBack,
    { tenantId: partnerId, aggregateId: paymentId, occurredAt: at },
    {
      ...{ paymentId, partnerId, paymentReference, receivedOn },
      amount: toMoneyWire({ minorUnits: amount, currency }),
    },
  );
  const version = payment.version + 1;
  return outboxWrite({ aggregate: paymentKey(partnerId, payment), version, events: [event], cause });
}
