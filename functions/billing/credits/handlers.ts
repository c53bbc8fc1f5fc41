import { grantCredit } from './operations/grant-credit.ts';
import { listCredits, listPartnerCredits } from './operations/list-credits.ts';
import { withdrawCredit } from './operations/withdraw-credit.ts';

/** What answers each route of the slice. */
export const creditsOperations = {
  grantCredit,
  listPartnerCredits,
  withdrawCredit,
  listCredits,
} as const;
