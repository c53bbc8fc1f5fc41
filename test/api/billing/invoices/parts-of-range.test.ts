import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { sizeKey } from '../../../../functions/billing/history/store/keys.ts';
import { partStore } from '../../../../functions/billing/invoices/index.ts';
import { day } from '../../../../shared/kernel/time.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  ask,
  billingWorld,
  deliver,
  idOf,
  invoicesOf,
  PARTNER,
  runDay,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { aRateBook } from '../../../support/usage/rate-book.ts';
import { aDaySheet, aSheetRow, METER, meteredEvents, putSheets } from '../../../support/usage/sheets.ts';

/** Customers with very many lines are kept in several parts: whoever reads an invoice never notices. */

const CUSTOMERS = ['0c', '7c', 'fc'].map((kind, n) => idOf(kind, n + 1));
const SUBSCRIPTIONS = 5;
const BILLING_ON = '2018-02-15';
const AT = '2018-02-16T12:00:00Z';

const rates = () => aRateBook({ meters: { [METER]: [{ from: '2017-12-01', rates: { 0: '0.12' }, included: '0' }] } });

/** Three customers with five subscriptions each and two metered ones; with `areApart` each has a range of its own. */
async function billed({ partLines, areApart = false }: { partLines?: number; areApart?: boolean }) {
  const made = billingWorld({ rates });
  const world = { ...made, deps: { ...made.deps, ...(partLines !== undefined && { partLines }) } };
  if (areApart)
    for (const customerId of CUSTOMERS)
      await world.table.write([{ update: sizeKey(PARTNER, customerId.slice(0, 1)), add: { count: 9_000 } }]);
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-01-15' }));
  await deliver(world, anOffer(idOf('0ffe', 1), 'Intune'));
  for (const [c, customerId] of CUSTOMERS.entries()) {
    await deliver(world, aRelationship(customerId, `Customer ${c}`));
    for (let s = 0; s < SUBSCRIPTIONS; s += 1) {
      const subscriptionId = idOf('5ab', c * 10 + s);
      const script = {
        subscriptionId,
        customerId,
        offerId: idOf('0ffe', 1),
        quantity: c + s + 1,
        startOn: '2018-01-20',
      };
      for (const event of subscriptionEvents(script)) await deliver(world, event);
    }
    for (let s = 0; s < 2; s += 1) {
      const ids = { customerId, subscriptionId: idOf('a2e', c * 10 + s) };
      for (const event of meteredEvents({ ...ids, offerId: idOf('0ffe', 7), startOn: '2018-01-16' }))
        await deliver(world, event);
      const used = ['2018-01-20', '2018-02-10'].map((on, n) =>
        aDaySheet({
          ...ids,
          usageOn: day(on),
          rows: [aSheetRow({ reportedOn: day(on), quantity: `${c * 10 + s * 3 + n}.5` })],
        }),
      );
      await putSheets(world.deps, used);
    }
  }
  await runDay(world, BILLING_ON);
  const [invoice] = await invoicesOf(world);
  const textOf = (key: string): string => gunzipSync(world.files.stored.get(key)!).toString('utf8');
  const { usageFiles, licenseFileKey } = invoice!;
  const keys = [licenseFileKey, ...Object.values(usageFiles!).map(({ key }) => key)];
  const list = async (path: string) =>
    (await ask(world, `/v1/invoices/${invoice!.invoiceId}/lineitems/${path}`, undefined, AT)).body;
  return { world, invoice: invoice!, texts: keys.map(textOf), list };
}

const KINDS = [
  'office/billinglineitems',
  'azure/billinglineitems',
  'azure/usagelineitems',
  'marketplace/usagelineitems',
];

test('BIL-3: rows, sums and lists are the same however a run is cut into ranges, and ranges into parts', async () => {
  const whole = await billed({});
  const { totals, charges, usage, lineCount } = whole.invoice;
  expect([lineCount, usage!.lineCount, usage!.ratedCount]).toEqual([15, 6, 12]);
  const lists = await Promise.all(KINDS.map(whole.list));
  expect(lists.map(({ totalCount }) => totalCount)).toEqual([15, 6, 12, 12]);
  for (const cut of [{ partLines: 1 }, { partLines: 4 }, { areApart: true }, { partLines: 2, areApart: true }]) {
    const other = await billed(cut);
    const parts = await partStore(other.world.table).ofPeriod(PARTNER, BILLING_ON);
    expect(parts.length, 'it is cut').toBeGreaterThan(2);
    expect(other.texts, JSON.stringify(cut)).toEqual(whole.texts);
    expect(other.invoice).toMatchObject({ totals, charges, usage, lineCount });
    for (const [n, kind] of KINDS.entries()) {
      expect((await other.list(kind)).items, kind).toEqual(lists[n].items);
      expect((await other.list(`${kind}?size=2&offset=3`)).items, kind).toEqual(lists[n].items.slice(3, 5));
    }
    for (const { lineId } of [...lists[0].items, ...lists[1].items])
      expect((await other.list(encodeURIComponent(lineId))).lineItem.lineId, JSON.stringify(cut)).toBe(lineId);
  }
});

test('BIL-3: parts of a range are kept all or none: the first to come stand, whatever others have computed', async () => {
  const { world } = await billed({ partLines: 4 });
  const store = partStore(world.table);
  const standing = await store.ofRange(PARTNER, BILLING_ON, 0);
  const changed = standing.map((part) => ({ ...part, lineCount: part.lineCount + 1 }));
  expect(await store.keep(PARTNER, BILLING_ON, changed[0]!, changed.slice(1))).toEqual(standing[0]);
  expect(await store.keep(PARTNER, BILLING_ON, changed[0]!)).toEqual(standing[0]);
  expect(await store.ofRange(PARTNER, BILLING_ON, 0)).toEqual(standing);
});
