import { type BillingPeriod, firstPeriod, followingPeriod } from '../../../../shared/kernel/billing-period.ts';
import { InvariantError } from '../../../../shared/kernel/invariant.ts';
import { minorUnitDecimals, minorUnitsText } from '../../../../shared/kernel/money.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { type Term, termAt } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { addDays, contains, type Day, day, type Instant, utcDay } from '../../../../shared/kernel/time.ts';
import { type BillingAccount, periodStore, regionsOf } from '../../accounts/index.ts';
import { type KnownSubscription, linesIn, subscriptionStore } from '../../history/index.ts';
import { bookByRegion } from '../../rate-cards/index.ts';
import { ownerStore, rateUsage, type UsageOwner } from '../../usage/index.ts';
import { chargedSeats } from '../domain/charged-seats.ts';
import { type Credit, isClaimInTime, isPurchaseInTime, type SlaFacts } from '../domain/credit.ts';
import { seatSlaAmount, usageSlaAmount } from '../domain/sla.ts';
import type { CreditsDeps } from './dependencies.ts';
import type { Body, EnteredCredit } from './entered-credit.ts';
import { sheetsOfMeters } from './sheets-of-meters.ts';

/** What a credit has of the subscription that it is on. */
type Sale = Pick<Credit, 'kind' | 'amount' | 'unitPrice' | 'quantity' | 'chargedFor' | 'formula' | 'list' | 'term'>;
type Refused = Refusal<'subscription_not_found' | 'invalid_property' | 'claim_window_passed' | 'wrong_state'>;
type Found = Result<Sale, Refused>;

interface Asked {
  readonly account: BillingAccount;
  readonly at: Instant;
  readonly body: Body;
  readonly entered: EnteredCredit;
}

/** The subscription with what it gets back. Another partner's, or another customer's, is not found. */
export async function creditedSale(asked: Asked, deps: CreditsDeps): Promise<Found> {
  const { account, body } = asked;
  const { customerId, subscriptionId } = body;
  const ids = { partnerId: account.partnerId, customerId, subscriptionId };
  const { subscription, version } = await subscriptionStore(deps.table).load(ids);
  try {
    if (version > 0) return ofSeats(await subscriptionStore(deps.table).whole(account.partnerId, subscription), asked);
    const owner = (await ownerStore(deps.table).ofPartner(account.partnerId, [subscriptionId])).get(subscriptionId);
    if (owner?.billingType === 'usage' && owner.customerId === customerId) return await ofUsage(owner, asked, deps);
  } catch (error) {
    if (!(error instanceof InvariantError)) throw error;
    return refuse('wrong_state', { description: `What was charged for it cannot be told: ${error.message}` });
  }
  return refuse('subscription_not_found', { field: 'subscriptionId' });
}

// --- seats -------------------------------------------------------------------------------------------------------------

function ofSeats(subscription: KnownSubscription, { account, at, body, entered }: Asked): Found {
  const today = utcDay(at);
  const before = addDays(today, 1);
  const { ledger } = linesIn(subscription, { start: today, end: before });
  const { amount, sla } = entered;
  const now = termAt(ledger.terms, sla?.incidentOn ?? today);
  if (!now) return refuse('subscription_not_found', { field: 'subscriptionId' });
  if (!sla) {
    const late = purchaseWindow(body, ledger.createdOn, today);
    return late ?? ok({ kind: 'seats', ...asEntered(amount!, account, 1), ...on(today), term: termOf(now) });
  }
  const period = periodOf('seats', sla, { account, today });
  if (!period.ok) return period;
  if (amount !== undefined)
    return ok({ kind: 'seats', ...asEntered(amount, account, 1), chargedFor: period.value, term: termOf(now) });
  const { affectedQuantity, meterIds } = sla;
  if (meterIds) return invalid('meterIds', 'are those of metered use; say how many seats were affected');
  if (affectedQuantity === undefined) return invalid('affectedQuantity', 'is needed for seats');
  const charged = chargedSeats(subscription, sla.incidentOn, before);
  if (!charged) return invalid('incidentDate', 'is a day for which no seat is charged');
  if (affectedQuantity > charged.quantity)
    return invalid('affectedQuantity', `is more than the ${charged.quantity} seats that the day is charged for`);
  const { list: price, priceList } = charged.term.lock;
  const sums = seatSlaAmount({ ...shareOf(sla), listPrice: price, affectedQuantity }, account.profile.currency);
  if (sums.amount === 0n) return invalid('creditPercent', 'gives nothing back');
  return ok({
    kind: 'seats',
    ...sums,
    chargedFor: period.value,
    list: { price, priceList },
    term: termOf(charged.term),
  });
}

