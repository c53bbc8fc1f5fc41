import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Query } from '../../../../shared/dynamo/table.ts';
import { day } from '../../../../shared/kernel/time.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  ask,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  idOf,
  invoicesOf,
  mark,
  OTHER_ADMIN,
  runDay,
  SALES_AGENT,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { aRateBook } from '../../../support/usage/rate-book.ts';
import { aDaySheet, aSheetRow, METER, METERED, meteredEvents, putSheets } from '../../../support/usage/sheets.ts';

const AZURE = idOf('0ffe', 7);
const FULL_PRICE = idOf('3e7e', 2);
const UNKNOWN_METER = idOf('3e7e', 9);
const SECOND = { customerId: idOf('c1', 1), subscriptionId: idOf('a2e', 2) };
const LINES = '/v1/invoices/unbilled/lineitems';
const USAGE = `${LINES}?provider=onetime&invoicelineitemtype=usagelineitems`;
const AT = '2018-02-14T12:00:00.000Z';

/** Two customers with metered use: tiers and what is included, a discount on one of two meters, days of January and February. */
async function used(): Promise<BillingWorld> {
  const meters = {
    [METER]: [{ from: '2017-12-01', rates: { 0: '0.12', 1000: '0.10' }, included: '100' }],
    [FULL_PRICE]: [{ from: '2017-12-01', rates: { 0: '2' } }],
  };
  const terms = [{ name: 'Wholesale', from: '2017-12-01', discount: '0.15', excludes: [FULL_PRICE] }];
  const world = billingWorld({ rates: () => aRateBook({ meters, terms }) });
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-01-15' }));
  await deliver(world, anOffer(AZURE, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(world, aRelationship(CUSTOMER, '=Fabrikam, Inc.'));
  await deliver(world, meteredEvents({ startOn: '2018-01-16', offerId: AZURE })[0]!);
  await deliver(world, meteredEvents({ startOn: '2018-01-16', offerId: AZURE, ...SECOND })[0]!);
  for (const event of subscriptionEvents({ startOn: '2018-01-16' })) await deliver(world, event);
  await use(world, '2018-01-20', [
    { quantity: '600', facts: { tags: { team: 'a' } } },
    { quantity: '100', resourceUri: '/r/2' },
    { quantity: '3', meterId: FULL_PRICE },
  ]);
  await use(world, '2018-02-10', [{ quantity: '500' }]);
  await use(world, '2018-02-11', [{ quantity: '40', meterId: FULL_PRICE }], SECOND);
  await use(world, '2018-02-12', [{ quantity: '7', meterId: FULL_PRICE }], SECOND);
  return world;
}

const use = (world: BillingWorld, on: string, rows: Parameters<typeof aSheetRow>[0][], more: object = {}) =>
  putSheets(world.deps, [
    aDaySheet({ usageOn: day(on), rows: rows.map((row) => aSheetRow({ reportedOn: day(on), ...row })), ...more }),
  ]);

type Row = Record<string, unknown> & { lineIds: string[]; billingPreTaxTotal: number };
const rowsOf = async (world: BillingWorld, path = USAGE, at = AT): Promise<Row[]> =>
  (await ask(world, path, undefined, at)).body.items;
const explained = (world: BillingWorld, lineId: string, as?: typeof OTHER_ADMIN, at = AT) =>
  ask(world, `${LINES}/${encodeURIComponent(lineId)}`, as, at);

/** `Next` and `Previous` with a token alone. */
const turn = (world: BillingWorld, operation: string, token: string) =>
  ask(world, `${LINES}?seekOperation=${operation}&MS-ContinuationToken=${encodeURIComponent(token)}`, undefined, AT);

let world: BillingWorld;
let back: () => void;
beforeAll(async () => {
  world = await used();
  back = mark(world);
});
afterEach(() => back());

describe('usage that is not invoiced yet', () => {
  test('BIL-3: is what the invoice will list, by day, meter and resource', async () => {
    const rows = await rowsOf(world);
    expect(
      rows.map((row) => [row.customerId, String(row.usageDate).slice(0, 10), row.quantity, row.billingPreTaxTotal]),
    ).toEqual([
      [CUSTOMER, '2018-01-20', 100, 0],
      [CUSTOMER, '2018-01-20', 600, 61.2],
      [CUSTOMER, '2018-02-10', 500, 49.3],
      [CUSTOMER, '2018-01-20', 3, 6],
      [SECOND.customerId, '2018-02-11', 40, 80],
      [SECOND.customerId, '2018-02-12', 7, 14],
    ]);
    await runDay(world, '2018-02-15');
    const [invoice] = await invoicesOf(world);
    const listed = await rowsOf(world, `/v1/invoices/${invoice!.invoiceId}/lineitems/onetime/usagelineitems`);
    expect(rows.map(({ lineIds: _, ...row }) => row)).toEqual(listed.map((row) => ({ ...row, invoiceNumber: '' })));
  });

  test('BIL-10: adds up to what the preview has of it', async () => {
    const preview = await ask(world, '/v1/invoices/unbilled?asOf=2018-02-14', undefined, AT);
    const sum = (await rowsOf(world)).reduce((all, { billingPreTaxTotal }) => all + billingPreTaxTotal, 0);
    expect(preview.body.charges).toContainEqual({ family: 'azure', product: 'Microsoft Azure', amount: sum });
  });

  test.each`
    query                             | count | because
    ${'provider=all'}                 | ${6}  | ${'all has usage'}
    ${''}                             | ${6}  | ${'all is what is meant'}
    ${'provider=azure'}               | ${6}  | ${'it is usage of Azure'}
    ${'provider=marketplace'}         | ${6}  | ${'it is the older name'}
    ${'provider=office'}              | ${0}  | ${'seats are not used by the hour'}
    ${'currencycode=usd'}             | ${6}  | ${'it is the currency of the bill'}
    ${'currencycode=EUR'}             | ${0}  | ${'another currency has none'}
    ${'period=previous'}              | ${0}  | ${'the period before is invoiced'}
    ${'hasPartnerEarnedCredit=true'}  | ${3}  | ${'one meter has a discount'}
    ${'hasPartnerEarnedCredit=False'} | ${3}  | ${'one meter has none'}
  `('BIL-3: $query gives $count rows: $because', async ({ query, count }) => {
    const rows = await rowsOf(world, `${LINES}?invoicelineitemtype=UsageLineItems&${query}`);
    expect(rows).toHaveLength(count);
    for (const { billingProvider, rateOfPartnerEarnedCredit: rate, hasPartnerEarnedCredit: has } of rows)
      expect([billingProvider, has]).toEqual(['marketplace', Number(rate) > 0]);
  });

  test('hasPartnerEarnedCredit that is neither true nor false is named, and says nothing of seats', async () => {
    const bad = await ask(world, `${USAGE}&hasPartnerEarnedCredit=maybe`, undefined, AT);
    expect([bad.status, bad.body.code]).toEqual([400, 800002]);
    expect(bad.body.description).toMatch(/hasPartnerEarnedCredit/i);
    const seats = `${LINES}?invoicelineitemtype=billinglineitems&hasPartnerEarnedCredit=true`;
    expect(await rowsOf(world, seats)).toHaveLength(1);
  });

  test.each([1, 2, 3, 4, 5, 6])('pages by token, %i at a time, forwards and back', async (size) => {
    const all = await rowsOf(world);
    const pages = [(await ask(world, `${USAGE}&size=${size}`, undefined, AT)).body];
    while (pages.at(-1).continuationToken) pages.push((await turn(world, 'Next', pages.at(-1).continuationToken)).body);
    expect(pages.flatMap(({ items }) => items)).toEqual(all);
    expect(pages.filter(({ items }) => items.length > 0)).toHaveLength(Math.ceil(6 / size));
    for (let at = pages.length - 1; at > 0; at -= 1) {
      const { value } = pages[at].links.previous.headers[0];
      expect((await turn(world, 'Previous', value)).body.items).toEqual(pages[at - 1].items);
    }
  });

  test('pages keep their filter, and what the page before has', async () => {
    const first = await ask(world, `${USAGE}&size=2&hasPartnerEarnedCredit=false`, undefined, AT);
    const next = await turn(world, 'Next', first.body.continuationToken);
    expect(next.body.items.map(({ quantity }: Row) => quantity)).toEqual([7]);
    const previous = await turn(world, 'Previous', next.body.links.previous.headers[0].value);
    expect(previous.body.items).toEqual(first.body.items);
  });

  test('BIL-9: names its lines, which are explained as they will be when they are posted', async () => {
    const rows = await rowsOf(world);
    // The units of 10 February pass from the first tier into the second.
    expect(rows.map(({ lineIds }) => lineIds.length)).toEqual([1, 1, 2, 1, 1, 1]);
    const ids = [...new Set(rows.flatMap(({ lineIds }) => lineIds))];
    const open = await Promise.all(ids.map(async (id) => (await explained(world, id)).body));
    expect(open.map(({ lineId }) => lineId)).toEqual(ids);
    expect(open.reduce((sum, { lineItem }) => sum + lineItem.pretaxCharges, 0)).toBe(210.5);
    await runDay(world, '2018-02-15');
    const { invoiceId } = (await invoicesOf(world))[0]!;
    for (const { lineId, text, lineItem } of open) {
      const { body } = await ask(world, `/v1/invoices/${invoiceId}/lineitems/${encodeURIComponent(lineId)}`);
      expect([text, lineItem]).toEqual([body.text, { ...body.lineItem, invoiceNumber: '' }]);
    }
    const gone = await explained(world, ids[0]!, undefined, '2018-02-15T12:00:00.000Z');
    expect([gone.status, gone.body.code]).toEqual([404, 1000]);
  });

  test.each(['nothing', `${METERED}|${METER}|2018-01-15|9`, `${METERED}|${METER}|2017-12-15|1`, `${METERED}|`])(
    'BIL-9: %s is no line',
    async (lineId) => {
      const { status, body } = await explained(world, lineId);
      expect([status, body.code]).toEqual([404, 1000]);
    },
  );

  test('BIL-9: the id is taken with the subscription in any spelling', async () => {
    const [row] = await rowsOf(world);
    const [lineId] = row!.lineIds;
    expect((await explained(world, lineId!.replace(METERED, METERED.toUpperCase()))).status).toBe(200);
  });

  test('another partner sees none of it, nor does a sales agent', async () => {
    expect((await ask(world, USAGE, OTHER_ADMIN, AT)).body.items).toEqual([]);
    const [row] = await rowsOf(world);
    const foreign = await explained(world, row!.lineIds[0]!, OTHER_ADMIN);
    expect([foreign.status, foreign.body.code]).toEqual([404, 1000]);
    expect((await ask(world, USAGE, SALES_AGENT, AT)).body.code).toBe(900150);
  });

  test('on the billing date it is the previous period’s until the invoice is out', async () => {
    const at = '2018-02-15T00:30:00.000Z';
    await use(world, '2018-02-15', [{ quantity: '1', meterId: FULL_PRICE }]);
    expect(await rowsOf(world, `${USAGE}&period=previous`, at)).toHaveLength(6);
    const [row, ...others] = await rowsOf(world, `${USAGE}&period=current`, at);
    expect([row!.quantity, others]).toEqual([1, []]);
    const ofBoth = [row!.lineIds[0]!, `${METERED}|${METER}|2018-01-15|1`];
    for (const id of ofBoth) expect((await explained(world, id, undefined, at)).body.lineId).toBe(id);
  });

  test('U7: late usage has the days of the period in which it was, and continues at its tier', async () => {
    await runDay(world, '2018-02-15');
    await use(world, '2018-02-09', [{ quantity: '10', reportedOn: day('2018-02-16') }]);
    const [row] = await rowsOf(world, USAGE, '2018-02-16T12:00:00.000Z');
    expect([row!.chargeEndDate, row!.billingPreTaxTotal, row!.unitPrice]).toEqual(['2018-02-14T00:00:00Z', 0.85, 0.1]);
    expect(row!.lineIds).toEqual([`${METERED}|${METER}|2018-01-15|3`]);
  });

  test('BIL-11: what cannot be rated is left out, and holds up no other', async () => {
    await use(world, '2018-02-13', [{ quantity: '1', meterId: UNKNOWN_METER }]);
    const rows = await rowsOf(world);
    expect(rows.map(({ customerId }) => customerId)).toEqual([SECOND.customerId, SECOND.customerId]);
    expect((await explained(world, `${METERED}|${METER}|2018-01-15|1`)).status).toBe(404);
  });
});

test('BIL-10: a page of a partner with very many metered subscriptions reads its own', async () => {
  const large = await used();
  for (let n = 0; n < 150; n += 1) {
    const ids = { customerId: idOf(`d${n % 10}`, n), subscriptionId: idOf('a3e', n) };
    await deliver(large, meteredEvents({ startOn: '2018-01-16', offerId: AZURE, ...ids })[0]!);
    await use(large, '2018-01-20', [{ quantity: '1', meterId: FULL_PRICE }], ids);
  }
  let [items, asked] = [0, 0];
  const counted = async (query: Query) => {
    const page = await large.table.query(query);
    if (query.pk.includes('#USAGE#')) items += page.items.length;
    asked += 1;
    return page;
  };
  const deps = { ...large.deps, table: { ...large.table, query: counted } };
  const seen: string[] = [];
  let { body } = await ask({ ...large, deps }, `${USAGE}&size=20`, undefined, AT);
  expect(items).toBeLessThan(210);
  expect(asked).toBeLessThan(20);
  for (;;) {
    seen.push(
      ...body.items.map((row: Row) => `${row.subscriptionId} ${row.usageDate} ${row.meterId} ${row.resourceUri}`),
    );
    if (!body.continuationToken) break;
    const before = items;
    ({ body } = await turn({ ...large, deps }, 'Next', body.continuationToken));
    expect(items - before).toBeLessThan(210);
  }
  expect([seen.length, new Set(seen).size]).toEqual([156, 156]);
});
