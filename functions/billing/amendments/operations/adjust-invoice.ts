import { createHash } from 'node:crypto';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import { owedOf, percentFrom, periodStore } from '../../accounts/index.ts';
import { type InvoiceRecord, reserveNumber } from '../../invoices/index.ts';
import { adjustmentNote, enteredMoney, isBelowNothing, taxPercentOf } from '../domain/amendment.ts';
import type { amendmentsRoutes } from '../routes.ts';
import { type AdjustmentLine, storeAdjustmentLines } from './adjustment-part.ts';
import { amendable, store, unwritten } from './amend.ts';
import type { AmendmentsDeps } from './dependencies.ts';
import { postedLines } from './posted-lines.ts';

/** L7: corrects an invoice by a note with lines of its own, each on a subscription that has one there. */
export const adjustInvoice: Operation<(typeof amendmentsRoutes)['adjustInvoice'], AmendmentsDeps> = async (
  call,
  deps,
) =>
  retryOnConflict(async () => {
    const found = await amendable(call.path.invoiceId, deps);
    if (!found.ok) return found;
    const { invoice, notes, balance, noteNo, account } = found.value;
    const { partnerId, invoiceOn: billingOn, issue } = invoice;
    const period = await periodStore(deps.table).load(partnerId, billingOn);
    const taxPercent = period?.plan
      ? taxPercentOf(period.plan.taxRates, invoice)
      : percentFrom(account, invoice.periodStartOn);
    const lines = await adjustmentLines(invoice, call.body.lines, taxPercent, deps);
    if (!lines.ok) return lines;
    const adjusted = lines.value.reduce((sum, { money }) => sum + money.total, 0n);
    if (isBelowNothing([invoice, ...notes], adjusted))
      return refuse('invalid_property', {
        field: 'lines',
        description: 'The lines bring the invoice with its notes below 0: no more than it charged can be given back.',
      });
    const invoiceId = await reserveNumber({ partnerId, billingOn, ...(issue && { issue }), noteNo }, deps);
    // Two that correct the same invoice at once have one number until one of them is refused.
    const content = createHash('sha256').update(JSON.stringify(call.body.lines)).digest('hex').slice(0, 16);
    const about = {
      ...{ invoiceId, noteNo, issuedOn: utcDay(call.at), reason: call.body.reason },
      lines: `${invoiceId}-${content}`,
      previousBalance: owedOf(balance),
    };
    const sums = await storeAdjustmentLines(invoice, { about, lines: lines.value, taxPercent }, deps);
    const moneys = lines.value.map(({ money }) => money);
    const note = unwritten(adjustmentNote(invoice, { moneys, taxPercent, ...sums }, about));
    return ok(await store(found.value, { note }, call, deps));
  });

type Entered = { readonly subscriptionId: string; readonly amount: string };

async function adjustmentLines(
  invoice: InvoiceRecord,
  entered: readonly Entered[],
  taxPercent: string,
  deps: AmendmentsDeps,
): Promise<Result<AdjustmentLine[], Refusal<'invalid_property' | 'subscription_not_found'>>> {
  const moneys = entered.map(({ amount }) => enteredMoney(amount, invoice.currency, taxPercent));
  const wrong = moneys.indexOf(undefined);
  if (wrong >= 0)
    return refuse('invalid_property', {
      field: `lines[${wrong}].amount`,
      description: `An amount in ${invoice.currency} that is not 0, with its decimals at most.`,
    });
  const posted = await postedLines(invoice, new Set(entered.map(({ subscriptionId }) => subscriptionId)), deps);
  const lines: AdjustmentLine[] = [];
  for (const [index, { subscriptionId }] of entered.entries()) {
    const line = posted.get(subscriptionId.toLowerCase());
    if (!line)
      return refuse('subscription_not_found', {
        field: `lines[${index}].subscriptionId`,
        description: 'The invoice has no line of this subscription.',
      });
    lines.push({ posted: line, money: moneys[index]! });
  }
  return ok(lines);
}
