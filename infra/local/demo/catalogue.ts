import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

/** The demo catalogue as it lies beside this file, for looking up offers by name. */

export interface CatalogueRow {
  readonly offerId: string;
  readonly name: string;
  readonly family: string;
  readonly planId: string;
  readonly planName: string;
  /** Ids of the offers of which one must be there first, with `|` between them. */
  readonly prerequisiteOffers: string;
}

export const readDemoFile = (name: 'catalogue.csv' | 'prices.csv'): Promise<string> =>
  readFile(new URL(name, import.meta.url), 'utf8');

const readRows = async (): Promise<CatalogueRow[]> => parse(await readDemoFile('catalogue.csv'), { columns: true });

/** Ids of the offers of these names, and of all that they are added to. */
export async function offersNamed(names: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await readRows();
  const byId = new Map(rows.map((row) => [row.offerId, row]));
  const wanted = new Set(rows.filter(({ name }) => names.includes(name)).map(({ offerId }) => offerId));
  for (const id of wanted)
    for (const base of byId
      .get(id)!
      .prerequisiteOffers.split('|')
      .filter((each) => each !== ''))
      wanted.add(base);
  return wanted;
}

/** The rows of a demo file that begin with one of these ids, and what stands above them. */
export async function rowsOf(name: 'catalogue.csv' | 'prices.csv', offerIds: ReadonlySet<string>): Promise<string> {
  const rows = parse(await readDemoFile(name), { raw: true }) as unknown as { raw: string; record: string[] }[];
  return rows
    .filter(({ record }, at) => at === 0 || offerIds.has(record[0]!))
    .map(({ raw }) => raw)
    .join('');
}

/** Finds the offer of a name. @throws Error when the catalogue has none or several. */
export type OfferFinder = (name: string) => CatalogueRow;

export async function offerFinder(): Promise<OfferFinder> {
  const byName = Map.groupBy(await readRows(), ({ name }) => name);
  return (name) => {
    const found = byName.get(name) ?? [];
    if (found.length !== 1) throw new Error(`the catalogue has ${found.length} offers named "${name}"`);
    return found[0]!;
  };
}
