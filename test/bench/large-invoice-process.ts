import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerKey, sheetKey } from '../../functions/billing/usage/store/keys.ts';
import { ownerItem } from '../../functions/billing/usage/store/owner-item.ts';
import { ownerStore } from '../../functions/billing/usage/store/owner-store.ts';
import { packedRows, sheetItem } from '../../functions/billing/usage/store/sheet-item.ts';
import type { Item, Table } from '../../shared/dynamo/table.ts';
import type { Day } from '../../shared/kernel/time.ts';
import type { Files } from '../../shared/messaging/files.ts';
import {
  anOffer,
  aPartnerChanged,
  ask,
  billingWorld,
  deliver,
  drain,
  idOf,
  invoicesOf,
  PARTNER,
  runJob,
} from '../support/billing-world.ts';
import { diskFiles } from '../support/scale/disk-files.ts';
import { tableOfMany } from '../support/scale/many-rows.ts';
import { manyCustomerId, manyNumber, manySubscriptions } from '../support/scale/many-subscriptions.ts';
import { aRateBook } from '../support/usage/rate-book.ts';
import { aSheetRow, METER } from '../support/usage/sheets.ts';

/**
 * One process that bills a partner with so many subscriptions of seats, and one metered one for ten of them, in one single range, and
 * issues the invoice: everything a worker ever has in memory. Tables are made as they are read, files lie on the disk.
 */

const BILLING_ON = '2018-02-15';
const USED_ON = '2018-02-01' as Day;
const SEATS_PER_METERED = 10;
const RESOURCES = 10;

const meteredId = (n: number): string => `a2e00000-0000-4000-8000-${String(n).padStart(12, '0')}`;
const numberIn = (subscriptionId: string): number => Number(subscriptionId.slice(-12));

/** Sheets of metered subscriptions, with ten resources each, and who owns them, as they are read. */
async function meteredTable(count: number, memory: Table): Promise<Table> {
  const rows = Array.from({ length: RESOURCES }, (_, n) =>
    aSheetRow({ reportedOn: USED_ON, quantity: `${n}.5`, resourceUri: `/subscriptions/one/resourceGroups/web/vm${n}` }),
  );
  const packed = packedRows(rows).toString('base64');
  const ids = (n: number) => ({
    partnerId: PARTNER,
    customerId: manyCustomerId(n * SEATS_PER_METERED),
    subscriptionId: meteredId(n),
  });
  const { table } = tableOfMany(
    {
      partition: sheetKey(ids(0), { month: '2018-02', usageOn: USED_ON }).pk,
      count,
      numberOf: (sk) => Math.ceil(manyNumber(sk) / SEATS_PER_METERED),
      item: (n) =>
        sheetItem.toItem(sheetKey(ids(n), { month: '2018-02', usageOn: USED_ON }), {
          rowCount: RESOURCES,
          rows: packed,
        }),
    },
    memory,
  );
  await ownerStore(memory).record({
    ...ids(0),
    billingType: 'usage',
    ...{ orderId: 'order', offerId: idOf('0ffe', 7), offerName: 'Azure', friendlyName: 'Azure' },
    ...{ version: 1, on: '2018-01-16' as Day, status: 'active', isBeginning: true, isHandedOver: false, isTurn: false },
  });
  const known = ownerItem.fromItem((await memory.get(ownerKey(meteredId(0), PARTNER)))!);
  const ownerOf = (subscriptionId: string): Item =>
    ownerItem.toItem(ownerKey(subscriptionId, PARTNER), { ...known, ...ids(numberIn(subscriptionId)) });
  return {
    ...table,
    batchGet: async (keys, options) => {
      const owners = keys.filter(({ pk }) => pk.endsWith('#OWNERS'));
      const others = keys.filter(({ pk }) => !pk.endsWith('#OWNERS'));
      return [...owners.map(({ pk }) => ownerOf(pk.split('#')[1]!)), ...(await memory.batchGet(others, options))];
    },
  };
}

async function bill(seats: number, folder: string): Promise<Record<string, number>> {
  const rates = () => aRateBook({ meters: { [METER]: [{ from: '2017-12-01', rates: { 0: '0.12' }, included: '0' }] } });
  const made = billingWorld({ rates });
  await deliver(made, aPartnerChanged({ agreementSignedOn: '2018-01-15' }));
  await deliver(made, anOffer(idOf('0ffe', 7), 'Azure'));
  const { table } = manySubscriptions(
    PARTNER,
    seats,
    'monthly',
    await meteredTable(seats / SEATS_PER_METERED, made.table),
  );
  const disk = diskFiles(folder);
  const files: Files = { ...made.files, ...disk };
  const world = { ...made, deps: { ...made.deps, table, files, issued: files } };
  await runJob(world, BILLING_ON);
  disk.counted();
  const before = process.cpuUsage();
  await drain(world);
  const { user, system } = process.cpuUsage(before);
  const peakKb = process.resourceUsage().maxRSS;
  const [invoice] = await invoicesOf(world);
  const lines = invoice!.lineCount + invoice!.usage!.lineCount;
  const { puts, gets } = disk.counted();
  const asked = async (path: string) => {
    const start = process.cpuUsage();
    const answer = await ask(world, `/v1/invoices/${invoice!.invoiceId}/${path}`, undefined, '2018-02-16T12:00:00Z');
    const used = process.cpuUsage(start);
    return { status: answer.status, ms: (used.user + used.system) / 1000, bytes: disk.counted().bytesGot };
  };
  const page = `lineitems/office/billinglineitems?size=500&offset=${Math.floor(seats / 2)}`;
  await asked(page);
  const [middle, file] = [await asked(page), await asked('reconciliationfiles/license')];
  return {
    lines,
    ratedRows: invoice!.usage!.ratedCount,
    peakMb: peakKb / 1024,
    cpuPerLine: (user + system) / (lines + invoice!.usage!.ratedCount),
    puts,
    gets,
    pageStatus: middle.status,
    pageMs: middle.ms,
    pageBytes: middle.bytes,
    fileStatus: file.status,
    fileMs: file.ms,
    fileBytes: file.bytes,
  };
}

const folder = mkdtempSync(join(tmpdir(), 'large-invoice-'));
try {
  process.stdout.write(`${JSON.stringify(await bill(Number(process.argv[2]), folder))}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
