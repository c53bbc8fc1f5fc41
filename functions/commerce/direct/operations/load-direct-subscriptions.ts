import type * as z from 'zod';
import { collection } from '../../../../shared/contracts/wire.ts';
import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { type AccountRecord, accessKeys } from '../../../../shared/identity/access.ts';
import { saleWrite } from '../../../../shared/identity/sales.ts';
import { billingCurrencyOf } from '../../../../shared/kernel/billing-currency.ts';
import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import { allowanceStore, allowanceWrites, atListPrice, leftOf, lockPrice } from '../../buying/index.ts';
import {
  type BillingCycle,
  type Catalogue,
  catalogueStore,
  findOffer,
  type Offer,
  priceSegment,
} from '../../catalogue/index.ts';
import { type PricesInForce, pricesInForce } from '../../price-lists/index.ts';
import type * as s from '../../schemas.ts';
import { registerAddOns, type Subscription, saveWrites, subscriptionStore } from '../../subscriptions/index.ts';
import { loadedSubscription, runningTerm } from '../domain/loaded.ts';
import type { DirectDeps, DirectOperation, DirectRoutes } from './dependencies.ts';
import { toDirectWire } from './direct-wire.ts';

type LoadCall = Call<DirectRoutes['loadDirectSubscriptions']>;
type Row = z.output<typeof s.DirectSubscriptionsBody>[number];
type Wrong = Refusal<'invalid_property'>;

/**
 * SUB-8: takes over what a customer bought direct elsewhere. All rows are checked before any is stored; each is stored by itself, so
 * that what was stopped goes on when it is sent again. A row whose id is there already is answered as it is now, unless that is of
 * another offer.
 */
export const loadDirectSubscriptions: DirectOperation<'loadDirectSubscriptions'> = async (call, deps) => {
  const { at, path, body } = call;
  const account = await deps.records.account(path.customerId.toLowerCase());
  if (!account?.customer) return refuse('tenant_not_found');
  const facts = await factsOf(call, account, deps);
  const created: Subscription[] = [];
  for (const [index, row] of body.entries()) {
    const made = await subscriptionFrom(row, index, { created, facts, deps });
    if (!made.ok) return made;
    created.push(made.value);
  }
  const stored: Subscription[] = [];
  for (const of of created) {
    const done = await retryOnConflict(() => store(of, facts, call, deps));
    if (!done.ok) return done;
    stored.push(done.value);
  }
  const view = { at, catalogue: facts.catalogue, table: deps.table };
  return ok({ status: 201, body: collection(await toDirectWire(stored, view)) });
};

interface Facts {
  readonly call: LoadCall;
  readonly account: AccountRecord;
  readonly currency: string;
  readonly catalogue: Catalogue;
  readonly prices: PricesInForce;
}

async function factsOf(call: LoadCall, account: AccountRecord, { table }: DirectDeps): Promise<Facts> {
  const { country } = account;
  const catalogue = await catalogueStore(table).read();
  const currency = billingCurrencyOf(country, catalogue.markets.regionOf(country));
  const prices = await pricesInForce(table, { at: call.at, country, currency });
  return { call, account, currency, catalogue, prices };
}

const wrong = (index: number, field: string, description: string): Result<never, Wrong> =>
  refuse('invalid_property', { field: `[${index}].${field}`, description });

/** The subscription that a row says, or which of its members cannot be. */
async function subscriptionFrom(
  row: Row,
  index: number,
  { created, facts, deps }: { created: readonly Subscription[]; facts: Facts; deps: DirectDeps },
): Promise<Result<Subscription, Wrong>> {
  const { call, account, currency, catalogue } = facts;
  const offer = findOffer(catalogue, row.offerId.trim().toUpperCase());
  if (!offer) return wrong(index, 'offerId', 'The program has no such offer.');
  const subscriptionId = row.id ?? call.once.id(`direct ${index}`);
  if (created.some((other) => other.subscriptionId === subscriptionId))
    return wrong(index, 'id', 'Two rows have this id.');
  const base = await baseFor(row, offer, { created, facts, deps });
  if (base === null) return wrong(index, 'parentSubscriptionId', 'An add-on names its base: a direct subscription.');
  const days = { startOn: row.effectiveStartDate && utcDay(row.effectiveStartDate), endOn: endOf(row) };
  const term = base ? ofBase(base) : runningTerm(days, utcDay(call.at));
  if (!term) return wrong(index, 'commitmentEndDate', 'A term of twelve months from the first day on runs today.');
  const lock = await lockFor(row, offer, facts);
  if (offer.billing === 'license' && !lock)
    return wrong(index, 'price', `${offer.name} has no price here today: say at which it was bought.`);
  const cycle = (row.billingCycle ?? base?.billingCycle ?? usualCycle(offer)) as BillingCycle;
  if (!offer.supportedBillingCycles.includes(cycle) || (base && base.billingCycle !== cycle))
    return wrong(index, 'billingCycle', `${offer.name} is not billed ${cycle} here.`);
  const { quantity, friendlyName, autoRenewEnabled } = row;
  const parentSubscriptionId = base?.subscriptionId;
  const loaded = {
    subscriptionId,
    quantity,
    billingCycle: cycle,
    friendlyName,
    autoRenewEnabled,
    parentSubscriptionId,
  };
  const about = { at: call.at, customerId: account.tenantId, country: account.country, currency, offer, term };
  return ok(loadedSubscription(loaded, { ...about, priceLock: lock }));
}

