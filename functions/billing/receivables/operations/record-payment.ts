import { PaymentRecorded } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { toMoneyWire } from '../../../../shared/kernel/money.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import { type AccountBalance, accountStore, contentOf, enteredAmount, paymentReceived } from '../../accounts/index.ts';
import { type Payment, unallocatedOf, withAllocated } from '../domain/payment.ts';
import { type Share, shareOut } from '../domain/receivable.ts';
import type { receivablesRoutes } from '../routes.ts';
import { paymentKey } from '../store/keys.ts';
import { newPaymentWrites, paymentStore } from '../store/payment-store.ts';
import type { ReceivablesDeps } from './dependencies.ts';
import { AMOUNT, enteredShares } from './entered-allocations.ts';
import { allocations, changesOf, INVOICES_PER_WRITE, movedWrites, receivablesOf } from './moved.ts';
import { paymentIdOf } from './payment-id.ts';
import { toWirePayment } from './payment-wire.ts';

type Recording = Operation<(typeof receivablesRoutes)['recordPayment'], ReceivablesDeps>;

/**
 * L5: records money that came, once for its reference, and sets it against invoices: those that are named, then, where that is asked
 * for, what is owed longest. What is left stays unallocated. Of very many invoices the later ones follow (`settle`).
 */
export const recordPayment: Recording = async (call, deps) => {
  const { table, settleQueue } = deps;
  const { partnerId } = call.path;
  const { body } = call;
  const account = await accountStore(table).load(partnerId);
  if (!account) return refuse('resource_not_found');
  const { currency } = account.profile;
  if (body.currencyCode !== currency)
    return refuse('currency_mismatch', { field: 'currencyCode', description: `The partner is billed in ${currency}.` });
  const amount = enteredAmount(body.amount, currency);
  if (amount === undefined) return refuse('invalid_property', { field: 'amount', description: AMOUNT });
  const receivedOn = utcDay(body.receivedDate);
  const today = utcDay(call.at);
  if (receivedOn > today)
    return refuse('invalid_property', { field: 'receivedDate', description: 'must be today or earlier' });
  const received: Payment = {
    ...{ partnerId, paymentId: paymentIdOf(partnerId, body.paymentReference), receivedOn, amount, currency },
    ...{ paymentReference: body.paymentReference, autoAllocate: body.autoAllocate },
    ...(body.method !== undefined && { method: body.method }),
    ...{ status: 'recorded', allocations: [], moved: 0, version: 1 },
    content: contentOf([receivedOn, amount, currency, body.method, body.autoAllocate, body.allocations]),
  };
  const { paymentId } = received;
  const result = await retryOnConflict<Awaited<ReturnType<Recording>>>(async () => {
    const known = await paymentStore(table).byId(partnerId, paymentId);
    if (known && known.content !== received.content) return refuse('payment_conflict', { field: 'paymentReference' });
    if (known) return ok({ status: 201, body: toWirePayment(known) });
    const before = await accountStore(table).balance(partnerId, currency);
    const named = await enteredShares(body.allocations, { partnerId, currency, available: amount }, { table });
    if (!named.ok) return named;
    const all = body.autoAllocate ? await withOldest(named.value, received, before, deps) : named.value;
    const shares = firstOf(all);
    const payment = withAllocated(received, shares);
    const reply = { status: 201 as const, body: toWirePayment(payment) };
    const moved = await movedWrites(
      { partnerId, before },
      {
        movements: [paymentReceived(paymentId, amount, today), ...allocations(received, shares, today)],
        changes: changesOf(shares),
        facts: {
          ...((before.lastPayment?.on ?? '') <= receivedOn && { lastPayment: { on: receivedOn, minorUnits: amount } }),
          ...(shares.length < all.length && {
            ...{ underway: [...(before.underway ?? []), paymentKey(partnerId, received).sk], isUnsettled: true },
          }),
        },
      },
      deps,
    );
    await table.write([
      ...newPaymentWrites(payment),
      ...moved,
      ...recordedEvent(payment, call),
      ...call.once.complete(reply),
    ]);
    return ok(reply);
  });
  if (result.ok) await settleQueue.send([{ kind: 'settle', partnerId, at: call.at }]);
  return result;
};

/** What is named, and what is owed longest with what that leaves. */
async function withOldest(
  named: readonly Share[],
  payment: Payment,
  before: AccountBalance,
  deps: ReceivablesDeps,
): Promise<readonly Share[]> {
  const left = unallocatedOf(withAllocated(payment, named));
  if (left === 0n) return named;
  const given = new Map(changesOf(named).map(({ receivable, allocated = 0n }) => [receivable.invoiceId, allocated]));
  const open = await receivablesOf(payment.partnerId, before.openFrom, deps);
  // As they are once they have what is named.
  const after = open.map((receivable) => ({
    ...receivable,
    paid: receivable.paid + (given.get(receivable.invoiceId) ?? 0n),
  }));
  return [...named, ...shareOut(after, left)];
}

/** Those of the first invoices, as many as change in one transaction. */
function firstOf(shares: readonly Share[]): readonly Share[] {
  const invoices = new Set<string>();
  return shares.filter(({ receivable: { invoiceId } }) => {
    if (invoices.size < INVOICES_PER_WRITE) invoices.add(invoiceId);
    return invoices.has(invoiceId);
  });
}

function recordedEvent(payment: Payment, { at, cause }: Pick<Parameters<Recording>[0], 'at' | 'cause'>) {
  const { partnerId, paymentId, receivedOn, paymentReference, amount, currency } = payment;
  const money = (minorUnits: bigint) => toMoneyWire({ minorUnits, currency });
  const event = newEvent(
    PaymentRecorded,
    { tenantId: partnerId, aggregateId: paymentId, occurredAt: at },
    {
      ...{ paymentId, partnerId, paymentReference, receivedOn },
      ...{ amount: money(amount), unallocated: money(unallocatedOf(payment)) },
    },
  );
  return outboxWrite({ aggregate: paymentKey(partnerId, payment), version: payment.version, events: [event], cause });
}
