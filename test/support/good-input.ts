import { directoryRoleId } from '../../functions/tenancy/directory/operations/role-id.ts';
import { regions } from '../../functions/tenancy/tenants/domain/regions.ts';
import type { Route } from '../../shared/contracts/routes.ts';
import { sampleOf } from './bad-input.ts';
import { type Cast, type Player, selfServePolicy } from './cast.ts';
import { METER, OFFERS } from './sales.ts';

/**
 * Bodies that operations take, so that a spoilt member is the only thing wrong with a request. Where there is none
 * here, a sample made from the schema stands in.
 */
type GoodBody = (cast: Cast) => object;

const contact = { firstName: 'Bob', lastName: 'Fischer', email: 'bob@fabrikam.example', phoneNumber: '4255550100' };
const address = {
  country: 'US',
  city: 'Redmond',
  state: 'WA',
  postalCode: '98052',
  addressLine1: 'One Main Street',
  firstName: 'Bob',
  lastName: 'Fischer',
  phoneNumber: '4255550100',
};
const billTo = {
  firstName: contact.firstName,
  lastName: contact.lastName,
  companyName: 'Woodgrove',
  culture: 'en-US',
  language: 'en',
  defaultAddress: address,
};
const cartLine = { id: 0, catalogItemId: OFFERS.base, quantity: 5, billingCycle: 'monthly', friendlyName: 'Branch' };
const customerUser = (domain: string) => ({
  userPrincipalName: `mia@${domain}`,
  displayName: 'Mia Roth',
  firstName: 'Mia',
  lastName: 'Roth',
  usageLocation: 'US',
  passwordProfile: { password: 'Str0ng-Pass-word', forceChangePassword: true },
});
const offer = {
  name: 'Third',
  description: 'A third offer',
  family: 'office365',
  categoryId: '',
  isAddOn: false,
  prerequisiteOffers: [],
  billing: 'license',
  supportedBillingCycles: ['annual', 'monthly'],
  minimumQuantity: 1,
  maximumQuantity: 500,
  plan: { id: '0c000000-0000-4000-8000-000000000009', name: 'Third', unit: 'Licenses' },
  markets: ['*'],
  segments: ['commercial'],
  earlyTerminationFee: { amount: '10.00', currency: 'USD' },
};

