import * as z from 'zod';
import { queryDay, WireInstant } from '../../../shared/contracts/dates.ts';
import { insightsPageOf, insightsQuery } from '../../../shared/contracts/insights.ts';
import { Count } from '../../../shared/contracts/numbers.ts';
import { attributes, collectionOf } from '../../../shared/contracts/wire.ts';

const shared = insightsQuery("status eq 'ACTIVE' and licenseCount ge 10");

export const SubscriptionAnalyticsQuery = z.object(shared);
export const LicenseAnalyticsQuery = z.object({
  ...shared,
  processedDateTime: queryDay()
    .optional()
    .describe('Only figures that were processed on this day. The latest ones are kept, and no earlier.'),
});

const text = (about: string) => z.string().optional().describe(about);
const moment = (about: string) => WireInstant.optional().describe(about);
const count = (about: string) => Count.optional().describe(about);

const customer = {
  customerTenantId: text('Id of the customer: the GUID of its tenant.'),
  customerName: text('Name of the customer.'),
};

export const SubscriptionAnalytics = insightsPageOf(
  z.object({
    ...customer,
    customerMarket: text('Country of the customer.'),
    id: text('Id of the subscription.'),
    status: text('`ACTIVE`, `SUSPENDED` or `DEPROVISIONED`.'),
    productName: text('Name of the offer.'),
    subscriptionType: text('`Office`, `Azure`, `Dynamics` or `EMS`.'),
    autoRenewEnabled: z.boolean().optional().describe('Whether it renews by itself when the term ends.'),
    partnerId: text('Network id of the partner that sold it; of an indirect sale, of the reseller of record.'),
    friendlyName: text('Name that the partner gives to the subscription.'),
    partnerName: text('Name of the partner of `partnerId`.'),
    providerName: text('Name of the indirect provider that sold it.'),
    creationDate: moment('When it was created.'),
    effectiveStartDate: moment('First day of the subscription.'),
    commitmentEndDate: moment('Last day of the term; it renews on the next.'),
    currentStateEndDate: moment(
      'When the state ends: of an active one with its term, of a suspended one with its data.',
    ),
    deprovisionedDate: moment('When its data was deleted.'),
    lastRenewalDate: moment('When it renewed last.'),
    licenseCount: count('Seats; of a group, of all its subscriptions.'),
    billingCycleName: text('How often it is billed: `Monthly` or `Annual`.'),
    subscriptionCount: count('Of a group: its subscriptions.'),
  }),
);

const service = {
  serviceCode: text('Code of the service.'),
  serviceName: text('Name of the service.'),
  channel: text('Who sold it: `reseller`.'),
};
const product = {
  productId: text('Id of the plan.'),
  productName: text('Name of the plan.'),
};
const workload = {
  workloadCode: text('Code of the workload.'),
  workloadName: text('Name of the workload.'),
};
const sold = {
  licensesDeployed: count('Licences sold that users hold.'),
  licensesSold: count('Licences sold.'),
};
const processed = { processedDateTime: moment('When the figures were processed.') };
const used = {
  licensesActive: count('Licences whose users a service reported in the last 28 days; none reports any yet.'),
  licensesQualified: count('Licences that users hold.'),
};

export const CommercialDeployment = insightsPageOf(
  z.object({ ...service, ...customer, ...product, ...sold, ...processed }),
);
export const CommercialUsage = insightsPageOf(
  z.object({
    ...service,
    ...customer,
    ...product,
    ...workload,
    ...sold,
    ...used,
    licenseActive: count('The same as `licensesActive`.'),
    ...processed,
  }),
);

const percent = (about: string) => z.number().describe(`${about}, in percent, to two places.`);
const ofPartner = {
  processedDateTime: WireInstant.describe('When the figures were processed.'),
  serviceName: z.string().describe('Name of the service.'),
  channel: z.string().describe('Who sold it: `reseller`.'),
};

export const PartnerLicenseDeployment = collectionOf(
  z.object({
    proratedDeploymentPercent: percent('Licences deployed of those sold'),
    licensesSold: Count.describe('Licences sold.'),
    ...ofPartner,
    attributes: attributes('PartnerLicensesDeploymentInsights'),
  }),
);
export const PartnerLicenseUsage = collectionOf(
  z.object({
    proratedLicensesUsagePercent: percent('Licences in use of those deployed'),
    workloadName: z.string().describe('Name of the workload.'),
    ...ofPartner,
    attributes: attributes('PartnerLicensesUsageInsights'),
  }),
);

const ofCustomer = {
  customerId: z.string().describe('Id of the customer.'),
  customerName: z.string().describe('Name of the customer.'),
  productName: z.string().describe('Name of the plan.'),
  serviceCode: z.string().describe('Code of the service.'),
  ...ofPartner,
};

export const CustomerLicenseDeployment = collectionOf(
  z.object({
    licensesDeployed: Count.describe('Licences sold that users hold.'),
    licensesSold: Count.describe('Licences sold.'),
    deploymentPercent: percent('Licences deployed of those sold'),
    ...ofCustomer,
    attributes: attributes('CustomerLicensesDeploymentInsights'),
  }),
);
export const CustomerLicenseUsage = collectionOf(
  z.object({
    workloadCode: z.string().describe('Code of the workload.'),
    workloadName: z.string().describe('Name of the workload.'),
    usagePercent: percent('Licences in use of those deployed'),
    licensesActive: Count.describe(
      'Licences whose users a service reported in the last 28 days; none reports any yet.',
    ),
    licensesQualified: Count.describe('Licences that users hold.'),
    ...ofCustomer,
    attributes: attributes('CustomerLicensesUsageInsights'),
  }),
);
