import { collection, link } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { estimatesRoutes } from '../routes.ts';
import type { EstimatesDeps } from './dependencies.ts';

const TYPES = [
  { type: 'daily_rated_usage', lines: 'usagelineitems', title: 'Daily rated usage' },
  { type: 'non_consumption', lines: 'billinglineitems', title: 'Seats, credits and one-time items' },
] as const;
const PERIODS = [
  { period: 'Current', which: 'the open billing period' },
  { period: 'Previous', which: 'the last period, until it is invoiced' },
] as const;

/** Four links, whatever currency was asked for: the lines behind them tell whether there are any in it. */
export const listEstimateLinks: Operation<(typeof estimatesRoutes)['listEstimateLinks'], EstimatesDeps> = async ({
  caller,
  query,
}) => {
  const currency = query.currencyCode ?? caller.account.partner!.currency;
  const links = TYPES.flatMap(({ type, lines, title }) =>
    PERIODS.map(({ period, which }) => ({
      type,
      title,
      description: `${title} of ${which}.`,
      period,
      link: link(
        `/invoices/unbilled/lineitems?provider=onetime&invoicelineitemtype=${lines}&currencycode=${currency}&period=${period.toLowerCase()}&size=2000`,
      ),
      attributes: { objectType: 'EstimateLink' as const },
    })),
  );
  return ok({ status: 200, body: collection(links) });
};
