import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { addDays, utcDay } from '../../../../shared/kernel/time.ts';
import { owedOf } from '../../accounts/index.ts';
import { type InvoiceRecord, reserveNumber } from '../../invoices/index.ts';
import { replacementOf, voidNote } from '../domain/amendment.ts';
import type { amendmentsRoutes } from '../routes.ts';
import { type Amended, amendable, store, unwritten } from './amend.ts';
import { copyLines } from './copied-parts.ts';
import type { AmendmentsDeps } from './dependencies.ts';

/** Lines that are taken back within the call: some seconds. Those of larger invoices follow with their files. */
const LINES_IN_CALL_MAX = 20_000;

/**
 * L7: takes an invoice back, once. With `rebill` its lines are issued again as they were posted: the period keeps its days,
 * so that the next invoice has no line of it and lacks none of its own.
 */
export const voidInvoice: Operation<(typeof amendmentsRoutes)['voidInvoice'], AmendmentsDeps> = async (call, deps) =>
  retryOnConflict(async () => {
    const found = await amendable(call.path.invoiceId, deps);
    if (!found.ok) return found;
    const { invoice, notes, balance, noteNo } = found.value;
    const replacement = call.body.rebill ? await replacing(found.value, deps) : undefined;
    const { partnerId, invoiceOn: billingOn, issue } = invoice;
    const invoiceId = await reserveNumber({ partnerId, billingOn, ...(issue && { issue }), noteNo }, deps);
    const about = {
      ...{ invoiceId, noteNo, issuedOn: utcDay(call.at), reason: call.body.reason },
      lines: `${invoiceId}-void`,
      previousBalance: owedOf(balance),
    };
    const note = unwritten(voidNote(invoice, notes, about, replacement?.invoiceId));
    if (isSmall(note)) for (const record of [note, replacement]) if (record) await copyLines(record, deps);
    return ok(await store(found.value, { note, ...(replacement && { replacement }) }, call, deps));
  });

async function replacing({ invoice, notes, account, balance }: Amended, { table }: AmendmentsDeps) {
  const { partnerId, invoiceOn: billingOn, issue = 0 } = invoice;
  const owedForIt = [invoice, ...notes].reduce((sum, { totals }) => sum + totals.total, 0n);
  return unwritten(
    replacementOf(invoice, {
      invoiceId: await reserveNumber({ partnerId, billingOn, issue: issue + 1 }, { table }),
      dueOn: addDays(billingOn, account.paymentTermDays),
      previousBalance: owedOf(balance) - owedForIt,
    }),
  );
}

const isSmall = ({ lineCount, usage }: InvoiceRecord): boolean =>
  lineCount + (usage ? usage.lineCount + usage.dayCount + usage.ratedCount : 0) <= LINES_IN_CALL_MAX;
