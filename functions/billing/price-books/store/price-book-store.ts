import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import { type Item, putIfVersion, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { BooksInForce, PriceBookVersion } from '../domain/price-book.ts';
import { type BookScope, bookInForceQuery, bookVersionKey } from './keys.ts';

/** A version of a book; `version` counts how often the book was saved, through all its days. */
export interface StoredPriceBook extends PriceBookVersion {
  readonly partnerId: string;
  readonly customerId?: string;
  readonly version: number;
}

export const priceBookItem = storedKind<StoredPriceBook>({ kind: 'priceBook', shape: 1, upgrades: [] });

export const priceBookOf = (item: Item): StoredPriceBook => priceBookItem.fromItem(item);

export const priceBookStore = (table: Table) => ({
  /** What was said last, consistently. */
  latest: (scope: BookScope): Promise<StoredPriceBook | undefined> => first(table, scope),

  /** The version in force on a day; one of a day that is over never changes. Costs what its item costs to read. */
  inForce: (scope: BookScope, on: Day): Promise<StoredPriceBook | undefined> => first(table, scope, on),
});

async function first(table: Table, scope: BookScope, on?: Day): Promise<StoredPriceBook | undefined> {
  const [item] = (await table.query(bookInForceQuery(scope, on))).items;
  return item && priceBookOf(item);
}

/** Writes a version on condition that nobody saved the book since `before` was read. */
export function priceBookWrites(before: StoredPriceBook | undefined, after: StoredPriceBook): Write[] {
  const item = priceBookItem.toItem(bookVersionKey(after, after.from), after);
  if (!before) return [putNew(item)];
  if (before.from === after.from) return [putIfVersion(item, before.version)];
  const unchanged = { kind: 'equals', values: { version: before.version } } as const;
  return [putNew(item), { check: bookVersionKey(before, before.from), if: unchanged }];
}

/** A version with the days that it is known to be in force on. */
interface Known {
  readonly from: Day | '';
  through: Day;
  readonly version: PriceBookVersion | undefined;
}

/**
 * The books by which a partner's customer is priced, by day. Each version is read once, however many terms began under it: a bill
 * costs the versions that its terms began under, not its lines.
 */
export function priceBooksOf(
  { partnerId, customerId }: Required<BookScope>,
  { table }: { readonly table: Table },
): (on: Day) => Promise<BooksInForce> {
  const customer = versionOn(table, { partnerId, customerId });
  const partner = versionOn(table, { partnerId });
  return async (on) => {
    const [ofCustomer, ofPartner] = [await customer(on), await partner(on)];
    return { ...(ofCustomer && { customer: ofCustomer }), ...(ofPartner && { partner: ofPartner }) };
  };
}

function versionOn(table: Table, scope: BookScope): (on: Day) => Promise<PriceBookVersion | undefined> {
  const known: Known[] = [];
  return async (on) => {
    const covering = known.find(({ from, through }) => from <= on && on <= through);
    if (covering) return covering.version;
    const version = await first(table, scope, on);
    const from = version?.from ?? '';
    const same = known.find((each) => each.from === from);
    // The same version, read for a later day: it holds on all days between.
    if (same) same.through = on;
    else known.push({ from, through: on, version });
    return same ? same.version : version;
  };
}
