import { checkDomain, checkDomainAvailability } from './operations/domains.ts';
import { validateAddress, viewCountryRules } from './operations/markets.ts';

/** What answers each route of the slice. */
export const tenantsOperations = {
  checkDomain,
  checkDomainAvailability,
  validateAddress,
  viewCountryRules,
} as const;
