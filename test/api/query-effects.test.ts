import { beforeAll, describe, expect, test } from 'vitest';
import { PAGING_NAMES } from '../../shared/contracts/paging.ts';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { composedRoutes } from '../support/contexts.ts';
import { type ListsWorld, listsWorld, METERED } from '../support/lists.ts';
import { OFFERS, orderBody } from '../support/sales.ts';

/** Every query name that a route declares changes its answer; one that nobody reads must not be declared. */
interface Row {
  path(made: ListsWorld): string;
  readonly base?: string;
  as?(made: ListsWorld): TokenClaims;
  /** By name, the values of two calls whose answers differ; undefined: the name is left out. */
  readonly names: Readonly<Record<string, readonly [string | undefined, string | undefined]>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: 'POST';
  readonly body?: object;
}
const json = (Field: string, Value: string, Operator = 'starts_with') =>
  encodeURIComponent(JSON.stringify({ Field, Value, Operator }));
const operator = ({ world }: ListsWorld) => world.operator;
const offset = { size: ['1', '2'], offset: ['0', '1'] } as const;
const seek = { size: ['1', '2'], seekOperation: ['First&size=1', 'Last&size=1'] } as const;
const sought = { size: seek.size, seekOperation: seek.seekOperation } as const;
const prices = { country: ['US', 'GB'], currency: ['USD', 'GBP'], family: ['office365', 'crm'] } as const;
const earnings = { mpnId: [undefined, '1'], period: [undefined, '2025-10'], status: [undefined, 'paid'] } as const;
const users = {
  ...sought,
  filter: [undefined, json('UserState', 'Inactive', 'equals')],
  sortField: ['DisplayName', 'UserPrincipalName'],
  sortDirection: ['ascending', 'descending'],
} as const;
const PRODUCT = `/v1/products/${OFFERS.base.replace('0b', '0c')}`;
const SKU = `${PRODUCT}/skus/${OFFERS.base}`;
const inSegment = { country: ['US', 'KP'], targetSegment: [undefined, 'nonprofit'] } as const;
const customer = (rest: string) => (made: ListsWorld) => `/v1/customers/${made.customerId}${rest}`;
const at = (path: string) => () => path;
const lines = 'provider=office&invoiceLineItemType=billinglineitems';
const analytics = {
  top: ['1', '2'],
  skip: ['0', '1'],
  filter: [undefined, encodeURIComponent("productName eq 'x'")],
  groupBy: [undefined, 'productName'],
} as const;
const ROWS: Readonly<Record<string, Row>> = {
  listPartners: {
    path: at('/v1/operator/partners'),
    as: operator,
    names: { ...sought, offset: ['0', '1'], filter: [undefined, json('CompanyName', 'lit')] },
  },
  listSuccessions: {
    path: ({ partner }) => `/v1/operator/partners/${partner.partnerId}/succession`,
    as: operator,
    names: sought,
  },
  listOperatorCustomers: {
    path: at('/v1/operator/customers'),
    as: operator,
    names: { ...sought, offset: ['0', '1'], filter: [undefined, json('CompanyName', 'zzz')] },
  },
  listAzureUtilizations: {
    path: customer(`/subscriptions/${METERED}/utilizations/azure`),
    base: 'startTime=2026-01-01&endTime=2026-02-01',
    names: {
      ...sought,
      startTime: ['2026-01-01', '2026-01-12'],
      endTime: ['2026-02-01', '2026-01-12'],
      granularity: ['daily', 'hourly'],
      showDetails: ['true', 'false'],
    },
  },
  listCustomerUsageRecords: { path: at('/v1/customers/usagerecords'), names: sought },
  listServiceCostLineItems: { path: customer('/servicecosts/current/lineitems'), names: sought },
  listPartnerUsers: { path: at('/v1/partner/users'), names: { ...sought }, as: ({ partner }) => partner.globalAdmin },
  listRateCardVersions: { path: at('/v1/operator/ratecards/azure/versions'), as: operator, names: offset },
  viewAzureRateCard: { path: at('/v1/ratecards/azure'), names: { currency: ['USD', 'EUR'], region: ['US', 'CA'] } },
  listCustomers: { path: at('/v1/customers'), names: { ...sought, filter: [undefined, json('CompanyName', 'fab')] } },
  listCustomerUsers: { path: customer('/users'), names: users },
  listMyUsers: { path: at('/v1/my/users'), as: ({ customerAdmin }) => customerAdmin, names: users },
  listApplicationMfaAdoption: {
    path: at('/v1/applicationmfaadoptionstatus'),
    names: { startDate: ['2026-02-04', '2026-02-05'], endDate: ['2026-02-04', '2026-02-05'] },
  },
  listPartnerRequests: { path: at('/v1/partnerRequests'), names: sought },
  listNonMfaCompliantPrincipals: { path: at('/v1/nonMfaCompliantPartnerPrincipals'), names: sought },
  listCustomerDirectoryRoleMembers: {
    path: (made) => `/v1/customers/${made.customerId}/directoryroles/${made.roleId}/usermembers`,
    names: sought,
  },
  listMyDirectoryRoleMembers: {
    path: ({ roleId }) => `/v1/my/directoryroles/${roleId}/usermembers`,
    as: ({ customerAdmin }) => customerAdmin,
    names: sought,
  },
  listAuditRecords: {
    path: at('/v1/auditrecords'),
    names: {
      ...sought,
      startDate: ['2026-01-04', '2026-02-06'],
      endDate: ['2026-01-10', '2026-02-06'],
      filter: [undefined, json('ResourceType', 'order', 'equals')],
    },
  },
  listMyAuditRecords: {
    path: at('/v1/my/auditrecords'),
    as: ({ customerAdmin }) => customerAdmin,
    names: { ...sought, startDate: ['2026-01-04', '2026-02-06'], endDate: ['2026-01-10', '2026-02-06'] },
  },
  listOperatorAuditRecords: {
    path: at('/v1/operator/auditrecords'),
    as: operator,
    names: {
      ...sought,
      startDate: ['2026-01-04', '2026-02-06'],
      endDate: ['2026-01-10', '2026-02-06'],
      filter: [undefined, json('ResourceType', 'order', 'equals')],
    },
  },
  listCustomerAgreements: {
    path: customer('/agreements'),
    names: { agreementType: ['MicrosoftCloudAgreement', 'MicrosoftCustomerAgreement'] },
  },
  listAgreementTemplates: {
    path: at('/v1/agreements'),
    names: { agreementType: ['MicrosoftCloudAgreement', 'MicrosoftCustomerAgreement'] },
  },
  listOffers: {
    path: at('/v1/offers'),
    base: 'country=US',
    names: { offset: ['0', '1'], size: ['1', '2'], country: ['US', 'GB'], offer_category_id: [undefined, 'nothing'] },
  },
  listCustomerOffers: { path: customer('/offers'), names: offset },
  listProducts: {
    path: at('/v1/products'),
    base: 'country=US&targetView=OnlineServices',
    names: {
      ...offset,
      country: ['US', 'KP'],
      targetView: ['OnlineServices', 'Azure'],
      targetSegment: [undefined, 'nonprofit'],
    },
  },
  listCustomerProducts: {
    path: customer('/products'),
    base: 'targetView=OnlineServices',
    names: { ...offset, targetView: ['OnlineServices', 'Azure'], targetSegment: [undefined, 'nonprofit'] },
  },
  listSkus: { path: at(`${PRODUCT}/skus`), base: 'country=US', names: inSegment },
  listCustomerSkus: {
    path: (made) => `/v1/customers/${made.customerId}${PRODUCT.slice(3)}/skus`,
    names: { targetSegment: inSegment.targetSegment },
  },
  listAvailabilities: { path: at(`${SKU}/availabilities`), base: 'country=US', names: inSegment },
  listCustomerAvailabilities: {
    path: (made) => `/v1/customers/${made.customerId}${SKU.slice(3)}/availabilities`,
    names: { targetSegment: inSegment.targetSegment },
  },
  viewProduct: { path: at(PRODUCT), base: 'country=US', names: { country: inSegment.country } },
  viewSku: { path: at(SKU), base: 'country=US', names: { country: inSegment.country } },
  checkInventory: {
    path: at('/v1/extensions/product/checkInventory'),
    method: 'POST',
    base: 'country=US',
    body: { targetItems: [{ productId: OFFERS.base.replace('0b', '0c') }] },
    names: { country: ['US', 'KP'] },
  },
  listOfferDefinitions: {
    path: at('/v1/operator/offers'),
    as: operator,
    names: { ...offset, state: [undefined, 'draft'], family: ['office365', 'crm'] },
  },
  listInvoices: {
    path: at('/v1/invoices'),
    names: {
      size: ['1', '201'],
      seekOperation: ['First', 'Next'],
      offset: ['0', '1'],
      filter: [undefined, json('invoice_date', '2030-01-01', 'greater_than')],
    },
  },
  previewInvoice: { path: at('/v1/invoices/unbilled'), names: { asOf: ['2026-02-06', '2026-04-10'] } },
  listUnbilledLineItems: {
    path: at('/v1/invoices/unbilled/lineitems'),
    base: 'provider=onetime&invoiceLineItemType=billinglineitems',
    names: {
      ...sought,
      provider: ['onetime', 'azure'],
      invoiceLineItemType: ['billinglineitems', 'usagelineitems'],
      currencyCode: ['USD', 'EUR'],
      period: ['current', 'previous'],
    },
  },
  listInvoiceLineItems: {
    path: ({ invoiceId }) => `/v1/invoices/${invoiceId}/lineitems`,
    base: lines,
    names: {
      ...sought,
      offset: ['0', '1'],
      provider: ['office', 'azure'],
      invoiceLineItemType: ['billinglineitems', 'usagelineitems'],
      currencyCode: ['USD', 'EUR'],
    },
  },
  listInvoiceLineItemsByType: {
    path: ({ invoiceId }) => `/v1/invoices/${invoiceId}/lineitems/office/billinglineitems`,
    names: { ...sought, offset: ['0', '1'], currencyCode: ['USD', 'EUR'] },
  },
  downloadReconciliationFile: {
    path: ({ invoiceId }) => `/v1/invoices/${invoiceId}/reconciliationfiles/license`,
    names: { bom: ['true', 'false'] },
  },
  listEstimateLinks: { path: at('/v1/invoices/estimates/links'), names: { currencyCode: ['USD', 'EUR'] } },
  listPartnerCredits: {
    path: ({ partner }) => `/v1/operator/partners/${partner.partnerId}/credits`,
    as: operator,
    names: { ...sought, offset: ['0', '1'] },
  },
  listCredits: { path: at('/v1/partner/credits'), names: { ...sought, offset: ['0', '1'] } },
  listPartnerPayments: {
    path: ({ veteran }) => `/v1/operator/partners/${veteran.partnerId}/payments`,
    as: operator,
    names: { ...sought, offset: ['0', '1'] },
  },
  listPayments: {
    path: at('/v1/partner/payments'),
    as: ({ veteran }) => veteran.adminAgent,
    names: { ...sought, offset: ['0', '1'] },
  },
  listPartnerProducts: { path: at('/v1/partner/products'), names: { ...sought, offset: ['0', '1'] } },
  listAssignedPartnerProducts: {
    path: ({ customerId }) => `/v1/customers/${customerId}/partnerproducts`,
    names: { ...sought, offset: ['0', '1'] },
  },
  listEarnings: {
    path: at('/v1/partner/incentives/earnings'),
    as: ({ veteran }) => veteran.adminAgent,
    names: { ...sought, offset: ['0', '1'], ...earnings },
  },
  listPartnerEarnings: {
    path: ({ veteran }) => `/v1/operator/partners/${veteran.partnerId}/incentives/earnings`,
    as: operator,
    names: { ...sought, offset: ['0', '1'], ...earnings },
  },
  viewRevenue: {
    path: at('/v1/operator/revenue'),
    as: operator,
    names: {
      ...{ size: ['1&from=2025-08-01&to=2026-02-28', '2&from=2025-08-01&to=2026-02-28'] },
      ...{ offset: ['0&from=2025-08-01&to=2026-02-28', '1&from=2025-08-01&to=2026-02-28'] },
      seekOperation: ['First&size=1&from=2025-08-01&to=2026-02-28', 'Last&size=1&from=2025-08-01&to=2026-02-28'],
      from: ['2025-08-01&to=2026-02-28', '2025-12-01&to=2026-02-28'],
      to: ['2026-02-28&from=2025-08-01', '2025-11-30&from=2025-08-01'],
    },
  },
  listPartnerInvoices: {
    path: ({ veteran }) => `/v1/operator/partners/${veteran.partnerId}/invoices`,
    as: operator,
    names: { ...sought, offset: ['0', '1'], status: [undefined, 'void'] },
  },
  viewBillingRun: {
    path: ({ runId }) => `/v1/operator/billing/runs/${runId}`,
    as: operator,
    names: { size: ['1', '2'], behind: [undefined, 'b'] },
  },
  listCollectionsCases: {
    path: at('/v1/operator/collections/cases'),
    as: operator,
    names: { ...sought, offset: ['0', '1'], status: [undefined, 'promised'] },
  },
  listBillingCases: {
    path: at('/v1/operator/billing/cases'),
    as: operator,
    names: { ...sought, partnerId: [undefined, 'nobody'] },
  },
  viewPriceList: {
    path: at('/v1/pricelists/202601'),
    headers: { accept: 'text/csv' },
    names: { bom: ['true', 'false'], ...prices },
  },
  viewPriceListDraft: { path: at('/v1/operator/pricelists/202601'), as: operator, names: prices },
  comparePriceList: { path: at('/v1/operator/pricelists/202601/diff'), as: operator, names: prices },
  downloadPriceSheet: {
    path: at("/v1.0/sales/pricesheets(Market='US',PricesheetView='updatedlicensebased')/$value"),
    names: { bom: ['true', 'false'], timeline: ['current', 'future'], month: ['202601', '202602'] },
  },
  downloadOfferMatrix: {
    path: at("/v1.0/sales/offermatrix(Month='202601')/$value"),
    names: { bom: ['true', 'false'] },
  },
  placeOrder: {
    path: customer('/orders'),
    method: 'POST',
    body: orderBody([{ offerId: OFFERS.base, quantity: 1 }], 'monthly'),
    names: { dryRun: ['true', undefined] },
  },
  startImport: {
    path: at('/v1/imports'),
    method: 'POST',
    base: 'type=orders',
    body: { uploadUrl: true, size: 10 },
    names: { type: ['orders', 'customers'], dryRun: ['true', undefined] },
  },
  listImports: { path: at('/v1/imports'), names: sought },
  listImportResults: {
    path: ({ importId }) => `/v1/imports/${importId}/results`,
    headers: { accept: 'text/csv' },
    names: { ...offset, state: ['valid', 'failed'], bom: ['true', 'false'] },
  },
  viewImportTemplate: { path: at('/v1/imports/templates/orders'), names: { bom: ['true', 'false'] } },
  listOrders: {
    path: customer('/orders'),
    names: { ...sought, billingType: ['monthly', 'annual'], include_price: ['true', 'false'] },
  },
  listSubscribedSkus: {
    path: customer('/subscribedskus'),
    names: { ...sought, licenseGroupIds: [undefined, 'group2'] },
  },
  listLicencePool: { path: customer('/licensepool'), names: { ...sought, licenseGroupIds: [undefined, 'group2'] } },
  listMyLicencePool: {
    path: at('/v1/my/licensepool'),
    as: ({ customerAdmin }) => customerAdmin,
    names: { ...sought, licenseGroupIds: [undefined, 'group2'] },
  },
  listSubscriptions: {
    path: customer('/subscriptions'),
    names: { ...sought, order_id: [undefined, 'x'], mpn_id: [undefined, '777'] },
  },
  listDirectSubscriptions: { path: customer('/directsubscriptions'), names: sought },
  listMySubscriptions: {
    path: at('/v1/my/subscriptions'),
    as: ({ customerAdmin }) => customerAdmin,
    names: sought,
  },
  listTransitionPlans: { path: customer('/transitionplans'), names: sought },
  listAddOns: {
    path: (made) => `/v1/customers/${made.customerId}/subscriptions/${made.baseId}/addons`,
    names: sought,
  },
  listSubscriptionHistory: {
    path: (made) => `/v1/customers/${made.customerId}/subscriptions/${made.baseId}/history`,
    names: sought,
  },
  listPartnerSubscriptions: {
    path: at('/v1/subscriptions'),
    names: {
      ...offset,
      seekOperation: seek.seekOperation,
      status: ['active', 'suspended'],
      renewsBefore: ['2026-03-01', '2029-01-01'],
      deprovisionsBefore: [undefined, '2026-03-01'],
      mpn_id: [undefined, '777'],
    },
  },
  listSubscriptionAnalytics: { path: at('/v1/analytics/subscriptions'), names: analytics },
  listCommercialDeployment: {
    path: at('/v1/analytics/commercial/deployment/license'),
    names: { ...analytics, processedDateTime: [undefined, '2020-01-01'] },
  },
  listCommercialUsage: {
    path: at('/v1/analytics/commercial/usage/license'),
    names: { ...analytics, processedDateTime: [undefined, '2020-01-01'] },
  },
  viewMpnProfile: { path: at('/v1/profiles/mpn'), names: { mpnId: [undefined, '1'] } },
  viewAgreementStatus: {
    path: at('/v1/compliance/csp/agreementstatus'),
    names: { mpnId: [undefined, '1'], tenantId: [undefined, 'x'] },
  },
  viewRelationshipRequest: {
    path: at('/v1/customers/relationshiprequests'),
    names: { indirectResellerId: [undefined, '99999999-9999-4999-8999-999999999999'] },
  },
  listPartnerRelationships: {
    path: at('/v1/relationships'),
    as: ({ provider }) => provider.adminAgent,
    names: {
      ...sought,
      relationship_type: [undefined, 'IsIndirectResellerOf'],
      filter: [undefined, json('Name', 'r-t')],
    },
  },
  listMyPartners: { path: at('/v1/my/partners'), as: ({ ownerOfMany }) => ownerOfMany, names: { ...sought } },
  showPasswordChoice: { path: at('/password'), names: { userName: [undefined, 'ada@contoso.example'] } },
  discoverInstance: {
    path: at('/common/discovery/instance'),
    names: { authorization_endpoint: [undefined, 'https://elsewhere.example/a'] },
  },
};

