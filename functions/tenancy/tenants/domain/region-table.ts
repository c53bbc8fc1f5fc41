import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { isKnownMarket } from './country-data.ts';
import { countriesOf, type Region } from './regions.ts';

/** The program's regions as they are now: the operator's data (PRG-3, PRG-4). */
export interface RegionTable {
  readonly version: number;
  readonly regions: readonly Region[];
}

/** The region that a country belongs to; undefined for a country where the program is not sold. */
export const regionIn = ({ regions }: RegionTable, country: string): Region | undefined =>
  regions.find((region) => countriesOf(region).includes(country));

export const regionNamedIn = ({ regions }: RegionTable, name: string): Region | undefined =>
  regions.find((region) => region.name === name);

/**
 * The table that the operator puts in place of another (PRG-3). Refuses a country that nobody knows, one in two regions, and a
 * region that is left out: partners are authorised for it.
 */
export function changeRegions(
  { regions: before }: RegionTable,
  regions: readonly Region[],
): Result<readonly Region[], Refusal<'invalid_property'>> {
  const wrong = (field: string, description: string) => refuse('invalid_property', { field, description });
  const seen = new Map<string, string>();
  for (const [index, region] of regions.entries()) {
    const { name } = region;
    if (regions.findIndex((other) => other.name === name) !== index)
      return wrong(`items[${index}].name`, `${name} stands twice.`);
    for (const country of countriesOf(region)) {
      const other = seen.get(country);
      if (other !== undefined) return wrong(`items[${index}].markets`, `${country} is in ${other} already.`);
      if (!isKnownMarket(country)) return wrong(`items[${index}].markets`, `${country} is no country.`);
      seen.set(country, name);
    }
  }
  const missing = before.find(({ name }) => !regions.some((region) => region.name === name));
  return missing
    ? wrong('items', `${missing.name} is missing: partners are authorised for it. Give all regions, changed or not.`)
    : ok(regions);
}
