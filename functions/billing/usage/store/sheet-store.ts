import { mergedItems } from '../../../../shared/dynamo/merged-items.ts';
import { allOf, type Item, type Key, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { contains, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { CustomerRange } from '../../accounts/index.ts';
import type { DaySheet, SheetRow } from '../domain/day-sheet.ts';
import { monthOf, monthsOf, sheetKey, sheetsQuery, subscriptionSheetsQuery } from './keys.ts';
import { isInline, packedRows, sheetFile, sheetItem, unpackedRows } from './sheet-item.ts';

export interface SheetDeps {
  readonly table: Table;
  /** Every key begins `billing/usage/`. */
  readonly files: Files;
}

export interface SheetIds {
  readonly partnerId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
}

/** How sheets are read. */
export interface SheetReading {
  /** The last ones first: customers, subscriptions and days. */
  readonly isBackwards?: boolean;
  /** Sheets of a month that are asked for together: few, where it is not known how many of them are wanted. */
  readonly atOnce?: number;
}

/** Sheets that are read together at most: what a page of them has in memory. */
const SHEETS_PER_PAGE = 100;
const FILES_AT_ONCE = 16;

/**
 * Day sheets of a partner. Days must be said: sheets lie by month, and what is read is the months that the days lie in.
 * A sheet costs what it weighs packed, 30 to 60 bytes a row, in read units of 4 KB; one of more than some hundred rows costs a
 * GET instead.
 */
export const usageStore = ({ table, files }: SheetDeps) => ({
  /** Pages of sheets in the order of customer, subscription and day, read consistently; pages are never empty. */
  async *sheets(
    partnerId: string,
    range: CustomerRange,
    days: DayPeriod,
    { isBackwards = false, atOnce }: SheetReading = {},
  ): AsyncGenerator<readonly DaySheet[]> {
    const months = monthsOf(days).map((month) => ({
      ...sheetsQuery(partnerId, month, range),
      ...(isBackwards && { descending: true }),
      ...(atOnce !== undefined && { limit: atOnce }),
    }));
    let held: Item[] = [];
    for await (const item of mergedItems(table, months)) {
      if (!contains(days, dayOf(item))) continue;
      held.push(item);
      if (held.length < SHEETS_PER_PAGE) continue;
      yield await opened(partnerId, held, { table, files });
      held = [];
    }
    if (held.length > 0) yield await opened(partnerId, held, { table, files });
  },

  /** Those of one subscription, by day. */
  async ofSubscription(
    partnerId: string,
    customerId: string,
    subscriptionId: string,
    days: DayPeriod,
  ): Promise<DaySheet[]> {
    const ids = { partnerId, customerId, subscriptionId };
    const found: DaySheet[] = [];
    for (const month of monthsOf(days)) {
      const items = await allOf(table, subscriptionSheetsQuery(ids, month));
      const wanted = items.filter((item) => contains(days, dayOf(item)));
      found.push(...(await opened(partnerId, wanted, { table, files })));
    }
    return found;
  },

  /** How many rows the sheets of one subscription have on some days; it opens none of them. */
  async rowCount({ partnerId, customerId, subscriptionId }: SheetIds, days: DayPeriod): Promise<number> {
    let count = 0;
    for (const month of monthsOf(days))
      for (const item of await allOf(table, subscriptionSheetsQuery({ partnerId, customerId, subscriptionId }, month)))
        if (contains(days, dayOf(item))) count += sheetItem.fromItem(item).rowCount;
    return count;
  },

  /** One sheet; undefined where nothing was used. */
  async sheet(ids: SheetIds, usageOn: Day): Promise<DaySheet | undefined> {
    const item = await table.get(keyOn(ids, usageOn), { consistent: true });
    return item && (await opened(ids.partnerId, [item], { table, files }))[0];
  },

  /** The write that stores a sheet; rows that are too many for an item are put into an object before. */
  async write(sheet: DaySheet): Promise<Write> {
    const { rows, usageOn } = sheet;
    const key = keyOn(sheet, usageOn);
    const packed = packedRows(rows);
    if (isInline(packed))
      return { put: sheetItem.toItem(key, { rowCount: rows.length, rows: packed.toString('base64') }) };
    const file = sheetFile(sheet, packed);
    await files.put(file, packed, { contentType: 'application/octet-stream' });
    return { put: sheetItem.toItem(key, { rowCount: rows.length, file }) };
  },
});
export type UsageStore = ReturnType<typeof usageStore>;

const keyOn = (ids: SheetIds, usageOn: Day): Key => sheetKey(ids, { month: monthOf(usageOn), usageOn });
const dayOf = ({ sk }: Item): Day => sk.slice(sk.lastIndexOf('#') + 1) as Day;

async function opened(partnerId: string, items: readonly Item[], deps: SheetDeps): Promise<DaySheet[]> {
  const sheets: DaySheet[] = [];
  for (let start = 0; start < items.length; start += FILES_AT_ONCE) {
    const lane = items.slice(start, start + FILES_AT_ONCE);
    sheets.push(
      ...(await Promise.all(lane.map(async (item) => ({ ...idsOf(partnerId, item), rows: await rowsOf(item, deps) })))),
    );
  }
  return sheets;
}

const idsOf = (partnerId: string, { sk }: Item): Omit<DaySheet, 'rows'> => {
  const [customerId, subscriptionId, usageOn] = sk.split('#') as [string, string, Day];
  return { partnerId, customerId, subscriptionId, usageOn };
};

async function rowsOf(item: Item, { files }: SheetDeps): Promise<SheetRow[]> {
  const { rows, file } = sheetItem.fromItem(item);
  if (rows !== undefined) return unpackedRows(Buffer.from(rows, 'base64'));
  const bytes = await files.get(file!);
  invariant(bytes, 'the rows of a sheet are stored before the sheet names them');
  return unpackedRows(bytes);
}