/** Proved where their world is, or checked only; each with its reason. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  'listSubscriptionAnalytics aggregationLevel': 'test/api/commerce/insights: groups by month',
  'listCommercialDeployment aggregationLevel': 'the groups of listSubscriptionAnalytics, by the same function',
  'listCommercialUsage aggregationLevel': 'the groups of listSubscriptionAnalytics, by the same function',
  ...Object.fromEntries(
    ['top', 'skip', 'filter', 'groupBy', 'aggregationLevel', 'orderBy'].map((name) => [
      `listUsageAnalytics ${name}`,
      'test/api/billing/costs/usage-analytics.test.ts: rows, groups, order and pages',
    ]),
  ),
  'viewLegalBusinessProfile vettingVersion':
    'the operator’s vetting finalises a profile, and no operation gives its result yet: there is only the current version',
  'viewValidationStatus type': 'there is one type: another is refused',
  'listOfferCategories country': 'test/api/commerce: categories of a market',
  'viewOffer country': 'test/api/commerce: an offer of another market is not found',
  'listAddOnOffers country': 'test/api/commerce',
  'listUnbilledLineItems hasPartnerEarnedCredit': 'test/api/billing/estimates/unbilled-usage.test.ts: of usage',
  'viewAvailability country': 'test/api/commerce/products: of another market it is another',
  'viewAzureSharedRateCard currency': 'the card of viewAzureRateCard, by the same function',
  'viewAzureSharedRateCard region': 'the card of viewAzureRateCard, by the same function',
  'listAddOnOffers offset': 'the page of listOffers, by the same function',
  'listAddOnOffers size': 'the page of listOffers, by the same function',
  'viewPriceList offset': 'the file has no pages; price-lists.test.ts reads those of JSON',
  'viewPriceList size': 'the file has no pages; price-lists.test.ts reads those of JSON',
  'viewPriceListDraft offset': 'price-lists.test.ts',
  'viewPriceListDraft size': 'price-lists.test.ts',
  'comparePriceList offset': 'price-lists.test.ts',
  'comparePriceList size': 'price-lists.test.ts',
  'viewPriceList asOf': 'corrections.test.ts: before and after a correction',
  'viewPriceListDraft asOf': 'corrections.test.ts: before and after a correction',
  'comparePriceList asOf': 'corrections.test.ts: before and after a correction',
  'putPrices whole': 'price-lists.test.ts: a whole file is taken or refused whole',
  'viewOrder include_price': 'the answer of listOrders, by the same function',
  'viewAgreementDocument country': 'test/api/tenancy: documents',
  'viewAgreementDocument language': 'test/api/tenancy: documents',
  'showAgreement country': 'test/api/tenancy: documents',
  'showAgreement language': 'test/api/tenancy: documents',
  'downloadAgreementText country': 'a part of what is signed',
  'downloadAgreementText language': 'a part of what is signed',
  'downloadAgreementText until': 'a part of what is signed',
  'downloadAgreementText signature': 'the right itself',
  'downloadAgreementText download': 'test/api/tenancy: documents',
  'listMyApplicationConsents size': 'test/api/tenancy/consents: page by page',
  'listMyApplicationConsents seekOperation': 'test/api/tenancy/consents: page by page',
  'changeCustomerQualification code': 'test/api/tenancy/entitlements: a code is refused',
  'requestCustomerQualification code': 'every request is refused',
  'listSelfServePolicies entity_id': 'test/api/tenancy/entitlements: of another customer',
  'listOutstandingAgreements asOf': 'test/api/tenancy/agreements: before and after the day of the duty',
  'listOutstandingAgreements size': 'test/api/tenancy/agreements: page by page',
  'listOutstandingAgreements seekOperation': 'test/api/tenancy/agreements: page by page',
  'listUserLicenses licenseGroupIds': 'test/api/commerce/licences: groups are told apart',
  'startInvitationSignIn other': 'test/api/tenancy: invitation pages',
  'completeSignIn code': 'test/api/tenancy: invitation pages',
  'completeSignIn state': 'test/api/tenancy: invitation pages',
  'completeSignIn error': 'test/api/tenancy: invitation pages',
};

let lists: ListsWorld;
beforeAll(async () => {
  lists = await listsWorld();
});

const answerTo = async (
  { path, base = '', as, headers, method, body }: Row,
  name: string,
  value: string | undefined,
) => {
  const rest = base.split('&').filter((pair) => pair !== '' && !pair.startsWith(`${name}=`));
  const query = [...rest, ...(value === undefined ? [] : [`${name}=${value}`])].join('&');
  const {
    status,
    text,
    body: read,
  } = await lists.world.program.request({
    path: `${path(lists)}?${query}`,
    as: (as ?? (({ partner }: ListsWorld) => partner.adminAgent))(lists),
    ...(headers && { headers }),
    ...(method && { method, body }),
  });
  const { links: _, continuationToken: __, ...rests } = (read ?? {}) as Record<string, unknown>;
  return [status, read === undefined ? text : rests];
};

const proofs = Object.entries(ROWS).flatMap(([operation, row]) =>
  Object.entries(row.names).map(([name, values]) => [operation, name, row, values] as const),
);

describe('API-1: query names', () => {
  test.each(proofs)('%s %s changes the answer', async (_, name, row, [one, other]) => {
    const [first, second] = [await answerTo(row, name, one), await answerTo(row, name, other)];
    expect(first).not.toEqual(second);
    for (const [status] of [first, second]) expect(status).toBeLessThan(500);
  });

  test('none is declared without an effect', () => {
    const declared = composedRoutes.flatMap(([title, { request }]) =>
      Object.keys(request?.query?.shape ?? {})
        .filter((name) => name !== PAGING_NAMES[2])
        .map((name) => `${title.split(' ')[1]} ${name}`),
    );
    const proved = [...proofs.map(([operation, name]) => `${operation} ${name}`), ...Object.keys(ELSEWHERE)];
    expect(declared.sort()).toEqual(proved.sort());
  });
});
