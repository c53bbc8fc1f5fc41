import { describe, expect, it } from 'vitest';
import { apiDocument } from '../../infra/document.ts';

/**
 * API-1: answers have the members that the public reference and our own contract list for a resource. Dots go inside, of
 * lists into their items. What is left out stands in `LEFT_OUT`, with the reason; a member that is given must not.
 */
const ADDRESS =
  'country region city state district addressLine1 addressLine2 addressLine3 postalCode firstName middleName lastName phoneNumber emailAddress id';
const at = (place: string, members: string): string =>
  members
    .split(' ')
    .map((member) => `${place}.${member}`)
    .join(' ');
const CONTACT = 'firstName lastName email phoneNumber';
const OFFER =
  'id name description minimumQuantity maximumQuantity rank uri locale country category limitUnitOfMeasure limit prerequisiteOffers isAddOn hasAddOns isTrial isAvailableForPurchase billing supportedBillingCycles isAutoRenewable upgradeTargetOffers conversionTargetOffers reselleeQualifications resellerQualifications salesGroupId product.id product.name product.unit unitType links.learnMore links.self termUnitOfMeasure term isInternal isMicrosoftProduct acquisitionType supportedCatalogTypes actions attributes';
const CART_LINE =
  'id catalogItemId friendlyName quantity currencyCode billingCycle termDuration participants.key participants.value provisioningContext orderGroup renewsTo.termDuration error.errorCode error.errorDescription error.additionalInformation.availableQuantity error.additionalInformation.purchasedQuantity error.additionalInformation.code';

