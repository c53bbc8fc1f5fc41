import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { EventRecord } from '../../../../shared/contracts/events.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import {
  addDays,
  addDaysTo,
  addMonths,
  type Day,
  day,
  type Instant,
  instant,
  utcDay,
} from '../../../../shared/kernel/time.ts';
import type { TestAnswer, TestRequest } from '../../../support/api.ts';
import { OFFERS, type OfferPlan, orderBody, publishPrices, putOnSale } from '../../../support/sales.ts';
import { createCustomer, createWorld, type EnrolledPartner, enrolPartner, type World } from '../../../support/world.ts';

/**
 * BIL-9: what is quoted is what is billed. A life of some subscriptions, a change that is quoted and then made, invoices: the lines
 * of the change on the invoice that the quote names are those of the quote, and so is what follows, cycle by cycle.
 */

/** The partner signs on the 31st, and months are short: its billing date moves. */
const START = '2028-01-31T08:00:00Z';
/** Months of later price lists, all published at the start and seen 30 days ahead. */
const LATER_LISTS = ['2028-04', '2028-07', '2029-02', '2029-05'];

const prices = (change: number): OfferPlan[] => [
  { id: OFFERS.base, name: 'Base', listPrice: '12.50', wholesalePrice: (10.01 + change).toFixed(2) },
  {
    id: OFFERS.withFee,
    name: 'With a fee',
    family: 'ems',
    earlyTerminationFee: { percentOfRemaining: '7.5' },
    listPrice: '9.00',
    wholesalePrice: (7.33 + change).toFixed(2),
  },
  {
    id: OFFERS.addOn,
    name: 'Add-on',
    addOnTo: [OFFERS.base],
    listPrice: '4.00',
    wholesalePrice: (3.17 + change).toFixed(2),
  },
];

let world: World;
let partner: EnrolledPartner;
let customerId: string;
let goBack: () => void;
/** Events of saves so far. */
const events: EventRecord[] = [];

beforeAll(async () => {
  const hooks = {
    afterWrite: (_: unknown, stored: readonly Parameters<typeof eventsOf>[0][]) => {
      for (const item of stored) events.push(...eventsOf(item));
    },
  };
  world = await createWorld({ at: START, hooks, statementOf: async () => new Uint8Array([1]) });
  await putOnSale(world, '202801', prices(0));
  for (const [index, month] of LATER_LISTS.entries())
    await publishPrices(world, month.replace('-', ''), prices((index + 1) * 0.37));
  partner = await enrolPartner(world, { name: 'northlight' });
  customerId = await createCustomer(world, partner, { name: 'elm' });
  // It pays nothing, and is to buy on: nothing is collected of it.
  const account = `/v1/operator/partners/${partner.partnerId}/billingaccount`;
  const as = world.operator;
  const headers = { 'If-Match': (await world.send({ path: account, as })).body.attributes.etag };
  await world.send({ method: 'PATCH', path: account, as, headers, body: { collectionsSteps: [] } });
  const { table, files } = world.program;
  const [stored, documents] = [table.mark(), files.mark()];
  goBack = () => {
    stored.undo();
    documents();
    world.program.setClock(START);
    events.length = 0;
  };
});

type Method = NonNullable<TestRequest['method']>;

let asked = 0;
const send = (method: Method, path: string, body?: object): Promise<TestAnswer> => {
  asked += 1;
  const headers = { 'MS-RequestId': `00000000-0000-4000-9000-${String(asked).padStart(12, '0')}` };
  return world.program.request({ method, path, as: partner.adminAgent, headers, ...(body && { body }) });
};
const ofCustomer = (rest: string): string => `/v1/customers/${customerId}/${rest}`;

/** Jobs by when there is something to do for them: a day on which something falls due in the index, or a billing date. */
const JOBS = [
  { job: 'renewSubscriptions', time: 'T00:05:00.000Z', days: () => dueDays('RENEWAL') },
  { job: 'deprovisionSubscriptions', time: 'T00:10:00.000Z', days: () => dueDays('DEPROVISION') },
  { job: 'queueDueInvoices', time: 'T01:00:00.000Z', days: () => billingDates },
] as const;
const billingDates = Array.from({ length: 150 }, (_, month) => addMonths(day('2028-01-31'), month + 1));
const dueDays = (kind: string): Day[] =>
  [...world.program.table.items.values()]
    .filter(({ gsi1pk }) => String(gsi1pk).startsWith(`COMMERCE#DUE#${kind}#`))
    .map(({ gsi1sk }) => String(gsi1sk).slice(0, 10) as Day);

