import type { RouteTable } from '../../../shared/contracts/routes.ts';
import { CustomerPath } from '../catalogue/schemas.ts';
import type { InsightsRefusal } from './refusals.ts';
import * as s from './schemas.ts';

const readers = ['AdminAgent', 'SalesAgent', 'GlobalAdmin'] as const;

const processed =
  'Of a partner with up to 2,000 subscriptions the figures are those of now; of a larger one they are gathered every night, and `processedDateTime` says when.';
const scope =
  'Sold are the seats of active subscriptions that the caller sold. Deployed are those of them that users hold: users hold licences of all channels together, so they count up to what was sold.';
const asked = `${processed} \`@nextLink\` leads on where rows are left; a page has \`top\` rows at most, and fewer where an answer would become too large. \`TotalCount\` counts the rows of all pages.`;

export const insightsRoutes = {
  listLicenseDeployment: {
    method: 'GET',
    path: '/v1/analytics/licenses/deployment',
    summary: 'Licences sold and deployed, by service.',
    description: `${scope} ${processed}`,
    allow: readers,
    response: { 200: s.PartnerLicenseDeployment },
    refusals: ['insights_not_ready'],
    requirements: ['SUB-7', 'SUB-8'],
  },
  listLicenseUsage: {
    method: 'GET',
    path: '/v1/analytics/licenses/usage',
    summary: 'Licences in use, by workload.',
    description: `${scope} In use are those whose users a service reported in the last 28 days; no service reports any yet, so there are none. ${processed}`,
    allow: readers,
    response: { 200: s.PartnerLicenseUsage },
    refusals: ['insights_not_ready'],
    requirements: ['SUB-7', 'SUB-8'],
  },
  listCustomerLicenseDeployment: {
    method: 'GET',
    path: '/v1/customers/{customerId}/analytics/licenses/deployment',
    summary: 'Licences sold to a customer and deployed, by product.',
    description: `${scope} The figures are those of now.`,
    allow: readers,
    customer: 'reseller',
    request: { path: CustomerPath },
    response: { 200: s.CustomerLicenseDeployment },
    refusals: [],
    requirements: ['SUB-7', 'SUB-8'],
  },
  listCustomerLicenseUsage: {
    method: 'GET',
    path: '/v1/customers/{customerId}/analytics/licenses/usage',
    summary: 'Licences that a customer uses, by product and workload.',
    description: `${scope} In use are those whose users a service reported in the last 28 days; no service reports any yet, so there are none. The figures are those of now.`,
    allow: readers,
    customer: 'reseller',
    request: { path: CustomerPath },
    response: { 200: s.CustomerLicenseUsage },
    refusals: [],
    requirements: ['SUB-7', 'SUB-8'],
  },
  listCommercialDeployment: {
    method: 'GET',
    path: '/v1/analytics/commercial/deployment/license',
    aliases: ['/partner/v1/analytics/commercial/deployment/license'],
    summary: 'Licences sold and deployed, a row for each customer and product, or grouped.',
    description: `${scope} ${asked}`,
    allow: readers,
    request: { query: s.LicenseAnalyticsQuery },
    response: { 200: s.CommercialDeployment },
    refusals: ['insights_not_ready', 'invalid_input'],
    requirements: ['SUB-7', 'SUB-8'],
  },
  listCommercialUsage: {
    method: 'GET',
    path: '/v1/analytics/commercial/usage/license',
    aliases: ['/partner/v1/analytics/commercial/usage/license'],
    summary: 'Licences in use, a row for each customer, product and workload, or grouped.',
    description: `${scope} A licence counts once in each workload of its product: group by \`workloadName\` to add them up. ${asked}`,
    allow: readers,
    request: { query: s.LicenseAnalyticsQuery },
    response: { 200: s.CommercialUsage },
    refusals: ['insights_not_ready', 'invalid_input'],
    requirements: ['SUB-7', 'SUB-8'],
  },
  listSubscriptionAnalytics: {
    method: 'GET',
    path: '/v1/analytics/subscriptions',
    aliases: ['/partner/v1/analytics/subscriptions'],
    summary: 'What the partner sold to all its customers, a row for each subscription, or grouped.',
    description: asked,
    allow: readers,
    request: { query: s.SubscriptionAnalyticsQuery },
    response: { 200: s.SubscriptionAnalytics },
    refusals: ['insights_not_ready', 'invalid_input'],
    requirements: ['SUB-7'],
  },
} as const satisfies RouteTable<InsightsRefusal>;
