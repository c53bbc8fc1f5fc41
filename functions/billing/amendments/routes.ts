import type { RouteTable } from '../../../shared/contracts/routes.ts';
import { Invoice, InvoicePath } from '../invoices/schemas.ts';
import * as s from './schemas.ts';

export const amendmentsRoutes = {
  voidInvoice: {
    method: 'POST',
    path: '/v1/operator/invoices/{invoiceId}/void',
    summary: 'Take an issued invoice back, and issue its lines again where they were right.',
    description:
      'A void note takes back every line, also those of earlier notes. With `rebill` an invoice of the same period and the same lines stands in its place, with a number, terms and addresses of its own. The answer is the invoice with its notes; statements and files of what was issued follow within moments.',
    allow: ['Operator'],
    request: { path: InvoicePath, body: s.VoidBody },
    response: { 201: Invoice },
    refusals: ['resource_not_found', 'invalid_property', 'wrong_state'],
    requirements: ['BIL-1', 'BIL-11'],
  },
  adjustInvoice: {
    method: 'POST',
    path: '/v1/operator/invoices/{invoiceId}/adjustments',
    summary: 'Correct an issued invoice by a note with lines of its own.',
    description:
      'Amounts are before tax, which the note adds at the rate of the period; what lowers the invoice is negative, and brings it with its notes down to 0 at most. Each line is about a subscription that the invoice has a line of, its seats or its metered use. The answer is the invoice with its notes; statement and file of the note follow within moments.',
    allow: ['Operator'],
    request: { path: InvoicePath, body: s.AdjustmentBody },
    response: { 201: Invoice },
    refusals: ['resource_not_found', 'subscription_not_found', 'invalid_property', 'wrong_state'],
    requirements: ['BIL-1', 'BIL-2'],
  },
} as const satisfies RouteTable<never>;
