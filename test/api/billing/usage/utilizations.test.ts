import { describe, expect, it, test } from 'vitest';
import type { Query } from '../../../../shared/dynamo/table.ts';
import { relate } from '../../../support/billing/costs-world.ts';
import {
  ADMIN_AGENT,
  ask,
  CUSTOMER,
  deliver,
  idOf,
  mark,
  send,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { aRecord, foldAll, report, usageWorld } from '../../../support/usage/records.ts';
import { METER, METERED } from '../../../support/usage/sheets.ts';

const AT = '2018-02-20T12:00:00.000Z';
const path = (query: string, subscriptionId = METERED): string =>
  `/v1/customers/${CUSTOMER}/subscriptions/${subscriptionId}/utilizations/azure${query}`;
const SPAN = 'start_time=2018-02-01T00:00:00%2B00:00&end_time=2018-02-03T00:00:00Z';

interface Shown {
  readonly usageStartTime: string;
  readonly quantity: number;
  readonly instanceData?: { readonly resourceUri: string };
}
const told = ({ body }: { body: { items: Shown[] } }) =>
  body.items.map(({ usageStartTime, quantity, instanceData }) => [
    usageStartTime.slice(0, 16),
    instanceData?.resourceUri ?? '*',
    quantity,
  ]);

describe('USG-2: utilisation', async () => {
  const world = await usageWorld();
  await relate(world);
  for (const event of subscriptionEvents({ startOn: '2018-01-01' })) await deliver(world, event);
  await report(world, [
    aRecord({
      recordId: 'a',
      resourceUri: '/vm1',
      usageStartTime: '2018-01-31T10:00:00Z',
      quantity: 1,
      tags: { env: 'prod' },
    }),
    aRecord({ recordId: 'b', resourceUri: '/vm2', usageStartTime: '2018-01-31T10:30:00Z', quantity: '0.25' }),
    aRecord({ recordId: 'c', resourceUri: '/vm1', usageStartTime: '2018-01-31T11:00:00Z', quantity: 2 }),
  ]);
  await report(
    world,
    [
      aRecord({
        recordId: 'a',
        resourceUri: '/vm1',
        usageStartTime: '2018-01-31T10:00:00Z',
        quantity: 1,
        tags: { env: 'prod' },
      }),
      aRecord({ recordId: 'd', resourceUri: '/vm1', usageStartTime: '2018-02-02T08:00:00Z', quantity: 4 }),
    ],
    '2018-02-02T20:00:00.000Z',
  );
  await report(
    world,
    [aRecord({ recordId: 'e', resourceUri: '/vm1', usageStartTime: '2018-01-31T10:00:00Z', quantity: 8 })],
    '2018-02-03T00:00:00.000Z',
  );
  await foldAll(world);
  const undo = mark(world);
  const read = (query: string) => ask(world, path(query), ADMIN_AGENT, AT);

  it.each`
    query                                                                             | rows                                                                                                                                       | because
    ${`?${SPAN}`}                                                                     | ${[['2018-01-31T00:00', '/vm1', 3], ['2018-01-31T00:00', '/vm2', 0.25], ['2018-02-02T00:00', '/vm1', 4]]}                                  | ${'days are the default, and what was received at the end is not in it'}
    ${`?${SPAN}&granularity=hourly`}                                                  | ${[['2018-01-31T10:00', '/vm1', 1], ['2018-01-31T10:00', '/vm2', 0.25], ['2018-01-31T11:00', '/vm1', 2], ['2018-02-02T08:00', '/vm1', 4]]} | ${'usage belongs to the hour in which it began'}
    ${`?${SPAN}&show_details=false`}                                                  | ${[['2018-01-31T00:00', '*', 3.25], ['2018-02-02T00:00', '*', 4]]}                                                                         | ${'it is summed over resources'}
    ${`?${SPAN}&showDetails=FALSE&granularity=Hourly`}                                | ${[['2018-01-31T10:00', '*', 1.25], ['2018-01-31T11:00', '*', 2], ['2018-02-02T08:00', '*', 4]]}                                           | ${'names and words are read in any spelling'}
    ${'?start_time=2018-02-02T20:00:00Z&end_time=2018-02-02T20:00:01Z'}               | ${[['2018-02-02T00:00', '/vm1', 4]]}                                                                                                       | ${'the span begins and ends within a day; what was sent twice was received first'}
    ${'?start_time=2018-02-02T21:00:00%2B01:00&end_time=2018-02-03T01:00:00%2B01:00'} | ${[['2018-02-02T00:00', '/vm1', 4]]}                                                                                                       | ${'an offset counts'}
    ${'?start_time=2018-02-03&end_time=2018-02-04'}                                   | ${[['2018-01-31T00:00', '/vm1', 8]]}                                                                                                       | ${'late usage is told by when it was received'}
    ${'?start_time=2018-03-01&end_time=2018-03-04'}                                   | ${[]}                                                                                                                                      | ${'nothing was received then'}
  `('USG-2: $query, because $because', async ({ query, rows }) => {
    const answer = await read(query);
    expect(answer.status).toBe(200);
    expect(told(answer)).toEqual(rows);
  });

  test('USG-2: a row says what was used, in which unit, and where', async () => {
    const { body } = await read(`?${SPAN}&granularity=hourly`);
    expect(body.items[0]).toEqual({
      usageStartTime: '2018-01-31T10:00:00+00:00',
      usageEndTime: '2018-01-31T11:00:00+00:00',
      resource: {
        id: METER,
        name: `Meter ${METER}`,
        category: 'Virtual Machines',
        subcategory: 'D Series',
        region: 'US West',
      },
      quantity: 1,
      unit: '1 Hour',
      infoFields: {},
      instanceData: {
        resourceUri: '/vm1',
        location: 'westeurope',
        partNumber: '',
        orderNumber: '',
        tags: { env: 'prod' },
        additionalInfo: {},
      },
      attributes: { objectType: 'AzureUtilizationRecord' },
    });
  });

  it.each(['', '&granularity=hourly'])('USG-2: pages of one item%s have all of it, by the token alone', async (how) => {
    const whole = told(await read(`?${SPAN}${how}`));
    const seen = [];
    let answer = await read(`?${SPAN}${how}&size=1`);
    for (;;) {
      seen.push(...told(answer));
      const { next } = answer.body.links;
      if (!next) break;
      const headers = { 'MS-ContinuationToken': next.headers[0].value };
      answer = await askWith(headers, '?seek_operation=Next');
    }
    expect(seen).toEqual(whole);
    const back = await askWith(
      { 'MS-ContinuationToken': (await read(`?${SPAN}${how}&size=1`)).body.links.next.headers[0].value },
      '?seek_operation=First',
    );
    expect(told(back)).toEqual(whole.slice(0, 1));
  });
  const askWith = (headers: Record<string, string>, query: string) =>
    send(world, { path: path(query), as: ADMIN_AGENT, headers }, AT);

  it.each`
    query                                           | subscriptionId     | status | code      | because
    ${`?${SPAN}`}                                   | ${idOf('5ab', 1)}  | ${400} | ${800011} | ${'it is of seats'}
    ${`?${SPAN}`}                                   | ${idOf('a2e', 77)} | ${404} | ${20003}  | ${'there is none'}
    ${'?start_time=2018-02-03&end_time=2018-02-03'} | ${METERED}         | ${400} | ${800002} | ${'the span is empty'}
    ${'?start_time=2018-02-03'}                     | ${METERED}         | ${400} | ${800002} | ${'it has no end'}
    ${'?start_time=2018-02-30&end_time=2018-03-03'} | ${METERED}         | ${400} | ${800002} | ${'there is no such day'}
    ${`?${SPAN}&granularity=weekly`}                | ${METERED}         | ${400} | ${800002} | ${'there is no such granularity'}
    ${`?${SPAN}&size=1001`}                         | ${METERED}         | ${400} | ${800002} | ${'a page holds a thousand'}
  `('USG-2: $status $code, because $because', async ({ query, subscriptionId, status, code }) => {
    const answer = await ask(world, path(query, subscriptionId), ADMIN_AGENT, AT);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test.each(['start_time=1900-01-01&end_time=9998-12-31', 'start_time=1900-01-01&end_time=9998-12-31&size=1'])(
    'USG-2: the longest span (%s) reads the months alone in which there may be usage',
    async (query) => {
      undo();
      let queries = 0;
      const table = {
        ...world.table,
        query: (of: Query) => {
          queries += 1;
          return world.table.query(of);
        },
      };
      const { status, body } = await ask(
        { ...world, table, deps: { ...world.deps, table } },
        path(`?${query}`),
        ADMIN_AGENT,
        AT,
      );
      expect([status, body.items.length > 0]).toEqual([200, true]);
      // Owners and waiting batches, and the months since January.
      expect(queries).toBeLessThan(12);
    },
  );

  test('USG-2: by days it is told for good, by hours for the 400 days that records are kept', async () => {
    undo();
    const asked = async (more: string, at: string) =>
      (await ask(world, path(`?${SPAN}${more}`), ADMIN_AGENT, at)).body.items.length;
    const hours = await asked('&granularity=hourly', AT);
    expect(hours).toBeGreaterThan(0);
    expect(await asked('&granularity=hourly', '2019-03-07T23:59:59.999Z'), 'the 400th day').toBe(hours);
    for (const key of world.files.stored.keys()) if (key.includes('/batches/')) await world.files.remove(key);
    expect(await asked('&granularity=hourly', '2019-03-09T00:00:00.000Z')).toBe(0);
    expect(await asked('', '2019-03-09T00:00:00.000Z')).toBe(await asked('', AT));
  });

  test('USG-2: while usage of the span waits to be counted there is nothing to read yet', async () => {
    undo();
    await report(world, [aRecord({ recordId: 'f' })], '2018-02-02T22:00:00.000Z');
    const waiting = await read(`?${SPAN}`);
    expect([waiting.status, waiting.headers['retry-after']]).toEqual([204, '60']);
    expect((await read('?start_time=2018-02-03&end_time=2018-02-04')).status, 'another span').toBe(200);
    await foldAll(world);
    expect((await read(`?${SPAN}`)).status).toBe(200);
  });
});
