import type { Fields, Insight } from '../../../../shared/kernel/insights/fields.ts';

/** A row for each subscription. */
export const SUBSCRIPTIONS = {
  fields: {
    customerTenantId: 'text',
    customerName: 'text',
    customerMarket: 'text',
    id: 'text',
    status: 'text',
    productName: 'text',
    subscriptionType: 'text',
    autoRenewEnabled: 'boolean',
    partnerId: 'text',
    friendlyName: 'text',
    partnerName: 'text',
    providerName: 'text',
    creationDate: 'date',
    effectiveStartDate: 'date',
    commitmentEndDate: 'date',
    currentStateEndDate: 'date',
    deprovisionedDate: 'date',
    lastRenewalDate: 'date',
    licenseCount: 'number',
    billingCycleName: 'text',
  },
  sums: ['licenseCount'],
  countedAs: 'subscriptionCount',
} as const satisfies Insight;

const licences = {
  serviceCode: 'text',
  serviceName: 'text',
  channel: 'text',
  customerTenantId: 'text',
  customerName: 'text',
  productId: 'text',
  productName: 'text',
  licensesDeployed: 'number',
  licensesSold: 'number',
  processedDateTime: 'date',
} as const satisfies Fields;

/** A row for each customer and plan. */
export const DEPLOYMENT = {
  fields: licences,
  sums: ['licensesDeployed', 'licensesSold'],
} as const satisfies Insight;

/** A row for each customer, plan, and workload of the plan: a licence counts once in each of them. */
export const USAGE = {
  fields: {
    ...licences,
    workloadCode: 'text',
    workloadName: 'text',
    licensesActive: 'number',
    licensesQualified: 'number',
  },
  sums: ['licensesDeployed', 'licensesSold', 'licensesActive', 'licensesQualified'],
} as const satisfies Insight;
