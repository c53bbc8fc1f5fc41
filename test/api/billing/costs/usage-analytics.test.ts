import { beforeAll, describe, expect, test } from 'vitest';
import { day } from '../../../../shared/kernel/time.ts';
import {
  ADMIN_AGENT,
  APPLICATION,
  anOffer,
  aPartnerChanged,
  aRelationship,
  ask,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  idOf,
  mark,
  OTHER_ADMIN,
  SALES_AGENT,
} from '../../../support/billing-world.ts';
import { aMeter, putCard } from '../../../support/usage/rate-cards.ts';
import { aDaySheet, aSheetRow, METER, METERED, meteredEvents, putSheets } from '../../../support/usage/sheets.ts';

const AZURE = idOf('0ffe', 7);
const STORAGE = idOf('3e7e', 2);
const SECOND = { customerId: idOf('c1', 1), subscriptionId: idOf('a2e', 2) };
const PATH = '/partner/v1/analytics/usage/azure';
const AT = '2018-02-20T12:00:00.000Z';

/** Two customers: use of January and February, of two meters in two places, one quantity of many decimals. */
let world: BillingWorld;
beforeAll(async () => {
  world = billingWorld();
  await deliver(world, aPartnerChanged());
  await putCard(world.deps, '2017-12-01', [
    aMeter(METER, { '0': '1' }),
    aMeter(STORAGE, { '0': '1' }, { category: 'Storage', subcategory: 'Blobs', unit: '1 GB' }),
  ]);
  await deliver(world, anOffer(AZURE, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  await deliver(world, aRelationship(SECOND.customerId, 'Wingtip'));
  await deliver(world, meteredEvents({ startOn: '2017-10-16', offerId: AZURE })[0]!);
  await deliver(world, meteredEvents({ startOn: '2017-10-16', offerId: AZURE, ...SECOND })[0]!);
  await use('2017-10-20', [{ quantity: '5' }]);
  await use('2018-01-30', [{ quantity: '0.1' }, { quantity: '0.2', resourceUri: '/r/2' }]);
  await use('2018-02-01', [
    { quantity: '4', location: 'eastus' },
    { quantity: '2', meterId: STORAGE },
  ]);
  await use('2018-02-10', [{ quantity: '7', meterId: STORAGE }], SECOND);
});

const use = (on: string, rows: Parameters<typeof aSheetRow>[0][], more: object = {}) =>
  putSheets(world.deps, [
    aDaySheet({ usageOn: day(on), rows: rows.map((row) => aSheetRow({ reportedOn: day(on), ...row })), ...more }),
  ]);

type Row = Record<string, unknown> & { usageDate: string; quantity: number };
const get = (query: Record<string, string> = {}, as?: Parameters<typeof ask>[2], path = PATH) =>
  ask(world, `${path}?${new URLSearchParams(query)}`, as, AT);
const rows = async (query: Record<string, string> = {}): Promise<Row[]> => (await get(query)).body.Value;
const told = (all: readonly Row[]) => all.map(({ usageDate, quantity }) => `${usageDate?.slice(0, 10)} ${quantity}`);

describe('USG-2: analytics of usage', () => {
  test('have a row for each day, meter and place of the last 92 days, with the names of now', async () => {
    const { status, body } = await get();
    expect(status).toBe(200);
    expect(body.TotalCount).toBe(4);
    expect(told(body.Value)).toEqual(['2018-01-30 0.3', '2018-02-01 4', '2018-02-01 2', '2018-02-10 7']);
    expect(body.Value[2]).toEqual({
      customerTenantId: CUSTOMER,
      customerName: 'Fabrikam',
      subscriptionId: METERED.toUpperCase(),
      subscriptionName: 'Azure',
      usageDate: '2018-02-01T00:00:00Z',
      resourceLocation: 'westeurope',
      meterCategory: 'Storage',
      meterSubcategory: 'Blobs',
      meterUnit: '1 GB',
      reservationOrderId: '',
      reservationId: '',
      consumptionMeterId: STORAGE,
      serviceType: `Meter ${STORAGE}`,
      quantity: 2,
    });
    expect((await get({}, undefined, '/v1/analytics/usage/azure')).body).toEqual(body);
  });

  test.each`
    filter                                                         | found                               | because
    ${`customerTenantId eq '${SECOND.customerId}'`}                | ${['2018-02-10 7']}                 | ${'it is that customer’s'}
    ${`customerTenantId eq '${CUSTOMER.toUpperCase()}'`}           | ${3}                                | ${'ids are in any case'}
    ${'usageDate ge 2018-02-01 and usageDate lt 2018-02-10'}       | ${['2018-02-01 4', '2018-02-01 2']} | ${'days are bounds'}
    ${'usageDate ge 2017-10-01 and usageDate lt 2018-01-01'}       | ${['2017-10-20 5']}                 | ${'an earlier first day is named'}
    ${"customerName eq 'wingtip' or resourceLocation eq 'eastus'"} | ${['2018-02-01 4', '2018-02-10 7']} | ${'either will do'}
    ${"contains(meterCategory,'STOR') and quantity gt 2"}          | ${['2018-02-10 7']}                 | ${'texts contain, numbers compare'}
    ${'usageDate gt 2018-02-20'}                                   | ${[]}                               | ${'nothing is used tomorrow'}
    ${'usageDate eq 2018-01-30'}                                   | ${['2018-01-30 0.3']}               | ${'it is one day'}
  `('filter $filter: $because', async ({ filter, found }) => {
    const all = await rows({ filter });
    expect(typeof found === 'number' ? all.length : told(all)).toEqual(found);
  });

  test('are put in order, the first field first; what it does not tell apart stays', async () => {
    expect(told(await rows({ orderBy: 'quantity desc' }))).toEqual([
      '2018-02-10 7',
      '2018-02-01 4',
      '2018-02-01 2',
      '2018-01-30 0.3',
    ]);
    expect(told(await rows({ orderby: 'METERCATEGORY, usageDate DESC' }))).toEqual([
      '2018-02-10 7',
      '2018-02-01 2',
      '2018-02-01 4',
      '2018-01-30 0.3',
    ]);
  });

  test('are grouped, dates cut to a level, and their sums are exact', async () => {
    expect(await rows({ groupBy: 'usageDate', aggregationLevel: 'month', orderBy: 'quantity desc' })).toEqual([
      { usageDate: '2018-02-01T00:00:00Z', quantity: 13 },
      { usageDate: '2018-01-01T00:00:00Z', quantity: 0.3 },
    ]);
    expect(await rows({ groupby: 'customerName,meterUnit', filter: 'usageDate ge 2018-02-01' })).toEqual([
      { customerName: 'Fabrikam', meterUnit: '1 GB', quantity: 2 },
      { customerName: 'Fabrikam', meterUnit: '1 Hour', quantity: 4 },
      { customerName: 'Wingtip', meterUnit: '1 GB', quantity: 7 },
    ]);
  });

  test.each([1, 2, 3])('come page by page, %i at a time, each row once', async (top) => {
    const all = await rows({ orderBy: 'quantity' });
    const seen: Row[] = [];
    let { body } = await get({ orderBy: 'quantity', top: String(top) });
    for (;;) {
      seen.push(...body.Value);
      if (body['@nextLink'] === undefined) break;
      const { pathname, search } = new URL(body['@nextLink']);
      ({ body } = await ask(world, pathname + search, undefined, AT));
    }
    expect(seen).toEqual(all);
  });

  test.each`
    query                                                 | field
    ${{ filter: 'price gt 1' }}                           | ${'filter'}
    ${{ filter: "quantity gt 'a'" }}                      | ${'filter'}
    ${{ filter: 'usageDate ge 2010-01-01' }}              | ${'filter'}
    ${{ orderBy: 'price' }}                               | ${'orderBy'}
    ${{ orderBy: 'quantity up' }}                         | ${'orderBy'}
    ${{ groupBy: 'meterUnit', orderBy: 'usageDate' }}     | ${'orderBy'}
    ${{ groupBy: 'quantity' }}                            | ${'groupBy'}
    ${{ aggregationLevel: 'month' }}                      | ${'aggregationLevel'}
    ${{ groupBy: 'usageDate', aggregationLevel: 'year' }} | ${'aggregationLevel'}
    ${{ top: '0' }}                                       | ${'top'}
    ${{ top: '10001' }}                                   | ${'top'}
    ${{ skip: '-1' }}                                     | ${'skip'}
  `('$query is refused, naming $field', async ({ query, field }) => {
    const { status, body } = await get(query);
    expect([status, body.code]).toEqual([400, 800002]);
    expect(body.parameters).toEqual({ field });
  });

  test.each`
    as             | status | code      | because
    ${SALES_AGENT} | ${403} | ${900150} | ${'a sales agent does not see what is billed'}
    ${APPLICATION} | ${403} | ${2032}   | ${'an application alone sees none'}
  `('are refused with $status/$code: $because', async ({ as, status, code }) => {
    const answer = await get({}, as);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test('are the partner’s own', async () => {
    const filter = `customerTenantId eq '${CUSTOMER}'`;
    expect((await get({ filter }, OTHER_ADMIN)).body).toEqual({ Value: [], TotalCount: 0 });
    expect((await get({ filter }, ADMIN_AGENT)).body.TotalCount).toBe(3);
  });

  test('of very many rows are refused until the filter says fewer, and no more are read', async () => {
    const large = aDaySheet({
      usageOn: day('2018-02-12'),
      rows: Array.from({ length: 30_000 }, (_, n) => aSheetRow({ resourceUri: `/r/${n}` })),
    });
    const back = mark(world);
    for (const date of ['12', '13', '14', '15'])
      await putSheets(world.deps, [{ ...large, usageOn: day(`2018-02-${date}`) }]);
    const { status, body } = await get();
    expect([status, body.code]).toEqual([400, 800002]);
    expect(body.description).toContain('customerTenantId');
    expect((await get({ filter: `customerTenantId eq '${SECOND.customerId}'` })).body.TotalCount).toBe(1);
    expect((await get({ filter: 'usageDate eq 2018-02-12' })).body.Value[0].quantity).toBe(30_000);
    back();
  });
});
