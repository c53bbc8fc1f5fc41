import { expect, test } from 'vitest';
import { invoiceKey, partKey } from '../../../../functions/billing/invoices/store/keys.ts';
import { day } from '../../../../shared/kernel/time.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  ask,
  billingWorld,
  deliver,
  drain,
  idOf,
  invoicesOf,
  licenseRows,
  PARTNER,
  runJob,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { sizeOf } from '../../../support/plain-item.ts';
import { countedTable } from '../../../support/scale/counted-table.ts';

const OFFERS = 5000;
/** No item is larger (design). */
const ITEM_BYTES_MAX = 200_000;

test('BIL-3: a partner that sells 5,000 different offers has an invoice of which no item is large', async () => {
  const world = billingWorld();
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-01-15' }));
  await deliver(world, aRelationship(idOf('c0', 1), 'Fabrikam'));
  for (let n = 1; n <= OFFERS; n += 1) {
    const offerId = idOf('0ffe', n);
    await deliver(world, anOffer(offerId, `Offer ${n}`, `Product with a name of some length, number ${n}`));
    const script = { subscriptionId: idOf('5ab', n), customerId: idOf('c0', 1), offerId, startOn: '2018-01-20' };
    await deliver(world, subscriptionEvents(script)[0]!);
  }
  await runJob(world, '2018-02-15');
  const table = countedTable(world.table);
  await drain({ ...world, deps: { ...world.deps, table } });
  const [invoice] = await invoicesOf(world);
  expect([invoice!.lineCount, invoice!.charges.length]).toEqual([OFFERS, OFFERS]);
  const stored = (key: { pk: string; sk: string }) => sizeOf(world.table.items.get(`${key.pk}\u0000${key.sk}`)!);
  expect(stored(partKey(PARTNER, day('2018-02-15'), 0))).toBeLessThan(2000);
  expect(stored(invoiceKey(PARTNER, day('2018-02-15')))).toBeLessThan(ITEM_BYTES_MAX);
  expect(Math.max(...[...world.table.items.values()].map(sizeOf))).toBeLessThan(ITEM_BYTES_MAX);
  const rows = licenseRows(world, invoice!);
  const sum = rows.reduce((cents, row) => cents + Math.round(Number(row.TotalForCustomer) * 100), 0);
  expect([rows.length, String(sum)]).toEqual([OFFERS, String(invoice!.totals.total)]);
  const answer = await ask(world, `/v1/invoices/${invoice!.invoiceId}`, undefined, '2018-02-16T12:00:00Z');
  expect(answer.body.charges).toHaveLength(OFFERS);
  expect(Buffer.byteLength(JSON.stringify(answer.body))).toBeLessThan(4 * 1024 * 1024);
});
