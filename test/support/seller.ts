import type { RunDeps } from '../../functions/billing/invoices/operations/dependencies.ts';
import { statementPdf } from '../../functions/billing/invoices/operations/documents/statement.ts';
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
