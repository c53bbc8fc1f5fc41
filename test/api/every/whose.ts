import type * as z from 'zod';
import type { billingRoutes } from '../../../functions/billing/routes.ts';
import type { commerceRoutes } from '../../../functions/commerce/routes.ts';
import type { notificationsRoutes } from '../../../functions/notifications/routes.ts';
import type { supportRoutes } from '../../../functions/support/routes.ts';
import type { tenancyRoutes } from '../../../functions/tenancy/routes.ts';

/**
 * Whose thing an id names. An operation that takes an id which is in no table here does not compile (paths, queries) or
 * fails a test (bodies): say whose it is, and the tests of `isolation.ts` try it with another tenant's.
 */
export type Whose =
  /**
   * A partner's, or its customer's: another tenant's does not exist. `kind`: the name of such a thing in the cast;
   * `isReadOnly`: what is sent is not looked at.
   */
  | { readonly whose: 'owned'; readonly kind: Kind; readonly refusal?: string; readonly isReadOnly?: true }
  /** A customer: the dispatcher asks for the relationship. */
  | { readonly whose: 'related' }
  /** Only the operator names it, and everything is its own. */
  | { readonly whose: 'operators' }
  /** The same for everybody, or a word and no id. */
  | { readonly whose: 'everybodys' }
  /** Knowing it is the right itself. */
  | { readonly whose: 'right' }
  /** The caller's own label, or what is sent back as it was read: it leads to nothing that is stored. */
  | { readonly whose: 'label' };

/** Things of which the cast has one for each of two partners. */
export type Kind =
  | 'subscriptionId'
  | 'orderId'
  | 'cartId'
  | 'invoiceId'
  | 'lineId'
  | 'openLineId'
  | 'userId'
  | 'appId'
  | 'roleId'
  | 'applicationId'
  | 'secretId'
  | 'auditRecordId'
  | 'customerId'
  | 'noticeId'
  | 'partnerId'
  | 'policyId'
  | 'exportId'
  | 'importId'
  | 'planId'
  | 'directSubscriptionId'
  | 'partnerProductId'
  | 'assignmentId';

type Tables = typeof billingRoutes.routes &
  typeof commerceRoutes.routes &
  typeof notificationsRoutes.routes &
  typeof supportRoutes.routes &
  typeof tenancyRoutes.routes;
type AnyRoute = Tables[keyof Tables];

type InPath<Path> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | InPath<Rest> : never;
type InQuery<R> = R extends { readonly request: { readonly query: z.ZodObject<infer Shape> } }
  ? keyof Shape & string
  : never;
type NameOfId = 'id' | `${string}Id` | `${string}Ids` | `${string}_id` | `${string}_ids`;

export type PathId = InPath<AnyRoute['path']>;
export type QueryId = Extract<InQuery<AnyRoute>, NameOfId>;
/** The same question of a body is asked by a test: what of it is nested has no name of its own. */
export const isNameOfId = (name: string): boolean => /^ids?$|[a-z](Id|_id)s?$/.test(name);

const owned = (kind: Kind, refusal?: string): Whose => ({ whose: 'owned', kind, ...(refusal && { refusal }) });
const related: Whose = { whose: 'related' };
const operators: Whose = { whose: 'operators' };
const everybodys: Whose = { whose: 'everybodys' };
const right: Whose = { whose: 'right' };
const label: Whose = { whose: 'label' };

export const pathIds: Readonly<Record<PathId, Whose>> = {
  customerId: related,
  subscriptionId: owned('subscriptionId', 'subscription_not_found'),
  orderId: owned('orderId', 'order_not_found'),
  cartId: owned('cartId', 'cart_not_found'),
  userId: owned('userId', 'user_not_found'),
  runId: { whose: 'operators' },
  invoiceId: owned('invoiceId', 'resource_not_found'),
  lineId: owned('lineId', 'resource_not_found'),
  openLineId: owned('openLineId', 'resource_not_found'),
  appId: owned('appId', 'resource_not_found'),
  roleId: owned('roleId', 'resource_not_found'),
  applicationId: owned('applicationId', 'resource_not_found'),
  secretId: owned('secretId', 'resource_not_found'),
  auditRecordId: owned('auditRecordId', 'resource_not_found'),
  partnerId: owned('partnerId'),
  noticeId: owned('noticeId', 'resource_not_found'),
  policyId: owned('policyId', 'self_serve_policy_not_found'),
  exportId: owned('exportId', 'resource_not_found'),
  importId: owned('importId', 'resource_not_found'),
  planId: owned('planId', 'resource_not_found'),
  partnerProductId: owned('partnerProductId', 'resource_not_found'),
  assignmentId: owned('assignmentId', 'resource_not_found'),
  entitlementId: owned('subscriptionId', 'entitlement_not_found'),
  principalId: owned('userId'),
  // There is neither a transfer nor an upgrade nor an artifact: the answer is the same to everybody.
  transferId: everybodys,
  upgradeId: everybodys,
  artifactPath: everybodys,
  batchId: operators,
  paymentId: operators,
  creditId: operators,
  ruleId: operators,
  caseId: operators,
  categoryId: operators,
  reservedSegment: operators,
  productId: everybodys,
  skuId: everybodys,
  availabilityId: everybodys,
  cardName: everybodys,
  country: everybodys,
  domain: everybodys,
  domainPrefix: everybodys,
  fileType: everybodys,
  // It is its invoice's number in another spelling, and leads nowhere but to that invoice.
  receiptId: label,
  lineItemType: everybodys,
  lineNumber: everybodys,
  market: everybodys,
  month: everybodys,
  offerId: everybodys,
  costsPeriod: everybodys,
  programName: everybodys,
  provider: everybodys,
  setting: everybodys,
  templateId: everybodys,
  tenant: everybodys,
  token: right,
  type: everybodys,
  view: everybodys,
};

