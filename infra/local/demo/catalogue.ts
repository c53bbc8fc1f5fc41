import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';

/** The demo catalogue as it lies beside this file, for looking up offers by name. */

export interface CatalogueRow {
  readonly offerId: string;
  readonly name: string;
  readonly family: string;
  readonly planId: string;
  readonly planName: string;
}

export const readDemoFile = (name: 'catalogue.csv' | 'prices.csv'): Promise<string> =>
  readFile(new URL(name, import.meta.url), 'utf8');

/** Finds the offer of a name. @throws Error when the catalogue has none or several. */
export type OfferFinder = (name: string) => CatalogueRow;

export async function offerFinder(): Promise<OfferFinder> {
  const rows = parse(await readDemoFile('catalogue.csv'), { columns: true }) as CatalogueRow[];
  const byName = Map.groupBy(rows, ({ name }) => name);
  return (name) => {
    const found = byName.get(name) ?? [];
    if (found.length !== 1) throw new Error(`the catalogue has ${found.length} offers named "${name}"`);
    return found[0]!;
  };
}
