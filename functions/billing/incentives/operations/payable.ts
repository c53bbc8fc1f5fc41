import { invariant } from '../../../../shared/kernel/invariant.ts';
import { balanceOf, invoiceStore, isVoid } from '../../invoices/index.ts';
import type { EarningStatus } from '../domain/earning.ts';
import type { Earned } from '../store/earned-store.ts';
import type { IncentivesDeps } from './dependencies.ts';

/**
 * M6: what is not paid out is payable once nothing is owed for the invoice any more: it was paid in full, or taken back, so that what it
 * earned and what the note takes back are settled together. What was given up was not paid. It follows from the invoice whenever it
 * is asked for: a payment that bounces makes it wait again.
 */
export async function unpaidStatus(
  partnerId: string,
  { invoiceOn, issue }: Pick<Earned, 'invoiceOn' | 'issue'>,
  { table }: Pick<IncentivesDeps, 'table'>,
): Promise<Exclude<EarningStatus, 'paid'>> {
  const of = { partnerId, billingOn: invoiceOn, ...(issue && { issue }) };
  const invoice = await invoiceStore(table).load(of, { consistent: true });
  invariant(invoice, 'an invoice stays');
  const notes = await invoiceStore(table).notesOn(invoice, { consistent: true });
  if (isVoid(notes)) return 'payable';
  return balanceOf(invoice, notes) <= 0n && (invoice.writtenOff ?? 0n) === 0n ? 'payable' : 'accrued';
}
