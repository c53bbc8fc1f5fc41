import { type Client, guidOf } from './client.ts';
import { type SoldCustomer, subscriptionOf } from './selling.ts';

/** An incident for which the operator gives a partner a quarter of the list price of a month back, on its next invoice. */
export const slaCredit = {
  partner: 'harbor',
  customer: 'Cedar Mill Foods',
  subscription: 'Offices',
  seats: 20,
  creditPercent: 25,
  /** Days after the day of the orders. */
  incidentDay: 12,
  grantedDay: 17,
} as const;

interface CreditGrant {
  readonly amount: number;
  readonly formula: string;
}

/** Grants it as what came of a service request; `incidentOn` is the day of the incident. */
export const grantSlaCredit = (
  operator: Client,
  { partnerId, customer, incidentOn }: { partnerId: string; customer: SoldCustomer; incidentOn: string },
): Promise<CreditGrant> =>
  operator.send(`POST /v1/operator/partners/${partnerId}/credits`, {
    body: {
      creditReference: `SLA ${incidentOn}`,
      customerId: customer.id,
      subscriptionId: subscriptionOf(customer, slaCredit.subscription),
      reason: 'sla',
      serviceRequestId: 'SR-1042',
      incidentId: 'INC-77',
      incidentDate: incidentOn,
      affectedQuantity: slaCredit.seats,
      creditPercent: slaCredit.creditPercent,
    },
    requestId: guidOf('credit', incidentOn),
  });

/** The credit that an invoice has, as its partner sees it. */
export async function creditOf(partner: Client, invoiceId: string): Promise<CreditGrant> {
  const { items } = await partner.send<{ items: readonly (CreditGrant & { invoiceId?: string })[] }>(
    'GET /v1/partner/credits',
  );
  const credit = items.find((each) => each.invoiceId === invoiceId);
  if (!credit) throw new Error(`invoice ${invoiceId} does not have the credit that was granted`);
  return credit;
}