/** What an order without a cycle is billed by. */
const usualCycle = ({ supportedBillingCycles: [first, ...others] }: Offer): BillingCycle | undefined =>
  others.includes('monthly') ? 'monthly' : first;

const endOf = ({ commitmentEndDate }: Row) => commitmentEndDate && utcDay(commitmentEndDate);

const ofBase = ({ anchorOn, termStartOn, termEndOn }: Subscription) => ({
  anchorOn,
  termStartOn,
  termEndOn: termEndOn!,
});

/** The base of an add-on, stored or in a row before; undefined for what is none, null where it is missing. */
async function baseFor(
  { parentSubscriptionId: named }: Row,
  offer: Offer,
  { created, facts, deps }: { created: readonly Subscription[]; facts: Facts; deps: DirectDeps },
): Promise<Subscription | undefined | null> {
  if (!offer.isAddOn) return named === undefined ? undefined : null;
  if (named === undefined) return null;
  const scope = { partnerId: DIRECT_CHANNEL, customerId: facts.account.tenantId, subscriptionId: named };
  const base =
    created.find(({ subscriptionId }) => subscriptionId === named) ?? (await subscriptionStore(deps.table).load(scope));
  return base?.status === 'active' && offer.prerequisiteOffers.includes(base.offerId) ? base : null;
}

/** The price at which it was bought, or that of the list in force. */
async function lockFor({ listPrice }: Row, offer: Offer, { call, currency, prices }: Facts) {
  if (offer.billing === 'usage') return undefined;
  const price =
    listPrice === undefined
      ? await prices.priceOf(offer, priceSegment(offer))
      : { list: listPrice, wholesale: listPrice };
  return price && lockPrice(offer, atListPrice(price), { month: prices.month, currency, at: call.at });
}

/** Stores one, with its base and what it takes of scarce seats; what is there already stays. */
async function store(
  of: Subscription,
  { call, catalogue }: Facts,
  { at, cause }: LoadCall,
  { table }: DirectDeps,
): Promise<Result<Subscription, Wrong>> {
  const known = await subscriptionStore(table).load(of);
  const index = call.body.findIndex(({ id }) => id === of.subscriptionId);
  if (known)
    return known.offerId === of.offerId
      ? ok(known)
      : wrong(index, 'id', 'A subscription of another offer has this id.');
  const offer = findOffer(catalogue, of.offerId)!;
  const allowances = await allowanceStore(table).load(of.customerId, [offer]);
  const left = [leftOf(allowances.cap.get(offer.id)), leftOf(allowances.inventory.get(offer.id))];
  if (left.some((seats) => seats !== undefined && seats < of.quantity))
    return wrong(index, 'quantity', `So many seats of ${offer.name} are not left.`);
  await table.write([
    ...saveWrites([{ created: of, toldAt: at }], cause),
    ...allowanceWrites(allowances, offer.id, of.quantity),
    ...(await enteredAt(of, table)),
    ...(of.parentSubscriptionId === undefined ? [saleWrite(of, 1)] : []),
    { check: accessKeys.account(of.customerId), if: { kind: 'present' } },
  ]);
  return ok(of);
}

async function enteredAt(of: Subscription, table: DirectDeps['table']): Promise<Write[]> {
  if (of.parentSubscriptionId === undefined) return [];
  const base = await subscriptionStore(table).load({ ...of, subscriptionId: of.parentSubscriptionId });
  return base ? [registerAddOns(base, [of.subscriptionId])] : [];
}
