import * as z from 'zod';
import { queryDay, WireInstant } from '../../../shared/contracts/dates.ts';
import { Count, OFFSET_MAX, wholeNumber } from '../../../shared/contracts/numbers.ts';
import { searchText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, lenientEnum } from '../../../shared/contracts/wire.ts';
import { AGGREGATION_LEVELS } from './domain/grouping.ts';

/** Rows of one page at most. */
const ROWS_PER_PAGE = 10_000;
const FILTER_LENGTH_MAX = 4_000;

const shared = {
  top: wholeNumber(1, ROWS_PER_PAGE).default(ROWS_PER_PAGE).describe('Rows on one page at most.'),
  skip: wholeNumber(0, OFFSET_MAX).default(0).describe('Rows to leave out before the page.'),
  filter: searchText(FILTER_LENGTH_MAX)
    .optional()
    .describe(
      "Only rows that meet conditions, such as `status eq 'ACTIVE' and licenseCount ge 10`. Texts: `eq`, `ne`, `contains(field,'text')`; dates, by UTC day, and numbers also `gt`, `lt`, `ge`, `le`; `true`, `false`, `null` without quotes. `and` binds closer than `or`; parentheses group.",
    ),
  groupBy: searchText(FILTER_LENGTH_MAX)
    .optional()
    .describe('Fields, separated by commas: a row for each of their combinations, with sums.'),
  aggregationLevel: lenientEnum(AGGREGATION_LEVELS)
    .optional()
    .describe(
      'With `groupBy`: what the dates of groups are cut to; weeks begin on Monday. `day` where it is not said.',
    ),
};

export const SubscriptionAnalyticsQuery = z.object(shared);
export const LicenseAnalyticsQuery = z.object({
  ...shared,
  processedDateTime: queryDay()
    .optional()
    .describe('Only figures that were processed on this day. The latest ones are kept, and no earlier.'),
});

const envelopeOf = <T extends z.ZodType>(row: T) =>
  z.object({
    Value: z.array(row).describe('The rows of this page.'),
    '@nextLink': z.string().optional().describe('Where the next page is; the last page has none.'),
    TotalCount: Count.describe('Rows of all pages.'),
  });

const text = (about: string) => z.string().optional().describe(about);
const moment = (about: string) => WireInstant.optional().describe(about);
const count = (about: string) => Count.optional().describe(about);

const customer = {
  customerTenantId: text('Id of the customer: the GUID of its tenant.'),
  customerName: text('Name of the customer.'),
};

export const SubscriptionAnalytics = envelopeOf(
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

export const CommercialDeployment = envelopeOf(
  z.object({ ...service, ...customer, ...product, ...sold, ...processed }),
);
export const CommercialUsage = envelopeOf(
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
