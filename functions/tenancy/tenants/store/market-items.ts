import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { CountryRules } from '../domain/country-rules.ts';
import type { RegionTable } from '../domain/region-table.ts';

/** The regions since the operator first changed them. */
export const regionTableItem = storedKind<RegionTable>({ kind: 'regionTable', shape: 1, upgrades: [] });

/** What a market asks since the operator first changed it. */
export const countryRulesItem = storedKind<{ readonly version: number; readonly rules: CountryRules }>({
  kind: 'countryRules',
  shape: 1,
  upgrades: [],
});