/** Moves the clock, and does on the way what the jobs of these days do. */
async function advanceTo(until: Instant): Promise<void> {
  const { program } = world;
  const upcoming = () =>
    JOBS.flatMap(({ job, time, days }) => days().map((on) => ({ job, at: firstAfter(program.now(), on, time) })))
      .filter(({ at }) => at <= until)
      .sort((a, b) => (a.at < b.at ? -1 : 1))[0];
  for (let next = upcoming(); next; next = upcoming()) {
    program.setClock(next.at);
    await program.runJob(next.job, next.at);
  }
  program.setClock(until);
}

/** When a daily job first does what is due on a day: on that day, or when it runs next. */
function firstAfter(now: Instant, on: Day, time: string): Instant {
  const at = instant(on + time);
  if (at > now || billingDates.includes(on)) return at > now ? at : instant('9000-01-01T00:00:00Z');
  const today = instant(utcDay(now) + time);
  return today > now ? today : addDaysTo(today, 1);
}

// --- lives -------------------------------------------------------------------------------------------------------------

const TIMES = ['00:00:00.000', '00:03:00.000', '09:30:00.000', '23:59:59.999'] as const;
const wait = fc.record({
  days: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: 0, max: 3 }) },
    { weight: 6, arbitrary: fc.integer({ min: 4, max: 45 }) },
    { weight: 1, arbitrary: fc.constant(330) },
  ),
  time: fc.constantFrom(...TIMES),
});
const target = fc.nat({ max: 5 });
/** What is changed, of whatever state it is then: `other` status or cycle is the one that it has not. */
const wish = fc.oneof(
  { weight: 5, arbitrary: fc.record({ quantity: fc.integer({ min: 1, max: 30 }) }) },
  { weight: 5, arbitrary: fc.constant({ status: 'other' }) },
  { weight: 3, arbitrary: fc.constant({ billingCycle: 'other' }) },
  { weight: 1, arbitrary: fc.record({ status: fc.constantFrom('active', 'suspended') }) },
);
interface Wish {
  readonly autoRenewEnabled?: boolean;
  readonly quantity?: number;
  readonly status?: string;
  readonly billingCycle?: string;
}
const otherStatus = (of: Sold): string => (of.status === 'active' ? 'suspended' : 'active');
const otherCycle = (of: Sold): string => (of.billingCycle === 'monthly' ? 'annual' : 'monthly');
const meant = (of: Sold, asked: Wish): Wish => ({
  ...asked,
  ...(asked.status === 'other' && { status: otherStatus(of) }),
  ...(asked.billingCycle === 'other' && { billingCycle: otherCycle(of) }),
});
const aChange = fc.record({ wait, target, wish });
/** A life may also turn off the renewal. */
const aStep = fc.record({
  wait,
  target,
  wish: fc.oneof({ weight: 8, arbitrary: wish }, { weight: 1, arbitrary: fc.constant({ autoRenewEnabled: false }) }),
});
const cycle = fc.constantFrom('monthly' as const, 'annual' as const);
const quantity = fc.integer({ min: 1, max: 30 });
const lines = fc.oneof(
  fc.tuple(quantity).map(([seats]) => [{ offerId: OFFERS.base, quantity: seats }]),
  fc.tuple(quantity, quantity).map(([seats, more]) => [
    { offerId: OFFERS.base, quantity: seats },
    { offerId: OFFERS.addOn, quantity: more },
  ]),
  fc.tuple(quantity, quantity).map(([seats, more]) => [
    { offerId: OFFERS.withFee, quantity: seats },
    { offerId: OFFERS.base, quantity: more },
  ]),
);
const anOrder = fc.record({ wait, lines, cycle });
/** An add-on that is bought on its own: for the first base there is. */
const addOnLater = fc.option(fc.record({ wait, quantity }), { nil: undefined });
const life = fc.record({
  orders: fc.array(anOrder, { minLength: 1, maxLength: 2 }),
  addOnLater,
  changes: fc.array(aStep, { maxLength: 4 }),
});
type Life = typeof life extends fc.Arbitrary<infer T> ? T : never;
type AChange = typeof aChange extends fc.Arbitrary<infer T> ? T : never;
type AnOrder = typeof anOrder extends fc.Arbitrary<infer T> ? T : never;