const BODIES: Readonly<Record<string, GoodBody>> = {
  sendUsageRecords: () => ({
    records: [
      {
        recordId: 'record-1',
        subscriptionId: '0a000000-0000-4000-8000-00000000aaaa',
        meterId: '3e7e0000-0000-4000-8000-000000000001',
        usageStartTime: '2026-02-01T10:00:00Z',
        usageEndTime: '2026-02-01T11:00:00Z',
        quantity: '1.5',
        resourceUri: '/subscriptions/one/resourceGroups/web/providers/compute/vm1',
        location: 'westeurope',
        tags: { env: 'prod' },
        additionalInfo: { size: 'D2' },
        project: 'Web',
        serviceInfo: 'v2',
        correctsRecordId: 'record-0',
      },
    ],
  }),
  updateUserLicenses: () => ({
    licensesToAssign: [{ skuId: OFFERS.base.replace('0b', '0c'), excludedPlans: [] }],
    licensesToRemove: [OFFERS.base.replace('0b', '0c')],
  }),
  nominatePartner: () => ({
    companyName: 'Relecloud',
    domain: 'relecloud.example',
    country: 'US',
    address,
    primaryAdmin: { displayName: 'Ria Lang', email: 'ria@relecloud.example' },
    programRole: 'directPartner',
    mpnId: '4567890',
  }),
  changePartner: () => ({ mpnId: '4567891', reason: 'a new network id' }),
  authorizePartner: () => ({ region: 'US', cloud: 'global' }),
  vetPartner: () => ({ vettingStatus: 'authorized', vettingSubStatus: 'decision' }),
  givePartnerNotice: () => ({
    type: 'breach',
    effectiveDate: '2026-04-01T00:00:00Z',
    reason: 'The bills are not paid.',
  }),
  giveNotice: () => ({ type: 'termination', effectiveDate: '2026-04-01T00:00:00Z', reason: 'We move on.' }),
  replaceAccountSettings: () => ({ showThirdPartyHostingSuggestions: true }),
  replaceCountryRules: () => ({
    postalCodeRegex: '^\\d{5}(-\\d{4})?$',
    supportedStatesList: ['WA'],
    supportedLanguagesList: ['en'],
    supportedCulturesList: ['en-US'],
    countryCallingCodesList: ['1'],
    defaultCulture: 'en-US',
    phoneNumberRegex: '^[0-9]{4,20}$',
    vatIdRegex: '^[0-9]{9}$',
    taxIdSample: '12-3456789',
    customerOrganizationRegistrationNumberRegex: '^[0-9]{9}$',
    customerOrganizationRegistrationNumberSample: '123456789',

    isCityRequired: true,
  }),
  replaceRegions: () => ({
    items: regions.map(({ name, markets, territories }) => ({
      name,
      markets: [...markets],
      territories: territories.filter((country) => country !== 'UM'),
    })),
  }),
  createOperatorCustomer: () => ({
    companyName: 'Relecloud',
    domain: 'relecloud.onprogram.example',
    country: 'US',
    channels: ['direct'],
    email: 'ria@relecloud.example',
    culture: 'en-US',
    language: 'en',
    address,
    adminUser: {
      userPrincipalName: 'ria@relecloud.onprogram.example',
      displayName: 'Ria Lang',
      email: 'ria@relecloud.example',
    },
  }),
  publishAgreementTemplate: () => ({
    agreementType: 'MicrosoftCloudAgreement',
    versionRank: 7,
    effectiveDate: '2026-06-01T00:00:00Z',
    reacceptanceFrom: '2026-08-01T00:00:00Z',
    documents: [{ country: 'US', language: 'en-US', text: 'The customer agrees.' }],
  }),
  changeOperatorCustomer: () => ({ channels: ['csp', 'open'], qualification: 'nonprofit' }),
  setCustomerValidation: () => ({ status: 'Allowed', reason: 'The papers are right.' }),
  signProgramAgreement: () => ({
    version: '1',
    signedBy: { firstName: 'Ada', lastName: 'Weber', email: 'ada@contoso.example' },
  }),
  replaceSupportProfile: () => ({
    email: 'help@contoso.example',
    telephone: '4255550120',
    website: 'https://help.contoso.example',
  }),
  replaceLegalBusinessProfile: () => ({
    companyName: 'Contoso',
    address,
    primaryContact: contact,
    companyApproverAddress: address,
    companyApproverEmail: 'board@contoso.example',
  }),
  defineCategory: () => ({ id: 'mail', name: 'Mail', rank: 1, translations: { 'de-DE': 'Post' } }),
  changeCategory: () => ({ name: 'Trials', rank: 70, translations: { 'de-DE': 'Proben' } }),
  changeUsageBudget: () => ({ amount: 500 }),
  startBillingRun: () => ({ asOfDate: '2026-02-05', mode: 'preview' }),
  voidInvoice: () => ({ reason: 'It went to the wrong address.', rebill: true }),
  adjustInvoice: ({ known }) => ({
    reason: 'Agreed by phone.',
    lines: [{ subscriptionId: known.lineId!.split('|')[0]!, amount: '-1.50' }],
  }),
  recordPayment: ({ known }) => ({
    paymentReference: 'TRF 0205/1',
    receivedDate: '2026-02-05',
    amount: '25.00',
    currencyCode: 'USD',
    method: 'bank transfer',
    autoAllocate: true,
    allocations: [{ invoiceId: known.invoiceId!, amount: '5.00' }],
  }),
  grantCredit: ({ known }) => ({
    creditReference: 'GW 0205/1',
    customerId: known.customerId!,
    subscriptionId: known.subscriptionId!,
    reason: 'goodwill',
    amount: '12.50',
    serviceRequestId: 'SR-1042',
  }),
  changeIncentiveRule: () => ({
    ...{ name: 'Rebate on CRM Online', productFamily: 'crm', ratePercent: '7.5' },
    ...{ effectiveFrom: '2026-07-01', effectiveTo: '2027-06-30' },
  }),
  payOutIncentives: ({ provider, known }) => ({
    ...{ mpnId: provider.mpnId, currencyCode: 'USD', earningIds: [known.earningId], reference: 'RB 0226/1' },
  }),
  allocatePayment: ({ known }) => ({ allocations: [{ invoiceId: known.invoiceId!, amount: '2.50' }] }),
  changeCollectionsCase: () => ({ status: 'promised', promiseDate: '2026-02-15', note: 'They called.' }),
  putPriceBook: () => ({
    rules: [
      { target: 'meterCategory', targetId: 'Storage', method: 'costPlusPercent', value: 10 },
      { target: 'meter', targetId: METER, method: 'fixedUnitPrice', value: 0.07 },
      { target: 'all', method: 'msrpMinusPercent', value: 8 },
    ],
  }),
  putCustomerPriceBook: () => ({
    rules: [
      { target: 'meterCategory', targetId: 'Storage', method: 'costPlusPercent', value: 10 },
      { target: 'offer', targetId: OFFERS.base, method: 'costPlusPercent', value: 12.5 },
    ],
  }),
  createPartnerProduct: () => ({
    sku: 'SUPPORT-8X5',
    name: 'Support desk',
    description: 'By telephone, on working days.',
    billingFrequency: 'monthly',
    unitPrice: 120,
    currencyCode: 'USD',
    taxable: true,
  }),
  changePartnerProduct: () => ({
    sku: 'BACKUP-2',
    name: 'Backup, twice a day',
    description: 'Of all mailboxes.',
    billingFrequency: 'monthly',
    unitPrice: 14.5,
    currencyCode: 'USD',
    taxable: true,
    status: 'active',
  }),
  assignPartnerProduct: ({ known }) => ({
    productId: known.partnerProductId!,
    quantity: 3,
    startDate: '2026-02-10',
    endDate: '2026-12-31',
    unitPriceOverride: 11,
    instalments: 1,
  }),
  changeAssignedPartnerProduct: ({ known }) => ({
    quantity: 5,
    endDate: '2026-08-31',
    productId: known.partnerProductId!,
    instalments: 1,
  }),
  changeBillingAccount: () => ({
    paymentTermDays: 30,
    taxRatePercent: '19',
    creditLimit: '25000.00',
    collectionsSteps: [
      { daysLate: 30, action: 'reminder' },
      { daysLate: 44, action: 'suspendOrdering' },
    ],
    billingDay: 5,
    currencyCode: 'USD',
  }),
  changeOpening: () => ({ isOpen: true }),
  checkInventory: ({ ownCustomer }) => ({
    targetItems: [{ productId: OFFERS.base.replace('0b', '0c'), skuId: OFFERS.base }],
    inventoryContext: { customerId: ownCustomer },
  }),
  convertSubscription: () => ({ offerId: OFFERS.base, targetOfferId: OFFERS.otherBase }),
  createPartnerUser: ({ partner }) => ({
    userPrincipalName: `mia@${partner.domain}`,
    displayName: 'Mia Roth',
    email: 'mia@contoso.example',
    agentRoles: ['SalesAgent'],
    ownTenantRole: 'none',
  }),
  changePartnerUser: () => ({
    displayName: 'Ada W.',
    agentRoles: ['SalesAgent'],
    ownTenantRole: 'globalAdmin',
    state: 'active',
  }),
  createApplication: ({ partner }) => ({
    displayName: 'Nightly',
    redirectUris: [],
    agentRoles: ['AdminAgent'],
    ownTenantRole: 'none',
    boundUserId: partner.globalAdmin.userId,
  }),
  changeApplication: () => ({ displayName: 'Nightly', agentRoles: ['SalesAgent'], redirectUris: [], boundUserId: '' }),
  createApplicationSecret: () => ({ expiryDate: '2027-02-01T00:00:00Z' }),
  createCustomer: () => ({
    companyProfile: { domain: 'woodgrove.onprogram.example' },
    billingProfile: { ...billTo, email: 'bob@woodgrove.example' },
  }),
  changeCustomer: () => ({ allowDelegatedAccess: false }),
  confirmCustomerAgreement: ({ known }) => ({
    primaryContact: contact,
    templateId: known.templateId,
    type: known.agreementType,
    dateAgreed: '2026-02-01T00:00:00Z',
  }),
  acceptMyAgreement: ({ known }) => ({
    templateId: known.templateId,
    type: known.agreementType,
    primaryContact: contact,
  }),
  createSelfServePolicy: ({ partner, ownCustomer }) => selfServePolicy(partner.partnerId, ownCustomer),
  changeCustomerQualification: () => '"none"' as never,
  requestCustomerQualification: () => ({ qualification: 'education' }),
  addVerifiedDomain: () => ({
    verifiedDomainName: 'fabrikam-mail.example',
    domain: {
      name: 'fabrikam-mail.example',
      authenticationType: 'federated',
      capability: 'email',
      status: 'verified',
      verificationMethod: 'dns_record',
      isDefault: false,
      isInitial: false,
      rootDomain: 'fabrikam-mail.example',
    },
    domainFederationSettings: {
      issuerUri: 'urn:fabrikam:sign-in',
      logOffUri: 'https://sign-in.fabrikam.example/out',
      passiveLogOnUri: 'https://sign-in.fabrikam.example/in',
      signingCertificate: 'MIIBIjANBgkqhkiG9w0BAQEF',
      preferredAuthenticationProtocol: 'ws_fed',
      promptLoginBehavior: 'native_support',
      federationBrandName: 'Fabrikam',
      supportsMfa: true,
      signingCertificateUpdateStatus: { lastRunAt: '2026-01-01T00:00:00Z', result: 'succeeded' },
    },
  }),
  createApplicationConsent: ({ known }) => ({
    applicationId: known.appId,
    displayName: 'Reports',
    applicationGrants: [
      { enterpriseApplicationId: '00000003-0000-0000-c000-000000000000', scope: 'User.Read,Mail.Send' },
    ],
  }),
  mailInvitation: () => ({ to: ['eve@wingtip.example'], locale: 'en-US', message: 'as discussed' }),
  createCustomerUser: () => customerUser('fabrikam.onprogram.example'),
  createMyUser: () => customerUser('lakeside.onprogram.example'),
  changeCustomerUser: () => ({
    displayName: 'Bob F.',
    usageLocation: 'US',
    phoneNumber: '4255550101',
    state: 'active',
  }),
  addCustomerDirectoryRoleMember: ({ known }) => ({ id: known.customerUserId }),
  addMyDirectoryRoleMember: ({ players }) => ({ id: userIdOf(players.find(isCustomerAdmin)!) }),
  changeMyUser: () => ({ displayName: 'Lena P.', usageLocation: 'US', phoneNumber: '4255550101' }),
  resetCustomerUserPassword: () => ({ passwordProfile: { password: 'Str0ng-Pass-word', forceChangePassword: true } }),
  validateAddress: () => address,
  defineOffers: () => ({ ...offer, id: '0b000000-0000-4000-8000-000000000009' }),
  changeOfferDefinition: () => ({
    ...offer,
    name: 'Base',
    plan: { ...offer.plan, id: '0c000000-0000-4000-8000-000000000001' },
  }),
  createPriceList: () => ({ month: '202607', margins: [{ family: 'ems', percent: '20' }] }),
  publishRateCardVersion: () => ({
    currency: 'USD',
    region: 'US',
    effectiveDate: '2026-04-01',
    meters: [{ id: METER, name: 'D2 v3', rates: { '0': 0.12, '1000': 0.105 } }],
    offerTerms: [{ name: 'Wholesale', discount: 0.15, excludedMeterIds: [METER] }],
  }),
  putExchangeRates: () => ({
    pricingCurrency: 'USD',
    rates: [{ currencyCode: 'EUR', pcToBCExchangeRate: 0.846202666 }],
  }),
  putPrices: () => ({
    prices: [
      {
        offerId: OFFERS.base,
        country: 'US',
        currency: 'USD',
        segment: 'commercial',
        listPrice: '21.00',
        wholesalePrice: '17.00',
      },
    ],
    margins: [{ family: 'ems', percent: '20' }],
  }),
  correctPriceList: () => ({
    reason: 'A slip of the pen.',
    prices: [{ offerId: OFFERS.base, country: 'US', currency: 'USD', listPrice: '23.00', wholesalePrice: '19.00' }],
  }),
  placeOrder: ({ known }) => ({
    referenceCustomerId: known.customerId,
    billingCycle: 'monthly',
    lineItems: [
      { lineItemNumber: 0, offerId: OFFERS.base, quantity: 5, friendlyName: 'Branch' },
      { lineItemNumber: 1, offerId: OFFERS.addOn, quantity: 2, parentSubscriptionId: known.subscriptionId },
    ],
  }),
  changeOrder: ({ known }) => ({
    lineItems: [
      { offerId: OFFERS.addOn, quantity: 2, parentSubscriptionId: known.subscriptionId, friendlyName: 'Extra' },
    ],
  }),
  startImport: () => ({ uploadUrl: true, size: 1000, contentType: 'text/csv' }),
  createCart: () => ({ lineItems: [{ ...cartLine, addonItems: [] }] }),
  replaceCart: () => ({ lineItems: [cartLine] }),
  quoteSubscription: () => ({ quantity: 12 }),
  setSupportContact: ({ partner }) => ({
    supportTenantId: partner.partnerId,
    supportMpnId: partner.mpnId,
    name: 'Contoso',
  }),
  placeMyOrder: () => ({
    billingCycle: 'monthly',
    lineItems: [{ lineItemNumber: 0, offerId: OFFERS.base, quantity: 3, friendlyName: 'Own' }],
    acknowledgeDirectPurchase: true,
  }),
  changeMySubscription: () => ({ friendlyName: 'Head office', quantity: 9, autoRenewEnabled: false, status: 'active' }),
  loadDirectSubscriptions: () => [
    {
      id: '0d000000-0000-4000-8000-000000000001',
      offerId: OFFERS.base,
      quantity: 3,
      billingCycle: 'monthly',
      friendlyName: 'Old',
      autoRenewEnabled: true,
      effectiveStartDate: '2026-01-01T00:00:00Z',
      commitmentEndDate: '2027-01-01T00:00:00Z',
      listPrice: '20.00',
    },
  ],
  createTransitionPlan: ({ known }) => ({
    directSubscriptionIds: [known.directSubscriptionId],
    lines: [{ directSubscriptionId: known.directSubscriptionId, offerId: OFFERS.base, quantity: 4 }],
  }),
  createMovePlan: ({ otherPartner }) => ({ fromPartnerId: otherPartner.partnerId }),
  succeedPartner: () => ({ reason: 'Contoso is out of business.' }),
  suspendByProgram: () => ({ reason: 'Its users sent spam.' }),
  reactivateByProgram: () => ({ reason: 'They stopped.' }),
  viewProductUpgradeEligibility: ({ ownCustomer }) => ({ customerId: ownCustomer, productFamily: 'Azure' }),
  createProductUpgrade: ({ ownCustomer }) => ({ customerId: ownCustomer, productFamily: 'Azure' }),
  cancelAzureEntitlement: () => ({ cancellationReason: 'compromise' }),
  setRoleAssignment: () => ({ role: 'owner', scope: 'Microsoft.Compute' }),
  changeSubscription: () => ({ friendlyName: 'Head office', quantity: 12, autoRenewEnabled: false, status: 'active' }),
};

