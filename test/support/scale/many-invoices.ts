import type { InvoiceRecord } from '../../../functions/billing/invoices/store/invoice-item.ts';
import { addDays, day } from '../../../shared/kernel/time.ts';

/** The invoice of a day: more of them than any partner ever has. */
export const anInvoice = (partnerId: string, n: number): InvoiceRecord => ({
  invoiceId: `D${String(n).padStart(9, '0')}`,
  partnerId,
  currency: 'USD',
  periodStartOn: addDays(day('2018-01-14'), n),
  invoiceOn: addDays(day('2018-01-15'), n),
  dueOn: addDays(day('2018-03-16'), n),
  lineCount: 1,
  totals: { amount: 1600n, discount: 0n, subtotal: 1600n, tax: 0n, total: 1600n },
  paid: 0n,
  previousBalance: 0n,
  charges: [{ family: 'ems', product: 'EMS', amount: 1600n }],
  areIssuedApart: true,
  statementKey: 'statement',
  licenseFileKey: 'license',
  licenseFileBytes: 100,
  licenseTextBytes: 100,
});