const after = async ({ days, time }: { days: number; time: string }): Promise<void> => {
  const at = instant(`${utcDay(addDaysTo(world.program.now(), days))}T${time}Z`);
  if (at > world.program.now()) await advanceTo(at);
};

interface Sold {
  readonly id: string;
  readonly offerId: string;
  readonly orderId: string;
  readonly status: string;
  readonly billingCycle: string;
}
const sold = async (): Promise<Sold[]> => (await send('GET', ofCustomer('subscriptions'))).body.items;

/** Makes a change the way it is made: of the subscription, or of its order. */
async function make(of: Sold, { billingCycle, ...rest }: Wish): Promise<TestAnswer> {
  return billingCycle === undefined
    ? send('PATCH', ofCustomer(`subscriptions/${of.id}`), rest)
    : send('PATCH', ofCustomer(`orders/${of.orderId}`), { billingCycle });
}

async function live({ orders, addOnLater: later, changes }: Life): Promise<void> {
  for (const order of orders) {
    await after(order.wait);
    await send('POST', ofCustomer('orders'), orderBody(order.lines, order.cycle));
  }
  if (later) {
    await after(later.wait);
    const base = (await sold()).find(({ offerId }) => offerId === OFFERS.base);
    if (base) {
      const body = { lineItems: [{ offerId: OFFERS.addOn, quantity: later.quantity, parentSubscriptionId: base.id }] };
      await send('PATCH', ofCustomer(`orders/${base.orderId}`), body);
    }
  }
  for (const change of changes) {
    await after(change.wait);
    const all = await sold();
    const of = all[change.target % all.length];
    if (of) await make(of, meant(of, change.wish));
  }
}

// --- what is billed ----------------------------------------------------------------------------------------------------

interface QuotedLine {
  readonly subscriptionId: string;
  readonly offerId: string;
  readonly quantity: number;
  readonly unitPrice: number;
  readonly firstCharge: number;
  readonly chargeType: string;
  readonly chargeStartDate: string;
  readonly chargeEndDate: string;
  readonly formula: string;
  readonly invoiceDate: string;
  readonly nextCharge?: number;
  readonly nextChargeDate?: string;
  readonly nextFormula?: string;
  readonly nextInvoiceDate?: string;
}

const first = (line: QuotedLine) => ({
  subscriptionId: line.subscriptionId,
  quantity: line.quantity,
  unitPrice: line.unitPrice,
  charge: line.firstCharge,
  chargeType: line.chargeType,
  start: line.chargeStartDate,
  end: line.chargeEndDate,
  formula: line.formula,
});

const asQuoted = (line: TestAnswer['body']) => ({
  subscriptionId: line.syndicationPartnerSubscriptionNumber as string,
  quantity: line.quantity as number,
  unitPrice: line.unitPrice as number,
  charge: line.subtotal as number,
  chargeType: line.chargeType as string,
  start: line.chargeStartDate as string,
  end: line.chargeEndDate as string,
  formula: line.explanation.formula as string,
});

/** The lines of the invoice of a date, once its run is over. */
async function invoiceOf(date: string): Promise<TestAnswer['body'][]> {
  const until = instant(`${date.slice(0, 10)}T02:00:00Z`);
  if (until > world.program.now()) await advanceTo(until);
  const { body: invoices } = await send('GET', '/v1/invoices');
  const invoice = invoices.items.find(
    ({ invoiceDate }: { invoiceDate: string }) => invoiceDate.slice(0, 10) === date.slice(0, 10),
  );
  if (!invoice) return [];
  return (await send('GET', `/v1/invoices/${invoice.id}/lineitems/office/billinglineitems?size=2000`)).body.items;
}

