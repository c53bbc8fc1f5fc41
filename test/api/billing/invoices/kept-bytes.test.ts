import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { day } from '../../../../shared/kernel/time.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  idOf,
  invoicesOf,
  OFFER,
  runDay,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { aRateBook } from '../../../support/usage/rate-book.ts';
import { aDaySheet, aSheetRow, METER, meteredEvents, putSheets } from '../../../support/usage/sheets.ts';

/**
 * BIL-11: an invoice that is computed again, by whatever version of the product, has the same files: what partners have booked is
 * never told otherwise. A hash changes only where the contract of a file does; then say why with the change. The license file got three
 * columns of M3 before the line's id; runs that began without them go on without.
 */
const KEPT = {
  seats: '6820e5e2f537bb80a0198ccac8380a4d',
  'seats beside usage': '6820e5e2f537bb80a0198ccac8380a4d',
  usage: 'ede570b32dd093670f8d1760b3670b2e',
  usagedaily: '1c24a111fdad7679a9d62173feadaf4e',
  dailyrated: '0de9c7c3cc9a922a47dddc41955ad532',
} as const;

const AZURE = idOf('0ffe', 7);

async function billed(hasUsage: boolean): Promise<BillingWorld> {
  const meters = { [METER]: [{ from: '2017-12-01', rates: { 0: '0.12', 1000: '0.105' }, included: '100' }] };
  const world = billingWorld({ rates: () => aRateBook({ meters }) });
  await deliver(world, aPartnerChanged());
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  await deliver(world, anOffer(AZURE, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(world, aRelationship(CUSTOMER, '=Fabrikam, "Łódź"'));
  const changed = { type: 'SubscriptionUpdated', on: '2018-02-01', change: { quantity: 2 } };
  for (const event of subscriptionEvents({ startOn: '2018-01-16', wholesale: '9.99' }, [changed]))
    await deliver(world, event);
  if (hasUsage) {
    await deliver(world, meteredEvents({ startOn: '2018-01-16', offerId: AZURE })[0]!);
    const on = day('2018-02-10');
    const facts = { tags: { team: 'a' }, project: 'Apollo' };
    const rows = [aSheetRow({ reportedOn: on, quantity: '2750.5', facts })];
    await putSheets(world.deps, [aDaySheet({ usageOn: on, rows })]);
  }
  await runDay(world, '2018-02-15');
  return world;
}

const hashOf = (world: BillingWorld, key: string): string =>
  createHash('sha256')
    .update(gunzipSync(world.files.stored.get(key)!))
    .digest('hex')
    .slice(0, 32);

test('BIL-11: the files of an invoice keep their bytes from version to version, with usage and without', async () => {
  const [plain, used] = [await billed(false), await billed(true)];
  const [ofSeats, ofBoth] = [(await invoicesOf(plain))[0]!, (await invoicesOf(used))[0]!];
  expect(ofSeats.usageFiles).toBeUndefined();
  const { usage, usagedaily, dailyrated } = ofBoth.usageFiles!;
  expect({
    seats: hashOf(plain, ofSeats.licenseFileKey),
    'seats beside usage': hashOf(used, ofBoth.licenseFileKey),
    usage: hashOf(used, usage.key),
    usagedaily: hashOf(used, usagedaily.key),
    dailyrated: hashOf(used, dailyrated.key),
  }).toEqual(KEPT);
});
