import { csvRecords } from '../../../../shared/kernel/csv.ts';
import { minorUnitDecimals } from '../../../../shared/kernel/money.ts';
import type { BillingAccount } from '../../accounts/index.ts';
import type { RateBook } from '../../rate-cards/index.ts';
import type { RatedDay, UsageLine } from '../../usage/index.ts';
import { usageLineText } from '../domain/usage-line-text.ts';
import type { BilledUsage, UsageFileFacts } from './documents/billed-usage.ts';
import { ratedRowsOf } from './documents/rated-usage-file.ts';
import { usageRowsOf } from './documents/usage-file.ts';
import { explanationOfUsage } from './documents/usage-rows.ts';
import { type RatedUsageItem, ratedItems, toUsageItem, type UsageLineItem } from './issued-usage.ts';

/** What is not invoiced yet has no number. */
const factsOf = ({ partnerId, profile }: BillingAccount, book: RateBook): UsageFileFacts => ({
  partnerId,
  partnerName: profile.companyName,
  mpnId: profile.mpnId ?? '',
  invoiceId: '',
  book,
});

interface About {
  readonly account: BillingAccount;
  readonly billed: BilledUsage;
  readonly book: RateBook;
}

/** Days of use that are not invoiced yet, as the rows that their invoice will have. */
export function openRatedItems(days: readonly RatedDay[], { account, billed, book }: About): RatedUsageItem[] {
  const rows = days.map(ratedRowsOf(factsOf(account, book), billed)).join('');
  return ratedItems(csvRecords(rows));
}

/** A usage line that is not invoiced yet, as the row that its invoice will have, and in sentences. */
export function openUsageItem(
  line: UsageLine,
  { account, billed, book }: About,
): { readonly lineItem: UsageLineItem; readonly text: string } {
  const [cells] = csvRecords(usageRowsOf(factsOf(account, book), billed)(line));
  const lineItem = toUsageItem(cells!, explanationOfUsage(line, minorUnitDecimals(book.currency)));
  return { lineItem, text: usageLineText(lineItem) };
}
