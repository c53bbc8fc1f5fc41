import { availabilityId } from '../../functions/commerce/catalogue/domain/catalogue-item.ts';
import { directoryRoleId } from '../../functions/tenancy/directory/operations/role-id.ts';
import type { DirectoryRole, ProgramRole, Role } from '../../shared/contracts/routes.ts';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { invariant } from '../../shared/kernel/invariant.ts';
import { laxLimits, type ProgramOptions } from './program.ts';
import { OFFERS, placeOrder, publishRateCard, putMeteredOnSale, putOnSale } from './sales.ts';
import {
  addApplication,
  addCustomerUser,
  addUser,
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
  userClaims,
  type World,
} from './world.ts';

/** One who calls, with what we know of it without asking the platform. */
export interface Player {
  readonly name: string;
  /** Claims or the text of a token; nobody when absent. */
  readonly as?: TokenClaims | string;
  /** Undefined: the token lets nobody in. */
  readonly account?: 'partner' | 'customer' | 'operator';
  readonly tokenKind: 'app' | 'user';
  readonly roles: readonly Role[];
  readonly programRole?: ProgramRole;
  readonly hasMfa: boolean;
  readonly isSigned: boolean;
  readonly isActive: boolean;
  /** Customer to whom it is reseller, with delegated administration. */
  readonly ownCustomer?: string;
}

/** Everybody who could call, each with a customer where it can have one. */
export interface Cast {
  readonly world: World;
  readonly players: readonly Player[];
  readonly partner: EnrolledPartner;
  readonly otherPartner: EnrolledPartner;
  readonly provider: EnrolledPartner;
  readonly ownCustomer: string;
  readonly foreignCustomer: string;
  /** Ids of what the partner has, by the name of the path's parameter. */
  readonly known: Readonly<Record<string, string>>;
  /** Ids of the same kinds of things of another partner. */
  readonly foreign: Readonly<Record<string, string>>;
}

const nobody = { tokenKind: 'user', roles: [], hasMfa: true, isSigned: true, isActive: true } as const;
const allRoles = ['AdminAgent', 'GlobalAdmin'] as const;

