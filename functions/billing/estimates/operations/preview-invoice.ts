import { link } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { addDays, utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore, type BillingAccount, namesStore, periodStore, taxRatesOf } from '../../accounts/index.ts';
import { openLines, subscriptionStore, tally } from '../../history/index.ts';
import { chargesByProduct, type Invoice, invoiceBody } from '../../invoices/index.ts';
import { type Preview, previewAsOf } from '../domain/preview.ts';
import type { estimatesRoutes } from '../routes.ts';
import type { EstimatesDeps } from './dependencies.ts';

/** The id under which clients ask for what is not invoiced yet. */
const UNBILLED = 'unbilled';

/** BIL-10: computes the next invoice as of a day from what is known now, and writes nothing. */
export const previewInvoice: Operation<(typeof estimatesRoutes)['previewInvoice'], EstimatesDeps> = async (
  call,
  { table, log },
) => {
  const asOf = call.query.asOf ?? utcDay(call.at);
  const partnerId = call.caller.tenantId;
  const [account, open] = [await accountStore(table).load(partnerId), await periodStore(table).latest(partnerId)];
  const billingDay = account?.profile.billingDay;
  const preview = open && billingDay && previewAsOf(open, asOf, billingDay);
  if (!account || !preview)
    return refuse('invalid_input', {
      field: 'asOf',
      description: 'That day lies before the open billing period, or too far ahead.',
    });
  const invoice = await estimate(account, preview, { table, log });
  const self = link(`/invoices/unbilled?asOf=${asOf}`);
  return ok({
    status: 200,
    body: { ...invoiceBody(invoice), invoiceDetails: [], documentType: 'none', links: { self } },
  });
};

async function estimate(
  account: BillingAccount,
  { period, posted }: Preview,
  { table, log }: Pick<EstimatesDeps, 'table' | 'log'>,
): Promise<Invoice> {
  const { partnerId, profile, paymentTermDays } = account;
  const sums = tally(await taxRatesOf(account, period, { table }));
  let lineCount = 0;
  for await (const page of subscriptionStore(table).pages(partnerId, { from: '' }))
    for (const item of page) {
      const open = await openLines(item, posted, { account, sums, log, table });
      if (!open) continue;
      lineCount += open.lines.length;
      for (const money of open.moneys) sums.add(open.subscription.offerId, money);
    }
  const offers = await namesStore(table).offers();
  const { balance } = await accountStore(table).balance(partnerId, profile.currency);
  return {
    invoiceId: UNBILLED,
    partnerId,
    currency: profile.currency,
    periodStartOn: period.start,
    invoiceOn: period.end,
    dueOn: addDays(period.end, paymentTermDays),
    lineCount,
    totals: sums.totals(),
    paid: 0n,
    previousBalance: balance.minorUnits,
    charges: chargesByProduct(sums.byOffer(), (offerId) => {
      const offer = offers.get(offerId);
      return { family: offer?.family ?? 'other', product: offer?.productName ?? offerId };
    }),
  };
}