/** Kinds of saves that nobody asks for. */
const DUE = ['renew', 'expire', 'deprovision'];
const eventsOfChange = (made: readonly EventRecord[]): Set<string> =>
  new Set(
    made
      .filter(
        ({ type, detail }) =>
          type.startsWith('Subscription') && !DUE.includes((detail as { trigger?: string }).trigger ?? ''),
      )
      .map(({ eventId }) => eventId),
  );

const bySubscription = <T extends { subscriptionId: string }>(all: readonly T[]): T[] =>
  all.toSorted((a, b) => (a.subscriptionId < b.subscriptionId ? -1 : a.subscriptionId > b.subscriptionId ? 1 : 0));

async function expectBilled(
  quoted: readonly QuotedLine[],
  changes: ReadonlySet<string>,
  quotedAt: string,
): Promise<void> {
  if (quoted.length === 0) return;
  const dates = new Set(quoted.map(({ invoiceDate }) => invoiceDate));
  expect(dates.size).toBe(1);
  const invoice = await invoiceOf([...dates][0]!);
  const ofChange = invoice.filter(
    ({ explanation }) => changes.has(explanation.eventId) && explanation.event !== 'cycle start',
  );
  expect(bySubscription(ofChange.map(asQuoted))).toEqual(bySubscription(quoted.map(first)));
  const following = quoted.filter(
    ({ nextChargeDate }) => nextChargeDate !== undefined && isForeseen(nextChargeDate, quotedAt),
  );
  for (const line of following.toSorted((a, b) => (a.nextInvoiceDate! < b.nextInvoiceDate! ? -1 : 1))) {
    const next = (await invoiceOf(line.nextInvoiceDate!)).find(
      ({ syndicationPartnerSubscriptionNumber: id, explanation, chargeStartDate }) =>
        id === line.subscriptionId &&
        chargeStartDate === line.nextChargeDate &&
        ['cycle start', 'SubscriptionRenewed'].includes(explanation.event),
    );
    expect({ charge: next?.subtotal, formula: next?.explanation.formula }).toEqual({
      charge: line.nextCharge,
      formula: line.nextFormula,
    });
  }
}

/** All price lists that may decide on a day could be seen when it was quoted. */
const isForeseen = (nextOn: string, quotedAt: string): boolean =>
  LATER_LISTS.every(
    (month) => `${month}-01` > nextOn.slice(0, 10) || addDays(day(`${month}-01`), -30) <= quotedAt.slice(0, 10),
  );

/** More with `QUOTES=200`. */
const RUNS = { numRuns: Number(process.env.QUOTES ?? 10) };