const isCustomerAdmin = ({ account, roles }: Player): boolean =>
  account === 'customer' && roles.includes('GlobalAdmin');
const userIdOf = ({ as }: Player): string | undefined => (typeof as === 'object' ? as.userId : undefined);

/** Resources that are replaced whole, with the ETag that they had when they were read. */
const REPLACED = ['replaceOrganizationProfile', 'replacePartnerBillingProfile', 'replaceCustomerBillingProfile'];
/** Those that have no address of their own are read at another's. */
const POLICIES = ['replaceSelfServePolicy', 'replaceSelfServePolicyById'];
/** What is read there, and cannot be replaced. */
const READ_ONLY = ['links', 'profileType', 'billingCurrency', 'billingDay'];

/** A body that the operation takes, or one as near as its schema lets us guess; undefined where it takes none. */
export async function goodBody(cast: Cast, name: string, route: Route, player: Player): Promise<unknown> {
  if (!route.request?.body || route.request.bodyIgnored) return undefined;
  const operationId = name.split(' ')[1]!;
  const good = BODIES[operationId]?.(cast);
  if (good !== undefined) return good;
  if (REPLACED.includes(operationId) || POLICIES.includes(operationId)) {
    const { customerId = '' } = knownTo(cast, route, player);
    const path = POLICIES.includes(operationId)
      ? `/v1/SelfServePolicy/${cast.known.policyId}`
      : route.path.replace('{customerId}', customerId);
    const { body } = await cast.world.program.request({ path, ...(player.as !== undefined && { as: player.as }) });
    const taken = Object.fromEntries(Object.entries(body).filter(([member]) => !READ_ONLY.includes(member)));
    return { ...taken, ...(body.attributes && { attributes: { etag: body.attributes.etag } }) };
  }
  return sampleOf(route.request.body);
}

