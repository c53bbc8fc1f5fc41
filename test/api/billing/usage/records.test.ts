import { describe, expect, it, test } from 'vitest';
import { usageIsSettled } from '../../../../functions/billing/usage/index.ts';
import { type Instant, instant } from '../../../../shared/kernel/time.ts';
import { ask, deliver, idOf, mark, OPERATOR, send, subscriptionEvents } from '../../../support/billing-world.ts';
import { BAD_WRITTEN } from '../../../support/texts.ts';
import {
  allSheets,
  aRecord,
  batchOf,
  foldAll,
  queuedBatches,
  report,
  usageWorld,
} from '../../../support/usage/records.ts';
import { METERED } from '../../../support/usage/sheets.ts';

describe('USG-3: records that are sent', async () => {
  const world = await usageWorld();
  for (const event of subscriptionEvents({ startOn: '2018-01-01' })) await deliver(world, event);
  const undo = mark(world);

  test('USG-3: wait, loading, and are counted into the sheet of their day', async () => {
    undo();
    const sent = await report(world, [
      aRecord(),
      aRecord({ recordId: 'r-2', quantity: 2, tags: { env: 'prod' }, usageStartTime: '2018-02-01T11:00:00Z' }),
      aRecord({ recordId: 'r-3', usageStartTime: '2018-01-31T23:00:00Z', usageEndTime: '2018-02-01T00:00:00Z' }),
    ]);
    expect(sent.status).toBe(202);
    expect(sent.body).toMatchObject({ status: 'loading', accepted: 3, duplicates: 0, rejected: [] });
    expect(await allSheets(world)).toEqual([]);
    expect(await usageIsSettled(instant('2018-02-02T00:00:00Z'), world.deps)).toBe(false);
    expect(await usageIsSettled(instant('2018-02-01T12:00:00Z'), world.deps), 'it was received then').toBe(true);
    await foldAll(world);
    expect(await batchOf(world, sent.body.id)).toMatchObject({ status: 'completed', accepted: 3, duplicates: 0 });
    expect(await usageIsSettled(instant('2019-01-01T00:00:00Z'), world.deps)).toBe(true);
    expect(await allSheets(world)).toMatchObject([
      { usageOn: '2018-01-31', rows: [{ reportedOn: '2018-02-01', quantity: '1.5' }] },
      {
        usageOn: '2018-02-01',
        rows: [
          {
            reportedOn: '2018-02-01',
            quantity: '3.5',
            firstAt: '2018-02-01T10:00:00.000Z',
            lastAt: '2018-02-01T11:00:00.000Z',
            facts: { tags: { env: 'prod' } },
          },
        ],
      },
    ]);
  });

  it.each`
    over                                                                                | code      | because
    ${{ subscriptionId: idOf('a2e', 9) }}                                               | ${20003}  | ${'nobody has the subscription'}
    ${{ subscriptionId: idOf('5ab', 1) }}                                               | ${20003}  | ${'it is of seats'}
    ${{ usageStartTime: '2017-12-31T10:00:00Z' }}                                       | ${20003}  | ${'it began the day after'}
    ${{ meterId: idOf('3e7e', 9) }}                                                     | ${950004} | ${'no card has the meter'}
    ${{ quantity: '-1' }}                                                               | ${3000}   | ${'it corrects nothing'}
    ${{ quantity: 'much' }}                                                             | ${3000}   | ${'that is no number'}
    ${{ quantity: '1.00000000001' }}                                                    | ${3000}   | ${'eleven decimals are not exact here'}
    ${{ usageEndTime: '2018-02-02T00:00:01Z' }}                                         | ${3000}   | ${'it ends on another day'}
    ${{ usageEndTime: '2018-02-01T09:59:59Z' }}                                         | ${3000}   | ${'it ends before it begins'}
    ${{ usageStartTime: '2018-02-01T12:00:01Z' }}                                       | ${3000}   | ${'it is still to come'}
    ${{ usageStartTime: '2018-02-30T10:00:00Z', usageEndTime: '2018-02-30T11:00:00Z' }} | ${3000}   | ${'there is no such day'}
    ${{ location: 'a\u0000b' }}                                                         | ${3000}   | ${'of a control character'}
    ${{ resourceUri: '' }}                                                              | ${3000}   | ${'it is empty'}
    ${{ recordId: undefined }}                                                          | ${3000}   | ${'it has no id'}
  `('USG-3: $over is named at once with $code, because $because, and keeps no other out', async ({ over, code }) => {
    undo();
    const { usageStartTime = '2018-02-01T10:00:00Z' } = over;
    const odd = { ...aRecord({ recordId: 'odd', ...(Date.parse(usageStartTime) ? { usageStartTime } : {}) }), ...over };
    const sent = await report(world, [aRecord(), odd, aRecord({ recordId: 'r-2' })]);
    expect(sent.status).toBe(202);
    const recordId = 'recordId' in over ? {} : { recordId: 'odd' };
    expect(sent.body).toMatchObject({
      accepted: 2,
      rejected: [{ ...recordId, code, description: expect.any(String) }],
    });
    await foldAll(world);
    expect(await batchOf(world, sent.body.id)).toMatchObject({ accepted: 2, rejected: [{ code }] });
  });

  test.each(BAD_WRITTEN)('USG-3: an id that has %s is neither taken nor shown', async (_, recordId) => {
    undo();
    const sent = await report(world, [aRecord({ recordId }), aRecord()]);
    expect(sent.body).toMatchObject({ accepted: 1, rejected: [{ code: 3000, description: expect.any(String) }] });
    expect(sent.body.rejected[0]).not.toHaveProperty('recordId');
  });

  it.each`
    age   | accepted | code
    ${89} | ${1}     | ${undefined}
    ${90} | ${1}     | ${undefined}
    ${91} | ${0}     | ${950003}
  `('USG-3: usage of $age days ago: $accepted taken, $code', async ({ age, accepted, code }) => {
    undo();
    const at = instant(Date.parse('2018-02-01T12:00:00Z') + age * 86_400_000);
    const sent = await report(world, [aRecord()], at);
    expect(sent.body).toMatchObject({ accepted, rejected: code === undefined ? [] : [{ recordId: 'r-1', code }] });
    expect(sent.body.status).toBe(accepted === 1 ? 'loading' : 'completed');
    expect(await batchOf(world, sent.body.id)).toMatchObject({ accepted });
  });

  test('USG-3: texts are kept in one normal form, and a record in another one is the same', async () => {
    undo();
    await report(world, [aRecord({ location: 'Zu\u0308rich ' })]);
    const again = await report(
      world,
      [aRecord({ location: 'Z\u00fcrich', quantity: '1.50' })],
      '2018-02-01T12:30:00.000Z',
    );
    await foldAll(world);
    expect(await batchOf(world, again.body.id)).toMatchObject({ accepted: 0, duplicates: 1, rejected: [] });
    expect((await allSheets(world))[0]?.rows).toMatchObject([{ location: 'Z\u00fcrich', quantity: '1.5' }]);
  });

  test('USG-3: the same request again is the same answer, and counts once', async () => {
    undo();
    const headers = { 'ms-requestid': 'usage-of-the-first-of-February' };
    const first = await report(world, [aRecord()], undefined, headers);
    const again = await report(world, [aRecord()], '2018-02-01T13:00:00.000Z', headers);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    await foldAll(world);
    expect((await allSheets(world))[0]?.rows).toMatchObject([{ quantity: '1.5' }]);
  });

  test('USG-3: a content that an id was not used with is a conflict, whatever its day', async () => {
    undo();
    await report(world, [aRecord()]);
    await foldAll(world);
    const sent = await report(
      world,
      [
        aRecord({ quantity: 2 }),
        aRecord({ usageStartTime: '2018-01-20T10:00:00Z' }),
        aRecord(),
        aRecord({ recordId: 'r-2' }),
        aRecord({ recordId: 'r-2', location: 'northeurope' }),
      ],
      '2018-02-03T12:00:00.000Z',
    );
    expect(sent.body, 'what is known is told once it is counted').toMatchObject({ accepted: 5, rejected: [] });
    await foldAll(world);
    const conflict = { code: 950001, description: expect.stringContaining('another content') };
    expect(await batchOf(world, sent.body.id)).toMatchObject({
      accepted: 1,
      duplicates: 1,
      rejected: [
        { recordId: 'r-1', ...conflict },
        { recordId: 'r-1', ...conflict },
        { recordId: 'r-2', ...conflict },
      ],
    });
    expect(
      (await allSheets(world)).map(({ usageOn, rows }) => [usageOn, rows.map(({ quantity }) => quantity)]),
    ).toEqual([['2018-02-01', ['1.5', '1.5']]]);
  });

  test('USG-3: a correction lowers, and is told apart in the sheet', async () => {
    undo();
    await report(world, [
      aRecord({ quantity: 10 }),
      aRecord({ recordId: 'c-1', quantity: '-2.25', correctsRecordId: 'r-1' }),
    ]);
    await foldAll(world);
    expect((await allSheets(world))[0]?.rows).toMatchObject([{ quantity: '7.75', corrections: '-2.25' }]);
  });

  test('USG-3: a call without records, or with more than a thousand, is refused as a whole', async () => {
    undo();
    const many = Array.from({ length: 1001 }, (_, n) => aRecord({ recordId: `r-${n}` }));
    for (const records of [[], many]) expect((await report(world, records)).status).toBe(400);
    expect(queuedBatches(world)).toEqual([]);
  });

  test('USG-3: only the operator reports and reads batches', async () => {
    undo();
    const sent = await report(world, [aRecord()]);
    expect((await ask(world, `/v1/operator/usagerecords/batches/${sent.body.id}`)).status).toBe(403);
    const unknown = await send(
      world,
      { path: `/v1/operator/usagerecords/batches/${METERED}`, as: OPERATOR },
      sent.body.reportedAt as Instant,
    );
    expect([unknown.status, unknown.body.code]).toEqual([404, 1000]);
  });
});
