import { expect, test } from 'vitest';
import { unpaidStatus } from '../../../../functions/billing/incentives/operations/payable.ts';
import { toItem } from '../../../../functions/billing/invoices/store/invoice-item.ts';
import { memoryTable } from '../../../support/memory-table.ts';
import { anInvoice } from '../../../support/scale/many-invoices.ts';

test.each<[string, object, string]>([
  ['accrued', {}, 'nothing came'],
  ['accrued', { paid: 1599n }, 'a cent is owed'],
  ['payable', { paid: 1600n }, 'it was paid in full'],
  ['accrued', { writtenOff: 1600n }, 'what was given up was not paid'],
  ['accrued', { paid: 1500n, writtenOff: 100n }, 'what was left was given up'],
])('PRG-11: earnings are %s of an invoice with %o, because %s (M6)', async (status, state) => {
  const table = memoryTable();
  const invoice = { ...anInvoice('p', 1), ...state };
  await table.write([{ put: toItem(invoice) }]);
  expect(await unpaidStatus('p', { invoiceOn: invoice.invoiceOn }, { table })).toBe(status);
});