const termOf = ({ startOn, endOn, cycle }: Term) => ({ startOn, endOn, cycle });

// --- metered use -------------------------------------------------------------------------------------------------------

async function ofUsage(owner: UsageOwner, asked: Asked, deps: CreditsDeps): Promise<Found> {
  const { account, at, body, entered } = asked;
  const today = utcDay(at);
  const { amount, sla } = entered;
  if (!sla) {
    const late = purchaseWindow(body, owner.from ?? today, today);
    return late ?? ok({ kind: 'usage', ...asEntered(amount!, account, 0), ...on(today) });
  }
  const period = periodOf('usage', sla, { account, today });
  if (!period.ok) return period;
  if (amount !== undefined) return ok({ kind: 'usage', ...asEntered(amount, account, 0), chargedFor: period.value });
  const { affectedQuantity, meterIds } = sla;
  if (affectedQuantity !== undefined)
    return invalid('affectedQuantity', 'is said of seats; say which meters were affected');
  if (!meterIds) return invalid('meterIds', 'are needed for metered use');
  const lines = await ratedAnew(owner, { account, period: period.value, before: addDays(today, 1), meterIds }, deps);
  const uncharged = meterIds.findIndex((id) => !lines.some((line) => line.meterId === id && line.overage !== '0'));
  if (uncharged >= 0)
    return invalid(
      `meterIds[${uncharged}]`,
      'is a meter of which nothing was charged in the billing period of the incident',
    );
  const sums = usageSlaAmount(lines, shareOf(sla), account.profile.currency);
  if (sums.amount === 0n) return invalid('creditPercent', 'gives nothing back');
  return ok({ kind: 'usage', ...sums, chargedFor: period.value });
}

/** What was used of some meters in a period and is counted by now, rated as one invoice would have it. */
async function ratedAnew(
  { customerId, subscriptionId }: UsageOwner,
  {
    account,
    period,
    before,
    meterIds,
  }: { account: BillingAccount; period: BillingPeriod; before: Day; meterIds: readonly string[] },
  deps: CreditsDeps,
) {
  const { partnerId, profile } = account;
  const plan = (await periodStore(deps.table).load(partnerId, period.end))?.plan;
  const regions = plan?.regions.length ? plan.regions : await regionsOf(account, period, deps);
  return rateUsage({
    subscriptionId,
    sheets: await sheetsOfMeters({ partnerId, customerId, subscriptionId }, { days: period, meterIds, before }, deps),
    periods: [period],
    window: { start: period.start, end: before },
    billed: [],
    book: await bookByRegion(regions, period, (of) => deps.rateBookOf({ currency: profile.currency, ...of })),
    taxPercentOn: () => '0',
  });
}

// --- both --------------------------------------------------------------------------------------------------------------

/** M5: an amount that somebody entered stands as it is. */
function asEntered(amount: bigint, { profile: { currency } }: BillingAccount, quantity: 0 | 1) {
  const formula = `-${minorUnitsText(amount, minorUnitDecimals(currency))}`;
  return { amount, unitPrice: amount, quantity, formula };
}

const on = (today: Day) => ({ chargedFor: { start: today, end: addDays(today, 1) } });

const shareOf = ({ creditPercent, servicePortionPercent }: SlaFacts) => ({
  creditPercent: creditPercent!,
  servicePortionPercent: servicePortionPercent!,
});

const invalid = (field: string, description: string) => refuse('invalid_property', { field, description });

function purchaseWindow({ reason }: Body, purchasedOn: Day, today: Day) {
  if (isPurchaseInTime(reason, purchasedOn, today)) return undefined;
  return refuse('claim_window_passed', { field: 'reason', description: `The purchase was on ${purchasedOn}.` });
}

/** The billing period of an incident that is credited in time (950009). */
function periodOf(
  kind: Credit['kind'],
  { incidentOn }: SlaFacts,
  { account: { profile }, today }: { account: BillingAccount; today: Day },
): Result<BillingPeriod, Refusal<'invalid_property' | 'claim_window_passed'>> {
  const { agreementSignedOn, billingDay } = profile;
  if (incidentOn > today) return invalid('incidentDate', 'must be today or earlier');
  if (!agreementSignedOn || !billingDay || incidentOn < agreementSignedOn)
    return invalid('incidentDate', 'is before the first billing period of the partner');
  let period = firstPeriod(day(agreementSignedOn), billingDay);
  while (!contains(period, incidentOn)) period = followingPeriod(period, billingDay);
  if (isClaimInTime(kind, period, today)) return ok(period);
  const description = `The billing period of the incident ended on ${addDays(period.end, -1)}.`;
  return refuse('claim_window_passed', { field: 'incidentDate', description });
}