/** What commerce and billing have stored, by key, but for answers that are kept for a repeat. */
const stored = (): Map<string, string> =>
  new Map(
    [...world.program.table.items.entries()]
      .filter(([key]) => /^(COMMERCE|BILLING)#/.test(key) && !key.includes('#REQUESTS'))
      .map(([key, item]) => [key, JSON.stringify(item)]),
  );

/** Asks, sees that nothing is written, and answers what was said. */
async function asking(ask: () => Promise<TestAnswer>): Promise<TestAnswer> {
  const [before, told] = [stored(), events.length];
  const answer = await ask();
  const changed = [...stored()].filter(([key, item]) => before.get(key) !== item).map(([key]) => key);
  expect([changed, stored().size, events.length]).toEqual([[], before.size, told]);
  return answer;
}

test('BIL-9: a change of a subscription is billed as it was quoted, and refused as its quote was', async () => {
  const property = async (lived: Life, { wait: last, target: index, wish: asked }: AChange): Promise<void> => {
    goBack();
    await live(lived);
    await after(last);
    const all = await sold();
    const of = all[index % all.length];
    if (!of) return;
    const wished = meant(of, asked);
    const quote = await asking(() => send('POST', ofCustomer(`subscriptions/${of.id}/quote`), wished));
    const [at, told] = [world.program.now(), events.length];
    const changed = await make(of, wished);
    expect([changed.status, changed.body.code]).toEqual([quote.status, quote.body.code]);
    if (quote.status === 200) await expectBilled(quote.body.lines, eventsOfChange(events.slice(told)), at);
  };
  await fc.assert(fc.asyncProperty(life, aChange, property), RUNS);
}, 600_000);

/** The lines of a purchase with the subscriptions that it made: a dry run has none of its own. */
const made = (quoted: readonly QuotedLine[], orders: readonly TestAnswer['body'][]): QuotedLine[] => {
  const bought = orders.flatMap(({ lineItems }) => lineItems);
  return quoted.map((line) => {
    const { subscriptionId } = bought.find(
      ({ offerId, quantity: seats }) => offerId === line.offerId && seats === line.quantity,
    );
    return { ...line, subscriptionId };
  });
};

test('BIL-9, ORD-3: an order is billed as its dry run said, and a cart as its validation', async () => {
  const property = async (
    lived: Life,
    { wait: last, lines: asked, cycle: billed }: AnOrder,
    isCart: boolean,
    later: boolean,
  ): Promise<void> => {
    goBack();
    await live(lived);
    await after(last);
    const base = (await sold()).find(({ offerId, status }) => offerId === OFFERS.base && status === 'active');
    const addOns = later && base ? [{ offerId: OFFERS.addOn, quantity: 31, parentSubscriptionId: base.id }] : [];
    const at = world.program.now();
    const { quoted, orders, cause } = isCart
      ? await throughCart([...asked, ...addOns], billed)
      : await throughOrder([...asked, ...addOns], billed);
    if (quoted) await expectBilled(made(quoted, orders), eventsOfChange(events.slice(cause)), at);
  };
  await fc.assert(fc.asyncProperty(life, anOrder, fc.boolean(), fc.boolean(), property), RUNS);
}, 600_000);

interface Bought {
  /** Undefined: refused. */
  readonly quoted?: readonly QuotedLine[];
  readonly orders: readonly TestAnswer['body'][];
  /** Events before the purchase. */
  readonly cause: number;
}
type Lines = readonly { readonly offerId: string; readonly quantity: number; readonly parentSubscriptionId?: string }[];

async function throughOrder(asked: Lines, billed: 'monthly' | 'annual'): Promise<Bought> {
  const body = orderBody(asked, billed);
  const dry = await asking(() => send('POST', ofCustomer('orders?dryRun=true'), body));
  const cause = events.length;
  const placed = await send('POST', ofCustomer('orders'), body);
  expect([placed.status, placed.body.code]).toEqual([dry.status === 200 ? 201 : dry.status, dry.body.code]);
  return dry.status === 200 ? { quoted: dry.body.lineItems, orders: [placed.body], cause } : { orders: [], cause };
}

async function throughCart(asked: Lines, billingCycle: string): Promise<Bought> {
  const item = ({ offerId, quantity: seats, parentSubscriptionId }: Lines[number]) => ({
    catalogItemId: offerId,
    quantity: seats,
    billingCycle,
    ...(parentSubscriptionId && { provisioningContext: { parentSubscriptionId } }),
  });
  const isBoughtAlong = (line: Lines[number]): boolean => line.offerId === OFFERS.addOn && !line.parentSubscriptionId;
  const along = asked.filter(isBoughtAlong).map(item);
  const lineItems = asked
    .filter((line) => !isBoughtAlong(line))
    .map((line) => (line.offerId === OFFERS.base ? { ...item(line), addonItems: along } : item(line)));
  const { body: cart } = await send('POST', ofCustomer('carts'), { lineItems });
  const valid = await asking(() => send('POST', ofCustomer(`carts/${cart.id}/validate`)));
  const cause = events.length;
  const { body: result } = await send('POST', ofCustomer(`carts/${cart.id}/checkout`));
  // A group with a line that is refused is not placed; what it would cost says nothing of an invoice.
  const ordered = result.orders.flatMap((order: TestAnswer['body']) => order.lineItems);
  const isOrdered = (id: string, seats: number) =>
    ordered.some((line: { offerId: string; quantity: number }) => line.offerId === id && line.quantity === seats);
  const quoted = valid.body.lineItems
    .flatMap(({ addonItems = [], ...line }: TestAnswer['body']) => [line, ...addonItems])
    .filter((line: { catalogItemId: string; quantity: number }) => isOrdered(line.catalogItemId, line.quantity))
    .map((line: { catalogItemId: string }) => ({ ...line, offerId: line.catalogItemId }));
  return { quoted, orders: result.orders, cause };
}
