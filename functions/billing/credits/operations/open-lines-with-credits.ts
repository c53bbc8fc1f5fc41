import type { Item } from '../../../../shared/dynamo/table.ts';
import type { DayPeriod } from '../../../../shared/kernel/time.ts';
import { idsOf, type OpenLines, openLines } from '../../history/index.ts';
import { withCredits } from '../domain/credit-line.ts';
import { billingDatesOf, type CreditsOfNext, creditReader } from './credit-reader.ts';

type Reading = Parameters<typeof openLines>[2];

/** Reads the credits beside the subscriptions of a partner whose open lines are asked for in their order, or backwards. */
export const openCredits = (
  { account, table }: Pick<Reading, 'account' | 'table'>,
  posted: DayPeriod,
  { isBackwards, ...range }: { readonly from: string; readonly to?: string; readonly isBackwards?: boolean },
): CreditsOfNext =>
  creditReader(
    {
      partnerId: account.partnerId,
      kind: 'seats',
      billingDates: billingDatesOf(posted, account.profile),
      range,
      before: posted.end,
      ...(isBackwards && { isBackwards }),
    },
    table,
  );

/** What a subscription owes that is on no invoice yet, with its credits; see {@link openLines}. */
export async function openLinesWithCredits(
  item: Item,
  posted: DayPeriod,
  { credits, ...reading }: Reading & { readonly credits: CreditsOfNext },
): Promise<OpenLines | undefined> {
  const { customerId, subscriptionId } = idsOf(item);
  const granted = await credits(`${customerId}#${subscriptionId}`);
  const open = await openLines(item, posted, reading);
  if (!open || granted.length === 0) return open;
  const lines = withCredits(open.lines, granted);
  return { ...open, lines, moneys: lines.map((line) => reading.sums.moneyOf(line)) };
}
