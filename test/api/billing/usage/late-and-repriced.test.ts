import { expect, it, test } from 'vitest';
import { rateBookOf } from '../../../../functions/billing/rate-cards/index.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  billingWorld,
  CUSTOMER,
  deliver,
  idOf,
  invoicesOf,
  runDay,
  usageRows,
} from '../../../support/billing-world.ts';
import { aMeter, aVersion, publish } from '../../../support/usage/rate-cards.ts';
import { allSheets, aRecord, batchOf, foldAll, report, usageWorld } from '../../../support/usage/records.ts';
import { METER, meteredEvents } from '../../../support/usage/sheets.ts';

it.each`
  usedOn          | receivedAt                    | code         | because
  ${'2018-01-02'} | ${'2018-04-01T23:59:59.999Z'} | ${undefined} | ${'it is 89 days old'}
  ${'2018-01-02'} | ${'2018-04-02T23:59:59.999Z'} | ${undefined} | ${'it is 90 days old until midnight'}
  ${'2018-01-02'} | ${'2018-04-03T00:00:00.000Z'} | ${950003}    | ${'it is 91 days old'}
`('U6: usage of $usedOn that is received at $receivedAt: $code, because $because', async (row) => {
  const world = await usageWorld();
  const sent = await report(world, [aRecord({ usageStartTime: `${row.usedOn}T23:00:00Z` })], row.receivedAt);
  await foldAll(world);
  const { rejected } = await batchOf(world, sent.body.id, '2018-05-01T00:00:00.000Z');
  expect(rejected.map(({ code }: { code: number }) => code)).toEqual(row.code ? [row.code] : []);
  expect(await allSheets(world)).toHaveLength(row.code ? 0 : 1);
});

test('U3: a rate card that is replaced in the middle of a period prices what is used from its day on, whenever it is reported', async () => {
  const made = billingWorld();
  const deps = { ...made.deps, rateBookOf: (of: Parameters<typeof rateBookOf>[0]) => rateBookOf(of, made.deps) };
  const world = { ...made, deps };
  await deliver(world, aPartnerChanged());
  const offerId = idOf('0ffe', 7);
  await deliver(world, anOffer(offerId, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  for (const event of meteredEvents({ startOn: '2018-01-16', offerId })) await deliver(world, event);
  const price = async (on: string, rate: string) =>
    expect(
      (await publish(world, aVersion(on, [aMeter(METER, { 0: rate })]), { at: `${on}T06:00:00.000Z` })).status,
    ).toBe(201);
  const use = async (
    recordId: string,
    quantity: string,
    { on, at = `${on}T12:00:00.000Z` }: { on: string; at?: string },
  ) => void (await report(world, [aRecord({ recordId, quantity, usageStartTime: `${on}T05:00:00Z` })], at));
  await price('2018-01-16', '1');
  await use('before', '2', { on: '2018-01-20' });
  await foldAll(world);
  await price('2018-02-01', '3');
  await use('on the day, before the call', '4', { on: '2018-02-01' });
  await use('late', '8', { on: '2018-01-31', at: '2018-02-10T12:00:00.000Z' });
  await foldAll(world);
  await runDay(world, '2018-02-15');
  const [invoice] = await invoicesOf(world);
  expect(
    usageRows(world, invoice!, 'usage').map((row) => [row.ConsumedQuantity, row.ListPrice, row.PretaxCharges]),
  ).toEqual([
    ['10', '1', '10.00'],
    ['4', '3', '12.00'],
  ]);
});
