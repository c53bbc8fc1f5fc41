/**
 * Mistakes that the types of the document must refuse. Nobody runs this: it is compiled, and a mistake that compiles is an
 * error of the line above it.
 */
import { call } from './call.ts';

const path = { customerId: '0f000000-0000-4000-8000-000000000001' };
const orders = '/v1/customers/{customerId}/orders';
const lineItems = [{ lineItemNumber: 0, offerId: '0b000000-0000-4000-8000-000000000001', quantity: 3 }];
const body = { referenceCustomerId: path.customerId, lineItems };

// Without a mistake all of it compiles.
await call('post', orders, { path, body: { ...body, billingCycle: 'monthly' } });

// @ts-expect-error There is no such path.
await call('get', '/v1/customer');
// @ts-expect-error The path does not take the method.
await call('put', '/v1/customers');
// @ts-expect-error The path has another parameter.
await call('post', orders, { path: { customer: path.customerId }, body: { ...body, billingCycle: 'monthly' } });
// @ts-expect-error The body is another than this.
await call('post', orders, { path, body: { displayName: 'Nightly' } });
// @ts-expect-error The body takes none of this name.
await call('post', orders, { path, body: { ...body, billingCycle: 'monthly', quantities: 3 } });
// @ts-expect-error The value is none of those allowed.
await call('post', orders, { path, body: { ...body, billingCycle: 'weekly' } });
// @ts-expect-error A quantity is a number.
await call('post', orders, { path, body: { ...body, lineItems: [{ ...lineItems[0]!, quantity: '3' }] } });
// @ts-expect-error The answer has none of this name.
(await call('get', '/v1/customers')).items[0]!.companyName;
// @ts-expect-error What need not be in the answer may be absent.
(await call('get', '/v1/customers/{customerId}', { path })).billingProfile.email;
// @ts-expect-error A total is a number.
(await call('get', '/v1/invoices')).items[0]!.totalCharges satisfies string;
