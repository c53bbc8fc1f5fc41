import { type Client, guidOf } from './client.ts';
import { currentTime, moveClock, untilIdle } from './control.ts';
import type { EnrolledPartner } from './enrol.ts';

import { type Invoice, listInvoices } from './invoices.ts';
import { mailsTo } from './mail.ts';
import type { LinePlan } from './sales.ts';
import { placeOrder, type Seller, type SoldCustomer } from './selling.ts';

/** Who pays late, and what it wants to order meanwhile. */
export const latePayer = { partner: 'sakura', customer: 'Jiyu Foods' };
const ORDERED: LinePlan = { offer: 'SharePoint Online (Plan 1)', seats: 2, nickname: 'New stores' };

/** Short terms, so that three days show what takes three months. */
const TERMS = {
  paymentTermDays: 0,
  collectionsSteps: [
    { daysLate: 1, action: 'reminder' },
    { daysLate: 2, action: 'notice' },
    { daysLate: 3, action: 'suspendOrdering' },
  ],
};

const dayMs = 86_400_000;

/** The operator agrees on other terms with the partner, before its first invoice. */
export async function agreeOnShortTerms(operator: Client, { tenantId }: Pick<Client, 'tenantId'>): Promise<void> {
  await operator.send(`PATCH /v1/operator/partners/${tenantId}/billingaccount`, {
    body: TERMS,
    headers: { 'if-match': '*' },
  });
}

interface LatePayment {
  readonly controlRoot: string;
  readonly operator: Client;
  readonly partner: EnrolledPartner;
  readonly seller: Seller;
  readonly customer: SoldCustomer;
  readonly log: (line: string) => void;
}

/** BIL-5: an invoice is not paid: reminder, notice, no orders any more; it is paid, and the next order is placed. */
export async function showLatePayment(late: LatePayment): Promise<void> {
  const { controlRoot, partner, log } = late;
  const { companyName, admin } = partner.plan;
  const [invoice] = await listInvoices(late.seller.client);
  if (!invoice) throw new Error(`${companyName} has no invoice that it could pay late`);
  const due = Date.parse((await currentTime(controlRoot)).slice(0, 10));
  // Days on which nothing is looked at pass at once, as in an outage; the steps of all three are then taken in order.
  await moveClock(controlRoot, new Date(due + 3 * dayMs - dayMs / 4).toISOString(), 'week');
  await moveClock(controlRoot, new Date(due + 3 * dayMs + dayMs / 4).toISOString());
  await untilIdle(controlRoot);
  log('');
  log(`${companyName} does not pay its invoice ${invoice.id}, which was due at once; mailed to ${admin.email}:`);
  const mails = (await mailsTo(controlRoot, admin.email)).filter(({ subject }) => subject.includes(invoice.id));
  for (const step of ['due date', 'Reminder', 'Formal notice', 'Ordering is suspended']) {
    const mail = mails.find(({ subject }) => subject.includes(step));
    if (!mail) throw new Error(`${companyName} got no mail that says “${step}”`);
    log(`  “${mail.subject}”`);
  }
  log(`  an order of it is refused (${await refusalOf(late)})`);
  await pay(late, invoice);
  await untilIdle(controlRoot);
  await placeOrder(late.seller, late.customer, { billingCycle: 'monthly', lines: [ORDERED] });
  const { collectionsStatus } = await late.seller.client.send<Standing>('GET /v1/partner/billingaccount');
  log(
    `  it pays ${invoice.totalCharges} ${invoice.currencyCode}; the same order is placed (collections: ${collectionsStatus})`,
  );
}

interface Standing {
  readonly collectionsStatus: string;
}

/** @throws Error when the order is placed. */
async function refusalOf({ seller, customer }: LatePayment): Promise<string> {
  const { offerId } = seller.offer(ORDERED.offer);
  const { status, json } = await seller.client.ask(`POST /v1/customers/${customer.id}/orders`, {
    body: {
      billingCycle: 'monthly',
      lineItems: [{ lineItemNumber: 0, offerId, quantity: ORDERED.seats, friendlyName: ORDERED.nickname }],
    },
    requestId: guidOf('refused', customer.id),
  });
  const { code } = json as { code?: number };
  if (status !== 403) throw new Error(`an order of a partner that is late was answered ${status}`);
  return `${status}, code ${code}`;
}

async function pay({ operator, partner, seller }: LatePayment, invoice: Invoice): Promise<void> {
  const { balanceAmount } = await seller.client.send<{ balanceAmount: number }>('GET /v1/partner/billingaccount');
  await operator.send(`POST /v1/operator/partners/${partner.plan.tenantId}/payments`, {
    body: {
      paymentReference: `Transfer for ${invoice.id}`,
      receivedDate: invoice.dueDate,
      amount: String(balanceAmount),
      currencyCode: invoice.currencyCode,
      autoAllocate: true,
    },
    requestId: guidOf('payment', invoice.id),
  });
}
