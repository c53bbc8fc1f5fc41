import { CreditAvailable } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { toMoneyWire } from '../../../../shared/kernel/money.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import { accountStore, type BillingAccount, periodStore, taxRatesOf } from '../../accounts/index.ts';
import { type EstimatesDeps, openSums } from '../../estimates/index.ts';
import { subscriptionStore } from '../../history/index.ts';
import { cutRanges } from '../../invoices/index.ts';
import { availableCredit, type Credit } from '../domain/credit.ts';
import { creditStore } from '../store/credit-store.ts';
import { creditKey } from '../store/keys.ts';
import type { CreditMessage } from './credit-message.ts';

type Deps = Pick<EstimatesDeps, 'table' | 'files' | 'log' | 'rateBookOf'>;

/**
 * M7: computes anew what a partner may order still, and tells it where it is another than was told. What changes meanwhile has asked
 * for it once more, so what is told last is right; of many who ask at once one computes. Nothing is added up: repeated, late or
 * interrupted it comes out the same.
 */
export async function refreshCredit({ partnerId, at }: CreditMessage, deps: Deps): Promise<'credited'> {
  const { table } = deps;
  const store = creditStore(table);
  for (let credit = await store.load(partnerId); credit && credit.done !== credit.wanted; ) {
    const account = await accountStore(table).load(partnerId);
    if (!account || (await keptNow(credit, account, at, deps))) return 'credited';
    credit = await store.load(partnerId);
  }
  return 'credited';
}

async function keptNow(credit: Credit, account: BillingAccount, at: string, deps: Deps): Promise<boolean> {
  const { partnerId, creditLimit, profile } = account;
  const { currency } = profile;
  const isOff = creditLimit === undefined;
  const told = isOff ? undefined : await available(account, BigInt(creditLimit), deps);
  const isKnown = credit.told === told && credit.isOff === isOff;
  const id = `credit:${partnerId}:${credit.version}`;
  const event = newEvent(
    CreditAvailable,
    { tenantId: partnerId, aggregateId: partnerId, occurredAt: instant(at) },
    { partnerId, ...(told !== undefined && { available: toMoneyWire({ minorUnits: told, currency }) }) },
  );
  const outbox = outboxWrite({
    ...{ aggregate: creditKey(partnerId), version: credit.version + 1, events: [event] },
    cause: { actor: { tenantId: partnerId, kind: 'schedule' }, correlationId: id, causationId: id },
  });
  return creditStore(deps.table).keep(credit, { isOff, ...(told !== undefined && { told }) }, isKnown ? [] : outbox);
}

/** Read in this order an invoice that comes between counts twice for a moment, and never not at all. */
async function available(account: BillingAccount, limit: bigint, deps: Deps): Promise<bigint> {
  const unbilled = await unbilledOf(account, deps);
  const { books } = await accountStore(deps.table).balance(account.partnerId, account.profile.currency);
  return availableCredit({ limit, books, unbilled });
}

/** All that the open period's invoice will charge by what is known now, tax included, a range of customers after the other. */
async function unbilledOf(account: BillingAccount, deps: Deps): Promise<bigint> {
  const { table } = deps;
  const period = await periodStore(table).latest(account.partnerId);
  if (!period) return 0n;
  const posted = { start: period.start, end: period.end };
  const taxRates = await taxRatesOf(account, posted, { table });
  let total = 0n;
  for (const range of cutRanges(await subscriptionStore(table).sizes(account.partnerId))) {
    const { byOffer } = await openSums(account, { posted, range, taxRates }, deps);
    for (const totals of byOffer.values()) total += totals.total;
  }
  return total;
}