/** By an operation that answers with the resource, or with a list of it. */
const DOCUMENTED: Readonly<Record<string, string>> = {
  viewCustomer: `id commerceId relationshipToPartner allowDelegatedAccess userCredentials.userName userCredentials.password customDomains associatedPartnerId links.self attributes ${at('companyProfile', `tenantId domain companyName email organizationRegistrationNumber links.self attributes`)} billingProfile.id`,
  viewCustomerCompanyProfile: `tenantId domain companyName email organizationRegistrationNumber links.self attributes ${at('address', ADDRESS)}`,
  viewCustomerBillingProfile: `id firstName lastName email culture language companyName links.self attributes.etag ${at('defaultAddress', ADDRESS)}`,
  viewValidationStatus: 'type status lastUpdateDateTime',
  viewRelationshipRequest: 'url emailSubject emailText attributes',
  listPartnerRelationships: 'id name relationshipType state mpnId location attributes',
  viewAgreementStatus: 'isAgreementSigned',
  listAgreementTemplates: 'templateId agreementType agreementLink versionRank',
  listCustomerAgreements: `templateId dateAgreed type userId agreementLink ${at('primaryContact', CONTACT)}`,
  viewAgreementDocument: 'displayUri downloadUri language country',
  viewOrganizationProfile: `id companyName tenantId domain email language culture profileType links.self attributes.etag ${at('defaultAddress', ADDRESS)}`,
  viewLegalBusinessProfile: `companyName companyApproverEmail vettingStatus vettingSubStatus profileType links.self attributes ${at('address', ADDRESS)} ${at('primaryContact', CONTACT)} ${at('companyApproverAddress', ADDRESS)}`,
  viewPartnerBillingProfile: `companyName purchaseOrderNumber taxId billingCurrency billingDay profileType links.self attributes.etag ${at('address', ADDRESS)} ${at('primaryContact', CONTACT)}`,
  viewSupportProfile: 'email telephone website profileType links.self attributes',
  viewMpnProfile: 'mpnId partnerName profileType links.self attributes',
  viewCustomerUser:
    'id userPrincipalName displayName firstName lastName usageLocation passwordProfile.password passwordProfile.forceChangePassword immutableId phoneNumber lastDirectorySyncTime userDomainType state softDeletionTime attributes',
  viewCountryRules:
    'iso2Code defaultCulture isStateRequired isCityRequired isPostalCodeRequired supportedStatesList supportedLanguagesList supportedCulturesList countryCallingCodesList postalCodeRegex phoneNumberRegex vatIdRegex isVatIdSupported isTaxIdSupported isTaxIdOptional taxIdFormat taxIdSample customerOrganizationRegistrationNumberRegex customerOrganizationRegistrationNumberSample customerOrganizationRegistrationNumberRequired customerOrganizationPhoneNumberRequired attributes',
  viewPartner:
    'id companyName domain country primaryAdmin.displayName primaryAdmin.email programRole status region cloud mpnId isSandbox isDomainRegistrar attributes.etag',
  viewProgramAgreement: 'status signedDate termEnd billingDay notices',
  viewPartnerUser: 'id userPrincipalName displayName agentRoles ownTenantRole state',
  viewApplication: 'appId displayName redirectUris agentRoles ownTenantRole boundUserId',
  listDelegatedAdminPrivileges: 'grantedDate source endedDate endedBy',
  viewInvitation:
    'partnerName partnerId type grantsDelegatedAdmin supportProfile.email supportProfile.telephone supportProfile.website',
  listMyPartners: 'partnerId partnerName relationship hasDelegatedAdmin since supportContact.email',
  listOfferCategories: 'id name rank locale country attributes',
  viewOffer: OFFER,
  viewOfferDefinition: `${OFFER} state family markets segments nationalCloud translations earlyTerminationFee.amount earlyTerminationFee.currency earlyTerminationFee.percentOfRemaining tenantSeatCap inventory.limit renewable plan.id plan.name plan.unit plan.skuPartNumber plan.servicePlans saleFrom saleUntil`,
  listPriceListDrafts: 'month state publishAt visibleFrom effectiveFrom prices changes.ADD changes.CHG changes.DEL',
  viewPriceList: 'offerId country currency segment listPrice wholesalePrice per change',
  defineOffers: at('results', 'row key status resource.type resource.id errors.field errors.code errors.description'),
  viewCart: `id creationTimestamp lastModifiedTimestamp expirationTimestamp lastModifiedUser status links.self attributes ${at('lineItems', CART_LINE)} ${at('lineItems.addonItems', CART_LINE)}`,
  checkOutCart: `orders.id orderErrors.orderGroupId orderErrors.code orderErrors.description orderErrors.attributes attributes ${at('orderErrors.lineItems', CART_LINE)}`,
  viewOrder: `id alternateId referenceCustomerId billingCycle currencyCode currencySymbol creationDate status transactionType totalPrice client.marketplaceCountry client.deviceFamily client.name links.self links.provisioningStatus links.patchOperation attributes.etag ${at('lineItems', 'lineItemNumber offerId quantity subscriptionId parentSubscriptionId friendlyName termDuration transactionType partnerIdOnRecord provisioningContext renewsTo.termDuration pricing.listPrice pricing.discountedPrice pricing.proratedPrice pricing.price pricing.extendedPrice links.product links.sku links.availability links.subscription links.provisioningStatus links.activationLinks')}`,
  viewOrderProvisioning:
    'orderLineItemId lineItemNumber status quantityProvisioningInformation.quantity quantityProvisioningInformation.status',
  listOrderActivationLinks: 'lineItemNumber link',
  viewSubscription:
    'id offerId offerName friendlyName quantity unitType parentSubscriptionId entitlementId creationDate effectiveStartDate commitmentEndDate status suspensionReasons autoRenewEnabled isTrial hasPurchasableAddons billingType billingCycle termDuration renewalTermDuration isMicrosoftProduct publisherName partnerId contractType actions refundOptions attentionNeeded actionTaken licensesToUnassign orderId productType.id productType.displayName productType.subType links.offer links.parentSubscription links.product links.sku links.availability links.activationLinks links.self attributes.etag',
  viewSubscriptionProvisioning: 'skuId status quantity endDate attributes',
  viewSupportContact: 'supportTenantId supportMpnId name links.self attributes',
  listSubscriptionHistory: 'sequence at type by changes',
  listConversions: 'offerId targetOfferId orderId quantity billingCycle attributes',
  convertSubscription: 'subscriptionId offerId targetOfferId error.code error.description attributes',
  listUpgrades: 'targetOffer.id upgradeType isEligible quantity upgradeErrors attributes',
  upgradeSubscription:
    'sourceSubscriptionId targetSubscriptionId upgradeType upgradeErrors.code upgradeErrors.description licenseErrors attributes',
  viewInvoice:
    'id invoiceDate billingPeriodStartDate billingPeriodEndDate totalCharges paidAmount currencyCode currencySymbol pdfDownloadLink taxReceipts.id taxReceipts.taxReceiptPdfDownloadLink invoiceDetails.invoiceLineItemType invoiceDetails.billingProvider invoiceDetails.links.self amendments documentType amendsOf invoiceType status dueDate charges.family charges.product charges.amount previousBalance amountDue',
  viewInvoiceSummary:
    'balanceAmount currencyCode currencySymbol accountingDate firstInvoiceCreationDate lastPaymentDate lastPaymentAmount latestInvoiceDate details.invoiceType details.summary links.self',
  listEstimateLinks: 'type title description period link',
  listInvoiceLineItems:
    'partnerId customerId customerName domainName mpnId tier2MpnId orderId subscriptionId syndicationPartnerSubscriptionNumber offerId durableOfferId offerName billingCycleType subscriptionName subscriptionDescription subscriptionStartDate subscriptionEndDate chargeStartDate chargeEndDate chargeType unitPrice quantity amount totalOtherDiscount subtotal tax totalForCustomer currency invoiceLineItemType billingProvider lineId explanation.event explanation.eventId explanation.priceList explanation.rule explanation.roundingPolicy explanation.formula explanation.cyclePrice explanation.cycleDays explanation.days explanation.reversesLineId',
  listUnbilledLineItems:
    'partnerId customerId customerName customerDomainName customerCountry invoiceNumber mpnId resellerMpnId orderId orderDate productId skuId availabilityId productName skuName chargeType unitPrice effectiveUnitPrice unitType quantity billableQuantity subtotal taxTotal totalForCustomer currency publisherName publisherId subscriptionDescription subscriptionId chargeStartDate chargeEndDate subscriptionStartDate subscriptionEndDate termAndBillingCycle billingFrequency alternateId priceAdjustmentDescription discountDetails pricingCurrency pcToBCExchangeRate pcToBCExchangeRateDate meterDescription reservationOrderId creditReasonCode referenceId invoiceLineItemType billingProvider lineId explanation.event explanation.eventId explanation.priceList explanation.rule explanation.roundingPolicy explanation.formula explanation.cyclePrice explanation.cycleDays explanation.days explanation.reversesLineId partnerName usageDate meterType meterCategory meterId meterSubCategory meterName meterRegion unitOfMeasure resourceLocation consumedService resourceGroup resourceUri tags additionalInfo serviceInfo1 serviceInfo2 billingPreTaxTotal billingCurrency pricingPreTaxTotal entitlementId entitlementDescription rateOfPartnerEarnedCredit hasPartnerEarnedCredit',
  listUsageAnalytics: `TotalCount ${at(
    'Value',
    'customerTenantId customerName subscriptionId subscriptionName usageDate resourceLocation meterCategory meterSubcategory meterUnit reservationOrderId reservationId consumptionMeterId serviceType quantity',
  )}`,
  viewIncentiveRule: 'id name productFamily offerIds ratePercent effectiveFrom effectiveTo',
  listEarnings:
    'id mpnId partnerId invoiceId lineId ruleId transactionAmount earningRate earningAmount currencyCode earningDate status payoutId',
  viewRevenue: 'month customerCountry partnerId productFamily currencyCode subtotal tax',
  listPayments:
    'id paymentReference receivedDate amount currencyCode method autoAllocate allocations.invoiceId allocations.amount unallocatedAmount',
  listCollectionsCases: 'id partnerId openedDate invoices amountOverdue status',
  viewPriceBook: 'rules.target rules.targetId rules.method rules.value',
  viewPartnerProduct: 'id sku name description billingFrequency unitPrice currencyCode taxable status',
  listAssignedPartnerProducts: 'id productId quantity startDate endDate unitPriceOverride instalments',
  viewBillingAccount:
    'partnerId mpnId countryCode currencyCode currencySymbol billingDay signedDate paymentTermDays taxRatePercent creditLimit nextBillingDate openPeriodStart openPeriodEnd balanceAmount unallocatedAmount creditBalance collectionsStatus collectionsSteps',
};

