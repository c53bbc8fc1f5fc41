import { expect, test } from 'vitest';
import { caseStore } from '../../../../functions/billing/history/store/case-store.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  billingWorld,
  CUSTOMER,
  deliver,
  idOf,
  invoicesOf,
  PARTNER,
  runDay,
  usageRows,
} from '../../../support/billing-world.ts';
import { aRateBook } from '../../../support/usage/rate-book.ts';
import { aMeter, putCard } from '../../../support/usage/rate-cards.ts';
import { aRecord, foldAll, queuedBatches, report } from '../../../support/usage/records.ts';
import { METER, METERED, meteredEvents } from '../../../support/usage/sheets.ts';

const AZURE = idOf('0ffe', 7);
const OTHER = idOf('a2e', 2);

/** A partner of day 15 with two metered subscriptions; a unit costs 1. */
async function metered() {
  const rates = { meters: { [METER]: [{ from: '2017-12-01', rates: { 0: '1' }, included: '0' }] } };
  const world = billingWorld({ rates: () => aRateBook(rates) });
  await deliver(world, aPartnerChanged());
  await putCard(world.deps, '2017-12-01', [aMeter(METER, { '0': '1' })]);
  await deliver(world, anOffer(AZURE, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  for (const subscriptionId of [METERED, OTHER])
    for (const event of meteredEvents({ startOn: '2018-01-16', offerId: AZURE, subscriptionId }))
      await deliver(world, event);
  return world;
}

test('X4: usage that is not counted after a day of waiting is left out, and stands on the next invoice', async () => {
  const world = await metered();
  const used = (subscriptionId: string, quantity: string) =>
    aRecord({ recordId: quantity, subscriptionId, quantity, usageStartTime: '2018-02-10T10:00:00Z' });
  await report(world, [used(METERED, '3'), used(OTHER, '5')], '2018-02-10T12:00:00.000Z');
  await foldAll(world);
  await report(world, [used(METERED, '20')], '2018-02-11T12:00:00.000Z');
  const lost = queuedBatches(world);
  expect(lost).toHaveLength(1);

  await runDay(world, '2018-02-15');
  expect(await invoicesOf(world), 'it waits').toEqual([]);
  await runDay(world, '2018-02-16');
  const [first] = await invoicesOf(world);
  expect(usageRows(world, first!, 'usage').map((row) => [row.SubscriptionId, row.PretaxCharges])).toEqual([
    [OTHER.toUpperCase(), '5.00'],
  ]);
  const page = await caseStore(world.deps.table).list(undefined).page({ size: 10 });
  expect(page.items).toMatchObject([{ partnerId: PARTNER, subscriptionId: METERED, reason: 'usageUnrated' }]);

  world.queue.push({ kind: 'fold', batchId: lost[0]! });
  await foldAll(world);
  await runDay(world, '2018-03-15');
  const [second] = await invoicesOf(world);
  expect(usageRows(world, second!, 'usage').map((row) => [row.SubscriptionId, row.PretaxCharges])).toEqual([
    [METERED.toUpperCase(), '23.00'],
  ]);
  expect((await caseStore(world.deps.table).list(undefined).page({ size: 10 })).items).toEqual([]);
});

test('X4: a subscription that was left out for reports that all turn out to be duplicates leaves the operator’s list', async () => {
  const world = await metered();
  const used = aRecord({ quantity: '3', usageStartTime: '2018-01-20T10:00:00Z' });
  await report(world, [used], '2018-01-20T12:00:00.000Z');
  await foldAll(world);
  await runDay(world, '2018-02-15');
  await report(world, [used], '2018-02-20T12:00:00.000Z');
  const lost = queuedBatches(world);
  await runDay(world, '2018-03-15');
  await runDay(world, '2018-03-16');
  const cases = async () => (await caseStore(world.deps.table).list(undefined).page({ size: 10 })).items;
  expect(await cases()).toMatchObject([{ subscriptionId: METERED, reason: 'usageUnrated' }]);

  world.queue.push({ kind: 'fold', batchId: lost[0]! });
  await foldAll(world);
  await runDay(world, '2018-04-15');
  expect(await cases()).toEqual([]);
  expect(
    (await invoicesOf(world)).map(({ invoiceOn }) => invoiceOn),
    'nothing was billed twice',
  ).toEqual(['2018-02-15']);
  // What comes then goes on where the one invoice ended.
  await report(
    world,
    [aRecord({ recordId: 'r-2', quantity: '4', usageStartTime: '2018-04-20T10:00:00Z' })],
    '2018-04-20T12:00:00.000Z',
  );
  await foldAll(world);
  await runDay(world, '2018-05-15');
  const [latest] = await invoicesOf(world);
  expect(usageRows(world, latest!, 'usage').map(({ PretaxCharges }) => PretaxCharges)).toEqual(['4.00']);
});
