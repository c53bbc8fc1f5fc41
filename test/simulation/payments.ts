import type { EventRecord } from '../../shared/contracts/events.ts';
import { addDays, type Day, instant, utcDay } from '../../shared/kernel/time.ts';
import { booksFault } from '../support/billing/books.ts';
import type { Chance } from '../support/chance.ts';
import type { EnrolledPartner, World } from '../support/world.ts';
import { owedFor } from './amendments.ts';
import { holds } from './broken-invariant.ts';
import type { SeenInvoice, WireInvoice } from './documents.ts';
import type { Wish } from './life.ts';

/** A payment as its partner knows it from the last answer about it. */
interface KnownPayment {
  readonly id: string;
  readonly body: object;
}

/** What is paid in simulated lives. */
export interface MoneyLife {
  /** By partner. */
  readonly payments: ReadonlyMap<string, KnownPayment[]>;
  references: number;
}

export const moneyLife = (partners: readonly EnrolledPartner[]): MoneyLife => ({
  payments: new Map(partners.map(({ partnerId }) => [partnerId, []])),
  references: 0,
});

const context = 'billing' as const;

/**
 * What the operator does with a partner's money: it records a payment, small, right or far too large, in the wrong currency, with another
 * content under a reference that was used; sets what is left of one against an invoice; takes one back that did not hold.
 */
export function moneyWish(
  money: MoneyLife,
  { partnerId }: EnrolledPartner,
  { on, invoices }: { readonly on: string; readonly invoices: readonly SeenInvoice[] },
  draws: Chance,
): Wish {
  const known = money.payments.get(partnerId)!;
  const path = `/v1/operator/partners/${partnerId}/payments`;
  const [before, invoice] = [
    known.length > 0 && draws.of(known.slice(-4)),
    invoices.length > 0 && draws.of(invoices.slice(-3)),
  ];
  if (before && draws.isTrue(0.12))
    return { what: 'payment taken back', method: 'DELETE', path: `${path}/${before.id}`, context };
  if (before && invoice && draws.isTrue(0.25)) {
    const allocations = [{ invoiceId: invoice.id, amount: draws.of(['0.01', '0.02', '5', '4000']) }];
    return {
      what: 'allocation',
      method: 'POST',
      path: `${path}/${before.id}/allocations`,
      body: { allocations },
      context,
    };
  }
  if (before && draws.isTrue(0.1))
    return { what: 'other content', method: 'POST', path, body: { ...before.body, amount: '1.11' }, context };
  money.references += 1;
  const body = {
    paymentReference: `TRANSFER ${money.references}`,
    receivedDate: on,
    amount: draws.of(['0.01', '33.33', '900', '25000', '250000', '250000']),
    currencyCode: draws.isTrue(0.05) ? 'EUR' : 'USD',
    autoAllocate: draws.isTrue(0.7),
  };
  return {
    ...{ what: 'payment', method: 'POST' as const, path, body, context },
    heard: ({ status, body: { id } }) => void (status === 201 && known.push({ id, body })),
  };
}

const cents = (amount: number): number => Math.round(amount * 100);

/**
 * BIL-2, L4 to L6: the books of a partner are even, and what it owes is what all its documents charge less what its payments were set
 * against: never less than nothing, for what is too much waits as credit.
 */
export async function checkMoney(
  { program, send, operator }: World,
  { partnerId, adminAgent: as }: EnrolledPartner,
  invoices: readonly WireInvoice[],
): Promise<void> {
  const fault = await booksFault(program.table, partnerId, { settled: true });
  holds(fault === undefined, `books of ${partnerId}: ${fault}`);
  if (invoices.length === 0) return;
  const path = `/v1/operator/partners/${partnerId}/payments?size=200`;
  const payments = (await send({ path, as: operator })).body.items as readonly WirePayment[];
  const set = payments
    .filter(({ status }) => status !== 'takenBack')
    .reduce((sum, { amount, unallocatedAmount }) => sum + cents(amount) - cents(unallocatedAmount), 0);
  const { body } = await send({ path: '/v1/invoices/summary', as });
  const [owed, due] = [cents(body.balanceAmount), Math.max(0, owedFor(invoices) - set)];
  holds(owed === due, `${partnerId} owes ${due} for its invoices, their notes and its payments, not ${owed}`);
}

interface WirePayment {
  readonly status: string;
  readonly amount: number;
  readonly unallocatedAmount: number;
}

/** BIL-5, L8: each step of collections is taken once for an invoice, and not before its day. */
export function checkCollections(published: readonly EventRecord[]): void {
  const taken = new Set<string>();
  for (const { detail, occurredAt } of published.filter(({ type }) => type === 'CollectionsStep')) {
    const { invoiceId, daysLate, dueOn } = detail as { invoiceId: string; daysLate: number; dueOn: Day };
    const step = `the step of ${daysLate} days for ${invoiceId}`;
    holds(!taken.has(step), `${step} is taken once`);
    holds(utcDay(instant(occurredAt)) >= addDays(dueOn, daysLate), `${step} is not taken before its day`);
    taken.add(step);
  }
}