const ofMarket = 'a definition is of no market and no language';
/** By the operation, or by the last words of a member wherever it is. */
const LEFT_OUT: Readonly<Record<string, string>> = {
  'Address.id': 'an address is part of its profile, and has no id of its own',
  'viewCustomerUser lastDirectorySyncTime': 'no directory is synchronised from elsewhere',
  'viewSubscription refundOptions': 'there are none: what is suspended is credited by days',
  'viewOrder client.deviceFamily': 'nothing says from what device an order comes',
  'viewOrder client.name': 'clients may name themselves, and orders do not keep it',
  'upgradeSubscription targetSubscriptionId': 'no upgrade ever makes one',
  ...Object.fromEntries(
    ['uri', 'locale', 'country', 'category', 'hasAddOns', 'isAvailableForPurchase', 'links.learnMore'].map((member) => [
      `viewOfferDefinition ${member}`,
      ofMarket,
    ]),
  ),
};

interface Shape {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly anyOf?: readonly Shape[];
  readonly oneOf?: readonly Shape[];
}

const document = apiDocument();
const operations = new Map(
  Object.values(document.paths)
    .flatMap((methods) => Object.values(methods))
    .map((operation) => [operation.operationId, operation]),
);

const followed = (shape: Shape): Shape =>
  shape.$ref === undefined
    ? shape
    : (shape.$ref
        .split('/')
        .slice(1)
        .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], document) as Shape);

