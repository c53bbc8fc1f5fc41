import { expect, test } from 'vitest';
import { sizeKey } from '../../../../functions/billing/history/store/keys.ts';
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
  drain,
  idOf,
  invoicesOf,
  PARTNER,
  runDay,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { aRateBook } from '../../../support/usage/rate-book.ts';
import { aDaySheet, aSheetRow, METER, meteredEvents, putSheets } from '../../../support/usage/sheets.ts';

const AZURE = idOf('0ffe', 7);

async function used(): Promise<BillingWorld> {
  const meters = { [METER]: [{ from: '2017-12-01', rates: { 0: '0.12', 1000: '0.105' }, included: '100' }] };
  const world = billingWorld({ rates: () => aRateBook({ meters }) });
  await deliver(world, aPartnerChanged());
  await deliver(world, anOffer(AZURE, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  await deliver(world, meteredEvents({ startOn: '2018-01-16', offerId: AZURE })[0]!);
  for (const event of subscriptionEvents({ startOn: '2018-01-16' })) await deliver(world, event);
  for (const [on, quantity] of [
    ['2018-01-20', '600'],
    ['2018-02-10', '900.5'],
  ] as const)
    await putSheets(world.deps, [
      aDaySheet({ usageOn: day(on), rows: [aSheetRow({ reportedOn: day(on), quantity })] }),
    ]);
  return world;
}

/** The estimate as a client gets it, however long it takes. */
async function estimate(world: BillingWorld, asOf: string) {
  const path = `/v1/invoices/unbilled?asOf=${asOf}`;
  const answer = await ask(world, path, undefined, `${asOf}T12:00:00.000Z`);
  if (answer.status !== 202) return answer.body;
  await drain(world);
  return (await ask(world, path, undefined, `${asOf}T12:00:00.000Z`)).body;
}

/** A partner of many subscriptions is estimated by its ranges. */
const madeLarge = (world: BillingWorld): Promise<void> =>
  world.table.write([
    { update: sizeKey(PARTNER, CUSTOMER.slice(0, 1)), add: { count: 9_000 } },
    { update: sizeKey(PARTNER, 'f'), add: { count: 9_000 } },
  ]);

test.each`
  size       | because
  ${'small'} | ${'within the call'}
  ${'large'} | ${'by the workers'}
`('BIL-10: the estimate of a $size partner has the usage that was reported, computed $because', async ({ size }) => {
  const world = await used();
  if (size === 'large') await madeLarge(world);
  const early = await estimate(world, '2018-01-25');
  expect(early.charges).toContainEqual({ family: 'azure', product: 'Microsoft Azure', amount: 60 });
  const whole = await estimate(world, '2018-02-15');
  expect(whole.charges).toContainEqual({ family: 'azure', product: 'Microsoft Azure', amount: 162.05 });
  await runDay(world, '2018-02-15');
  const [invoice] = await invoicesOf(world);
  expect(whole.totalCharges).toBe(Number(invoice!.totals.total) / 100);
});
