/** What a partner's program does: looks for a customer in its list, places an order for it, and reads an invoice. */
import { call } from './call.ts';

const { items: customers } = await call('get', '/v1/customers');
const customer = customers.find(({ companyProfile }) => companyProfile.companyName === 'fabrikam')!;
const order = await call('post', '/v1/customers/{customerId}/orders', {
  path: { customerId: customer.id },
  body: {
    referenceCustomerId: customer.id,
    billingCycle: 'monthly',
    lineItems: [{ lineItemNumber: 0, offerId: process.env.OFFER_ID!, quantity: 3 }],
  },
});
const { items: invoices } = await call('get', '/v1/invoices');
const invoice = await call('get', '/v1/invoices/{invoiceId}', { path: { invoiceId: invoices[0]!.id } });
const total: number = invoice.totalCharges;

process.stdout.write(
  JSON.stringify({
    company: customer.companyProfile.companyName,
    quantities: order.lineItems.map(({ quantity }) => quantity),
    invoiceId: invoice.id,
    currency: invoice.currencyCode,
    total,
  }),
);
