import {
  listApplicationMfaAdoption,
  listNonMfaCompliantPrincipals,
  listPartnerRequests,
} from './operations/mfa-reports.ts';

/** What answers each route of the slice. */
export const mfaOperations = {
  listApplicationMfaAdoption,
  listPartnerRequests,
  listNonMfaCompliantPrincipals,
} as const;