export const queryIds: Readonly<Record<QueryId, Whose>> = {
  order_id: owned('orderId'),
  entity_id: owned('customerId'),
  indirectResellerId: owned('partnerId'),
  partnerId: operators,
  // Network ids are public numbers: they show which partner has which, and nothing that is kept of it.
  mpnId: everybodys,
  mpn_id: everybodys,
  // Whether a reseller has signed is told to all who might sell through it.
  tenantId: everybodys,
  licenseGroupIds: everybodys,
  offer_category_id: everybodys,
};

/** Members of bodies by their names, wherever they stand. */
export const bodyIds: Readonly<Record<string, Whose>> = {
  subscriptionId: { whose: 'owned', kind: 'subscriptionId', isReadOnly: true },
  parentSubscriptionId: owned('subscriptionId'),
  directSubscriptionId: { whose: 'owned', kind: 'directSubscriptionId' },
  directSubscriptionIds: { whose: 'owned', kind: 'directSubscriptionId' },
  meterId: everybodys,
  // An offer, a meter, or a word of the catalogue.
  targetId: everybodys,
  // Shown again as it was sent.
  recordId: label,
  correctsRecordId: label,
  fromPartnerId: label,
  boundUserId: owned('userId'),
  applicationId: owned('appId'),
  associatedPartnerId: owned('partnerId'),
  // Of a self-serve policy: the customer, and the caller itself.
  tenantID: owned('customerId'),
  customerId: owned('customerId', 'no_relationship'),
  productId: everybodys,
  skuId: everybodys,
  azureSubscriptionId: label,
  supportTenantId: owned('partnerId'),
  // Of a payment, which the operator alone sets against invoices.
  invoiceId: operators,
  // Of a payout, which the operator alone makes.
  earningIds: operators,
  invoiceIds: operators,
  offerIds: everybodys,
  // Of a billing run, which the operator alone starts.
  partnerIds: operators,
  // Of an SLA credit, which the operator alone grants: shown again as they were sent.
  serviceRequestId: label,
  incidentId: label,
  slaClaimId: label,
  meterIds: everybodys,
  successorId: operators,
  supportMpnId: everybodys,
  referenceCustomerId: label,
  // Of a subscription it is the network id of the partner of record.
  partnerId: everybodys,
  mpnId: everybodys,
  offerId: everybodys,
  targetOfferId: everybodys,
  catalogId: everybodys,
  catalogItemId: everybodys,
  categoryId: everybodys,
  templateId: everybodys,
  salesGroupId: label,
  licenseGroupId: everybodys,
  // A resource of others: what an application asks for is shown to the customer as it was sent.
  enterpriseApplicationId: label,
  // Meters are the program's, and partners read all of them.
  excludedMeterIds: everybodys,
  id: label,
  immutableId: label,
  taxId: label,
  tenantId: label,
};

/** Where a member of this name is something else than elsewhere, by operation. */
export const bodyIdsOf: Readonly<Record<string, Readonly<Record<string, Whose>>>> = {
  addCustomerDirectoryRoleMember: { id: owned('userId', 'user_not_found') },
  addMyDirectoryRoleMember: { id: owned('userId', 'user_not_found') },
  // The operator reports of all subscriptions; each record is judged by itself.
  sendUsageRecords: { subscriptionId: operators },
  assignPartnerProduct: { productId: owned('partnerProductId') },
  changeAssignedPartnerProduct: { productId: { whose: 'owned', kind: 'partnerProductId', isReadOnly: true } },
};
