import type * as z from 'zod';
import { collection, link } from '../../../../shared/contracts/wire.ts';
import { etagOf } from '../../../../shared/http/etag.ts';
import type { CountryRules } from '../domain/country-rules.ts';
import type { RegionTable } from '../domain/region-table.ts';
import type * as s from '../schemas.ts';

export const toRulesWire = (rules: CountryRules): z.input<typeof s.CountryValidationRules> => ({
  ...rules,
  supportedStatesList: [...rules.supportedStatesList],
  supportedLanguagesList: [...rules.supportedLanguagesList],
  supportedCulturesList: [...rules.supportedCulturesList],
  countryCallingCodesList: [...rules.countryCallingCodesList],
  links: { self: link(`/countryvalidationrules/${rules.iso2Code}`) },
  attributes: { objectType: 'CountryValidationRules' },
});

/** The etag of the whole table. */
export const regionsEtag = ({ version }: RegionTable): string => etagOf('regions', version);

export function toRegionsWire(table: RegionTable): z.input<typeof s.Regions> {
  const items = table.regions.map(({ name, markets, territories }) => ({
    name,
    markets: [...markets],
    territories: [...territories],
    attributes: { objectType: 'Region' as const },
  }));
  const wire = collection(items);
  return { ...wire, attributes: { ...wire.attributes, etag: regionsEtag(table) } };
}