const variants = (shape: Shape): readonly Shape[] => {
  const found = followed(shape);
  const parts = [...(found.anyOf ?? []), ...(found.oneOf ?? []), ...(found.items ? [found.items] : [])];
  return parts.length > 0 ? parts.flatMap(variants) : [found];
};

const has = (shape: Shape, [name, ...rest]: readonly string[]): boolean =>
  name === undefined ||
  variants(shape).some(({ properties }) => properties?.[name] !== undefined && has(properties[name], rest));

/** The shapes of an operation's success; of a list, those of its items. */
function answered(operationId: string): Shape[] {
  const responses = Object.entries(operations.get(operationId)?.responses ?? {});
  const shapes = responses
    .filter(([status]) => status.startsWith('2'))
    .flatMap(([, { content }]) => (content?.['application/json']?.schema as Shape | undefined) ?? [])
    .flatMap(variants);
  return shapes.flatMap((shape) => (shape.properties?.items ? variants(shape.properties.items) : [shape]));
}

const reasonOf = (operationId: string, member: string): string | undefined =>
  LEFT_OUT[`${operationId} ${member}`] ?? (/[aA]ddress\.id$/.test(member) ? LEFT_OUT['Address.id'] : undefined);

describe('API-1: members of the public reference', () => {
  it.each(Object.entries(DOCUMENTED))('API-1: %s has them, or says why not', (operationId, members) => {
    const shapes = answered(operationId);
    expect(shapes).not.toEqual([]);
    const isGiven = (member: string): boolean => shapes.some((shape) => has(shape, member.split('.')));
    const names = [...new Set(members.split(' '))];
    const missing = names.filter((member) => !isGiven(member) && !reasonOf(operationId, member));
    expect(missing, 'give them where they are known; else say in LEFT_OUT why not').toEqual([]);
    const stale = names.filter((member) => isGiven(member) && reasonOf(operationId, member));
    expect(stale, 'are given after all: take them out of LEFT_OUT').toEqual([]);
  });
});
