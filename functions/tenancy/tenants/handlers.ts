import { checkDomain, checkDomainAvailability } from './operations/domains.ts';
import { listRegions, replaceCountryRules, replaceRegions } from './operations/keep-markets.ts';
import { validateAddress, viewCountryRules } from './operations/markets.ts';

/** What answers each route of the slice. */
export const tenantsOperations = {
  checkDomain,
  checkDomainAvailability,
  validateAddress,
  viewCountryRules,
  listRegions,
  replaceRegions,
  replaceCountryRules,
} as const;
