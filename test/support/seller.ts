import { serialize } from 'node:v8';
import type { RunDeps } from '../../functions/billing/invoices/operations/dependencies.ts';
import { statementPdf } from '../../functions/billing/invoices/operations/documents/statement/statement.ts';
import { taxReceiptPdf } from '../../functions/billing/invoices/operations/documents/statement/tax-receipt.ts';
import type { Seller } from '../../shared/contracts/seller.ts';

/** Who invoices in tests. */
export const exampleSeller: Seller = {
  name: 'Example Cloud Program Ltd',
  address: ['1 Example Quay', 'London SW1A 1AA'],
  taxId: 'GB123456789',
  bankDetails: ['Example Bank plc', 'IBAN GB00 EXAM 0000'],
};

/** Their statements. */
export const exampleStatement: RunDeps['statementOf'] = (invoiced) =>
  statementPdf({ ...invoiced, seller: exampleSeller });

/** Their tax receipts. */
export const exampleReceipt: RunDeps['receiptOf'] = (invoiced) => taxReceiptPdf({ ...invoiced, seller: exampleSeller });

/**
 * The same, where one content is typeset once: most of the time of a run goes into its statement. What is written from other
 * facts has other bytes; that the same facts give the same bytes is for others to prove.
 */
export function typesetOnce(): RunDeps['statementOf'] {
  const made = new Map<string, Promise<Uint8Array>>();
  return (invoiced) => {
    const facts = serialize(invoiced).toString('base64');
    const statement = made.get(facts) ?? exampleStatement(invoiced);
    made.set(facts, statement);
    return statement;
  };
}