export async function createCast(options: Pick<ProgramOptions, 'hooks'> = {}): Promise<Cast> {
  const world = await createWorld({ ...options, at: '2026-01-05T09:00:00Z', limits: laxLimits });
  const partner = await enrolPartner(world, { name: 'contoso', isDomainRegistrar: true });
  const otherPartner = await enrolPartner(world, { name: 'litware' });
  const ownCustomer = await createCustomer(world, partner, { name: 'fabrikam' });
  const foreignCustomer = await createCustomer(world, otherPartner, { name: 'wingtip' });
  const provider = await enrolPartner(world, { name: 'northwind', programRole: 'indirectProvider' });
  const providersCustomer = await createCustomer(world, provider, { name: 'munson' });
  await putOnSale(world, '202601', [
    { id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' },
    { id: OFFERS.addOn, name: 'Add-on', listPrice: '5.00', wholesalePrice: '4.00', addOnTo: [OFFERS.base] },
    { id: OFFERS.crm, name: 'CRM', family: 'crm', listPrice: '65.00', wholesalePrice: '48.75' },
  ]);
  await placeOrder(world, provider.adminAgent, providersCustomer, [{ offerId: OFFERS.crm, quantity: 22 }]);
  await putMeteredOnSale(world);
  await publishRateCard(world, { name: 'azure-shared' });
  await world.send({
    method: 'PUT',
    path: '/v1/operator/fxrates/202601',
    as: world.operator,
    body: { pricingCurrency: 'USD', rates: [{ currencyCode: 'EUR', pcToBCExchangeRate: 0.846202666 }] },
  });
  const [known, foreign] = [
    await possessions(world, partner, ownCustomer),
    await possessions(world, otherPartner, foreignCustomer),
  ];
  await world.program.moveTo('2026-02-05T09:00:00Z', { daily: true });
  const drafted = {
    method: 'POST',
    path: '/v1/operator/pricelists',
    as: world.operator,
    body: { month: '202604' },
  } as const;
  await world.send(drafted);
  const earningId = await payableEarning(world, provider);
  const players = [
    ...strangers(partner),
    ...(await staffOf(world, partner, ownCustomer)),
    ...(await otherPartners(world, { otherPartner, provider, foreignCustomer })),
    ...(await outsiders(world)),
  ];
  const lakeside = players.find(({ account }) => account === 'customer')!.as as TokenClaims;
  const { body: bought } = await world.send({
    method: 'POST',
    path: `/v1/operator/customers/${lakeside.tenantId}/directsubscriptions`,
    as: world.operator,
    body: [{ offerId: OFFERS.base, quantity: 7 }],
  });
  const own = await dataOf(world, players.find(({ account }) => account === 'customer')!);
  // Before a role that it gets ends its sign-ins.
  const others = await dataOf(world, { as: userClaims(world.program, 'admin@wingtip.onprogram.example') });
  return {
    world,
    partner,
    otherPartner,
    provider,
    ownCustomer,
    foreignCustomer,
    known: {
      ...known,
      ...(await laterPossessions(world, partner, ownCustomer)),
      ...own,
      mySubscriptionId: bought.items[0].id,
      earningId,
      customerId: ownCustomer,
    },
    foreign: {
      ...foreign,
      ...(await laterPossessions(world, otherPartner, foreignCustomer)),
      ...others,
    },
    players,
  };
}

/** Something of every kind that a partner can have, by the name of the path's parameter. */
async function possessions(
  world: World,
  partner: EnrolledPartner,
  customerId: string,
): Promise<Record<string, string>> {
  const as = partner.adminAgent;
  const { orderId, subscriptionIds } = await placeOrder(world, as, customerId, [
    { offerId: OFFERS.base, quantity: 10 },
  ]);
  const application = await addApplication(world, partner);
  const consented = await addApplication(world, partner);
  await world.send({
    method: 'POST',
    path: `/v1/customers/${customerId}/applicationconsents`,
    as,
    body: {
      applicationId: consented.applicationId,
      applicationGrants: [{ enterpriseApplicationId: '00000003-0000-0000-c000-000000000000', scope: 'User.Read' }],
    },
  });
  const own = await createCustomer(world, partner, { name: `branch${world.count()}` });
  const { body: policy } = await world.send({
    method: 'POST',
    path: '/v1/SelfServePolicy',
    as,
    body: selfServePolicy(partner.partnerId, own),
  });
  const { body: direct } = await world.send({
    method: 'POST',
    path: `/v1/operator/customers/${customerId}/directsubscriptions`,
    as: world.operator,
    body: [
      { offerId: OFFERS.base, quantity: 4 },
      { offerId: OFFERS.base, quantity: 5 },
      { offerId: OFFERS.base, quantity: 6 },
    ],
  });
  const [directSubscriptionId, planned, ordered] = direct.items.map(({ id }: { id: string }) => id.toLowerCase());
  const plans = `/v1/customers/${customerId}/transitionplans`;
  const plan = async (id: string) =>
    (await world.send({ method: 'POST', path: plans, as, body: { directSubscriptionIds: [id] } })).body.id as string;
  const [planId, orderedPlanId] = [await plan(planned), await plan(ordered)];
  await world.send({ method: 'POST', path: `${plans}/${orderedPlanId}/order`, as });
  const { body: product } = await world.send({
    method: 'POST',
    path: '/v1/partner/products',
    as,
    body: { sku: 'BACKUP', name: 'Backup', billingFrequency: 'monthly', unitPrice: '12.50' },
  });
  const { body: assignment } = await world.send({
    method: 'POST',
    path: `/v1/customers/${customerId}/partnerproducts`,
    as,
    body: { productId: product.id, quantity: 2 },
  });
  return {
    partnerProductId: product.id,
    assignmentId: assignment.id,
    planId,
    orderedPlanId,
    directSubscriptionId,
    policyId: policy.id,
    orderId,
    subscriptionId: subscriptionIds[0]!,
    lineNumber: '0',
    offerId: OFFERS.base,
    productId: OFFERS.base.replace('0b', '0c'),
    skuId: OFFERS.base,
    availabilityId: availabilityId(OFFERS.base, { country: 'US', segment: 'commercial', month: '2026-01' }),
    targetView: 'OnlineServices',
    categoryId: 'Enterprise_Key',
    reservedSegment: 'education',
    month: '202601',
    cardName: 'azure',
    userId: partner.globalAdmin.userId!,
    partnerId: partner.partnerId,
    tenant: partner.partnerId,
    appId: application.applicationId,
    applicationId: consented.applicationId,
    provider: 'office',
    lineItemType: 'billinglineitems',
    invoiceLineItemType: 'billinglineitems',
    country: 'US',
    language: 'en-US',
    domain: 'contoso.example',
    programName: 'csp',
    setting: 'reseller',
    fileType: 'license',
    costsPeriod: 'mostrecent',
    ruleId: 'crm',
    from: '2026-01-01',
    to: '2026-02-28',
  };
}

/** Pays the invoice of a partner; the answer is what its only line earned. */
async function payableEarning({ send, program, operator: as }: World, partner: EnrolledPartner): Promise<string> {
  const { body: payment } = await send({
    method: 'POST',
    path: `/v1/operator/partners/${partner.partnerId}/payments`,
    as,
    body: {
      ...{ paymentReference: 'TRF 0203/1', receivedDate: '2026-02-05', amount: '1072.50', currencyCode: 'USD' },
      autoAllocate: true,
    },
  });
  invariant(payment.unallocatedAmount === 0, 'the invoice takes all of it');
  await program.settle();
  const { body } = await send({ path: '/v1/partner/incentives/earnings', as: partner.adminAgent });
  return body.items[0].id;
}

/** A policy of a partner for its customer. */
export const selfServePolicy = (partnerId: string, customerId: string) => ({
  selfServeEntity: { selfServeEntityType: 'customer', tenantID: customerId },
  grantor: { grantorType: 'billToPartner', tenantID: partnerId },
  permissions: [{ resource: 'AzureReservedInstances', action: 'Purchase' }],
});

/** What is there only after a month, or for a few days. */
async function laterPossessions(
  world: World,
  { adminAgent: as, globalAdmin }: EnrolledPartner,
  customerId: string,
): Promise<Record<string, string>> {
  const { body: invoices } = await world.send({ path: '/v1/invoices', as });
  const lineOf = async (number: string, provider: string): Promise<string> => {
    const lines = `/v1/invoices/${number}/lineitems?provider=${provider}&invoicelineitemtype=billinglineitems&size=1`;
    return (await world.send({ path: lines, as })).body.items[0].lineId;
  };
  const lineItems = [{ catalogItemId: OFFERS.base, quantity: 1, billingCycle: 'monthly' }];
  const carts = `/v1/customers/${customerId}/carts`;
  const { body: cart } = await world.send({ method: 'POST', path: carts, as, body: { lineItems } });
  const metered = await placeOrder(world, as, customerId, [{ offerId: OFFERS.metered, quantity: 1 }]);
  const { body: users } = await world.send({ path: `/v1/customers/${customerId}/users`, as });
  const roleId = directoryRoleId(customerId, 'HelpdeskAdministrator');
  const members = `/v1/customers/${customerId}/directoryroles/${roleId}/usermembers`;
  await world.send({ method: 'POST', path: members, as, body: { id: users.items[0].id } });
  const { body: templates } = await world.send({ path: '/v1/agreements', as });
  const { body: records } = await world.send({ path: '/v1/auditrecords', as });
  const { templateId, agreementType } = templates.items[0];
  const { body: notice } = await world.send({
    method: 'POST',
    path: '/v1/partner/programagreement/notices',
    as: globalAdmin,
    body: { type: 'nonRenewal' },
  });
  const { body: upload } = await world.send({
    method: 'POST',
    path: '/v1/imports?type=orders',
    as,
    body: { uploadUrl: true, size: 1000 },
  });
  const { body: run } = await world.send({
    method: 'POST',
    path: '/v1/operator/billing/runs',
    as: world.operator,
    body: { asOfDate: '2026-02-05', mode: 'preview', partnerIds: [as.tenantId] },
  });
  const { body: payment } = await world.send({
    method: 'POST',
    path: `/v1/operator/partners/${as.tenantId}/payments`,
    as: world.operator,
    body: { paymentReference: 'TRF 0117/4', receivedDate: '2026-02-05', amount: '10.00', currencyCode: 'USD' },
  });
  const { body: credit } = await world.send({
    method: 'POST',
    path: `/v1/operator/partners/${as.tenantId}/credits`,
    as: world.operator,
    body: {
      creditReference: 'GW 0117/2',
      customerId,
      subscriptionId: metered.subscriptionIds[0],
      reason: 'goodwill',
      amount: '3.00',
    },
  });
  await world.program.settle();
  return {
    paymentId: payment.id,
    creditId: credit.id,
    importId: upload.id,
    runId: run.id,
    noticeId: notice.id,
    invoiceId: invoices.items[0].id,
    lineId: await lineOf(invoices.items[0].id, 'office'),
    openLineId: await lineOf('unbilled', 'all'),
    cartId: cart.id,
    entitlementId: metered.subscriptionIds[0]!,
    principalId: users.items[0].id,
    customerUserId: users.items[0].id,
    roleId,
    auditRecordId: records.items[0].id,
    templateId,
    agreementType,
  };
}

/** What a customer has of its own. */
async function dataOf(world: World, { as }: Pick<Player, 'as'>): Promise<Record<string, string>> {
  const asked = { method: 'POST', path: '/v1/my/exports', ...(as !== undefined && { as }), body: {} } as const;
  const { body } = await world.send(asked);
  return { exportId: body.id };
}

const strangers = ({ adminAgent }: EnrolledPartner): Player[] => [
  { ...nobody, name: 'nobody' },
  { ...nobody, name: 'a token that does not verify', as: 'garbage' },
  {
    ...nobody,
    name: 'a user whom nobody knows',
    as: { ...adminAgent, userId: 'ffffffff-0000-4000-8000-000000000000' },
  },
  {
    ...nobody,
    name: 'an admin agent without second factor',
    as: { ...adminAgent, hasMfa: false },
    account: 'partner',
    roles: ['AdminAgent'],
    hasMfa: false,
  },
];

async function staffOf(world: World, partner: EnrolledPartner, ownCustomer: string): Promise<Player[]> {
  const player = (name: string, as: TokenClaims, roles: readonly Role[]): Player => ({
    ...nobody,
    name,
    as,
    roles,
    account: 'partner',
    programRole: 'directPartner',
    ownCustomer,
  });
  return [
    player('admin agent', partner.adminAgent, ['AdminAgent']),
    player('helpdesk agent', await addUser(world, partner, ['HelpdeskAgent']), ['HelpdeskAgent']),
    player('sales agent', await addUser(world, partner, ['SalesAgent']), ['SalesAgent']),
    player('global admin', partner.globalAdmin, ['GlobalAdmin']),
    player('a user without roles', await addUser(world, partner, []), []),
    { ...player('app-only', await addApplication(world, partner), ['AdminAgent']), tokenKind: 'app' },
  ];
}

async function otherPartners(
  world: World,
  { otherPartner, provider, foreignCustomer }: Pick<Cast, 'otherPartner' | 'provider' | 'foreignCustomer'>,
): Promise<Player[]> {
  const player = async (name: string, partner: EnrolledPartner, programRole: ProgramRole): Promise<Player> => ({
    ...nobody,
    name,
    as: await addUser(world, partner, allRoles),
    roles: allRoles,
    account: 'partner',
    programRole,
  });
  const reseller = await enrolPartner(world, { name: 'tailspin', programRole: 'indirectReseller' });
  const advisor = await enrolPartner(world, { name: 'proseware', programRole: 'advisor' });
  const unsigned = await enrolPartner(world, { name: 'adatum', isSigned: false });
  const suspended = await enrolPartner(world, { name: 'alpine' });
  const suspendedCustomer = await createCustomer(world, suspended, { name: 'coho' });
  const suspendedAdmin = await player('admin of a suspended partner', suspended, 'directPartner');
  await world.send({
    method: 'PATCH',
    path: `/v1/operator/partners/${suspended.partnerId}`,
    as: world.operator,
    body: { status: 'suspended', reason: 'payments are late' },
  });
  return [
    { ...(await player('admin of another partner', otherPartner, 'directPartner')), ownCustomer: foreignCustomer },
    await player('admin of a provider', provider, 'indirectProvider'),
    await player('admin of a reseller', reseller, 'indirectReseller'),
    await player('admin of an advisor', advisor, 'advisor'),
    {
      ...nobody,
      name: 'global admin before the signature',
      as: unsigned.globalAdmin,
      roles: ['GlobalAdmin'],
      account: 'partner',
      programRole: 'directPartner',
      isSigned: false,
      isActive: false,
    },
    { ...suspendedAdmin, isActive: false, ownCustomer: suspendedCustomer },
  ];
}

async function outsiders(world: World): Promise<Player[]> {
  const { program, operator } = world;
  await world.send({
    method: 'POST',
    path: '/v1/operator/customers',
    as: operator,
    body: {
      companyName: 'Lakeside',
      domain: 'lakeside.onprogram.example',
      country: 'US',
      adminUser: {
        userPrincipalName: 'lena@lakeside.onprogram.example',
        displayName: 'Lena Park',
        email: 'lena@lakeside.example',
      },
    },
  });
  const lena = userClaims(program, 'lena@lakeside.onprogram.example');
  const member = async (name: string, roles: readonly DirectoryRole[]): Promise<Player> => ({
    ...nobody,
    name: `${name} of a customer`,
    as: await addCustomerUser(world, { admin: lena, domain: 'lakeside.onprogram.example' }, roles),
    roles: ['Customer', ...roles],
    account: 'customer',
  });
  return [
    { ...nobody, name: 'admin of a customer', as: lena, roles: ['Customer', 'GlobalAdmin'], account: 'customer' },
    await member('a user without roles', []),
    await member('a user administrator', ['UserAdministrator']),
    await member('a helpdesk administrator', ['HelpdeskAdministrator']),
    await member('a billing administrator', ['BillingAdministrator']),
    { ...nobody, name: 'operator', as: operator, roles: ['Operator'], account: 'operator', tokenKind: 'app' },
  ];
}
