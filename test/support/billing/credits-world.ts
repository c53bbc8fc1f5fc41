import { accountKey } from '../../../functions/billing/accounts/store/keys.ts';
import { day } from '../../../shared/kernel/time.ts';
import type { TestRequest } from '../api.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  idOf,
  OFFER,
  OPERATOR,
  PARTNER,
  send,
  subscriptionEvents,
  type WorldHooks,
} from '../billing-world.ts';
import { aRateBook } from '../usage/rate-book.ts';
import { aDaySheet, aSheetRow, METER, METERED, meteredEvents, putSheets } from '../usage/sheets.ts';

/** A partner with a subscription of seats and a metered one, and what the operator grants on them. */

export const SEATS = idOf('5ab', 1);
export const AZURE = idOf('0ffe', 7);
export const CREDITS = `/v1/operator/partners/${PARTNER}/credits`;
/** A day of the period that ends on 15 March; the incidents were in the one before. */
export const GRANTED_AT = '2018-02-20T12:00:00.000Z';

/**
 * P11 of the contract: CRM at a list price of 65.00 and 48.75 for the partner, 22 seats from 20 January on. P10: 2750.5 units of a meter in
 * two tiers, 100 included, 15 percent off. The partner's billing day is 15.
 */
export async function creditsWorld({ taxRatePercent = '10', ...hooks }: WorldHooks & { taxRatePercent?: string } = {}) {
  const rates = aRateBook({
    meters: { [METER]: [{ from: '2017-12-01', rates: { 0: '0.12', 1000: '0.105' }, included: '100' }] },
    terms: [{ name: 'Wholesale', from: '2017-12-01', discount: '0.15' }],
  });
  const world = billingWorld({ rates: () => rates, ...hooks });
  await deliver(world, aPartnerChanged());
  await world.table.write([{ update: accountKey(PARTNER), set: { taxRatePercent } }]);
  await deliver(world, anOffer(OFFER, 'CRM Online', 'Dynamics CRM', 'crm'));
  await deliver(world, anOffer(AZURE, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam, Inc.'));
  const [bought] = subscriptionEvents({ startOn: '2018-01-20', quantity: 22, wholesale: '48.75', more: crm() });
  await deliver(world, bought!);
  await deliver(world, meteredEvents({ startOn: '2018-01-16', offerId: AZURE })[0]!);
  for (const [on, quantity] of [
    ['2018-01-20', '1100'],
    ['2018-02-03', '1650.5'],
  ] as const)
    await putSheets(world.deps, [
      aDaySheet({ usageOn: day(on), rows: [aSheetRow({ reportedOn: day(on), quantity })] }),
    ]);
  return world;
}

const crm = () => ({
  priceLock: {
    ...{ priceList: '2018-01', currency: 'USD', wholesale: '48.75', list: '65.00', discountPercent: '0' },
    lockedAt: '2018-01-20T10:00:00.000Z',
  },
});

/** M5: 25 percent of the list price for all seats. */
export const SLA = {
  ...{ creditReference: 'SLA 1', customerId: CUSTOMER, subscriptionId: SEATS, reason: 'sla' },
  ...{ serviceRequestId: 'SR-1', incidentId: 'INC-1', incidentDate: '2018-01-25' },
  ...{ affectedQuantity: 22, creditPercent: '25' },
};

/** Half of a service that was hit for a meter, a tenth of its list price. */
export const USAGE_SLA = {
  ...{ creditReference: 'SLA 2', customerId: CUSTOMER, subscriptionId: METERED, reason: 'sla' },
  ...{ serviceRequestId: 'SR-2', incidentId: 'INC-1', incidentDate: '2018-02-04' },
  ...{ meterIds: [METER], creditPercent: '10', servicePortionPercent: '50' },
};

export const GOODWILL = {
  ...{ creditReference: 'GW 1', customerId: CUSTOMER, subscriptionId: SEATS, reason: 'goodwill', amount: '12.34' },
};

export const grant = (
  world: BillingWorld,
  body: object = SLA,
  { at = GRANTED_AT, ...over }: Partial<TestRequest> & { readonly at?: string } = {},
) => send(world, { method: 'POST', path: CREDITS, as: OPERATOR, body, ...over }, at);

export const withdraw = (
  world: BillingWorld,
  id: string,
  { at = GRANTED_AT, ...over }: Partial<TestRequest> & { readonly at?: string } = {},
) => send(world, { method: 'DELETE', path: `${CREDITS}/${id}`, as: OPERATOR, ...over }, at);
