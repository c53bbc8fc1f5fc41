import type { RateBook } from '../../../rate-cards/index.ts';
import type { RatedDay, UsageLine, UsageOwner } from '../../../usage/index.ts';

/** What all usage of a run shares. */
export interface UsageFileFacts {
  readonly partnerId: string;
  readonly partnerName: string;
  readonly mpnId: string;
  readonly invoiceId: string;
  readonly book: RateBook;
}

/** What a metered subscription used, as an invoice bills it. */
export interface BilledUsage {
  readonly owner: UsageOwner;
  readonly customer: { readonly name: string; readonly domain: string; readonly country: string };
  readonly lines: readonly UsageLine[];
  readonly days: readonly RatedDay[];
}