const isOfMeteredUse = (path: string): boolean =>
  /azureEntitlements|registration|utilizations|subscriptionId\}\/.*usage/.test(path);

/** Ids of what is there, by the name of the path's parameter. */
export function knownTo(cast: Cast, { path }: Route, player: Player): Readonly<Record<string, string | undefined>> {
  const userId = path.startsWith('/v1/customers/')
    ? cast.known.customerUserId
    : path.startsWith('/v1/my/')
      ? userIdOf(player)
      : cast.known.userId;
  const tenantId = typeof player.as === 'object' ? player.as.tenantId : '';
  return {
    ...cast.known,
    ...(path.startsWith('/v1/my/') && { roleId: directoryRoleId(tenantId, 'HelpdeskAdministrator') }),
    customerId: player.ownCustomer ?? cast.ownCustomer,
    ...(userId && { userId }),
    ...(path.startsWith('/v1/my/subscriptions') && { subscriptionId: cast.known.mySubscriptionId }),
    ...(path.includes('/directsubscriptions/') && { subscriptionId: cast.known.directSubscriptionId }),
    ...(path.endsWith('/canceldirect') && { planId: cast.known.orderedPlanId }),
    entity_id: player.ownCustomer ?? cast.ownCustomer,
    ...(isOfMeteredUse(path) && { subscriptionId: cast.known.entitlementId }),
    ...(path.startsWith('/v1/operator/pricelists') && !path.endsWith('/corrections') && { month: '202604' }),
    ...(path.startsWith('/v1/imports') && { type: 'orders' }),
    ...(path.includes('/utilizations/') && { startTime: '2026-02-01T00:00:00Z', endTime: '2026-03-01T00:00:00Z' }),
    ...(path.startsWith('/v1.0/sales/') && { market: 'US', view: 'updatedlicensebased' }),
  };
}

/** The path of a route with everything that is there, and with the parameters of its query that we know. */
export function goodPath(
  cast: Cast,
  route: Route,
  player: Player,
  change: { path?: Readonly<Record<string, string>>; query?: Readonly<Record<string, string>> } = {},
): string {
  const known = knownTo(cast, route, player);
  const unknown = '99999999-9999-4999-8999-999999999999';
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_, name) => change.path?.[name] ?? known[name] ?? unknown);
  const query = Object.keys(route.request?.query?.shape ?? {}).flatMap((name) => {
    const value = change.query?.[name] ?? (known[name] !== undefined ? encodeURIComponent(known[name]) : undefined);
    return value === undefined ? [] : [`${name}=${value}`];
  });
  return query.length > 0 ? `${path}?${query.join('&')}` : path;
}
