import * as z from 'zod';
import { bodyDate, requiredBodyDate } from '../../shared/contracts/dates.ts';
import { OFFSET_MAX, wholeNumber } from '../../shared/contracts/numbers.ts';
import { code, codeText, searchText, secretText, shaped, urlText, written } from '../../shared/contracts/text.ts';
import { attributes, Country, collectionOf, Guid, Link, lenientEnum } from '../../shared/contracts/wire.ts';
import { agreementTypes } from './domain/agreement.ts';
import { isCulture } from './domain/culture.ts';
import { isRedirectAddress } from './domain/redirect-address.ts';
import { agentRoles, channels, partnerStatuses, programRoles } from './domain/words.ts';

// --- building blocks -----------------------------------------------------------------------------------------------

const text = (max = 256) => written({ max });
const optionalText = (max = 256) => written({ max, min: 0 }).optional();
const Email = shaped(written({ max: 254 }).regex(/^[^\s@]+@[^\s@]+$/, 'must be a mail address'));
const Domain = shaped(text(253));
const UserName = shaped(text());
const NetworkId = code(z.string().regex(/^\d{1,12}$/, 'must be a number'));
const LanguageTag = code(
  z.string().regex(/^[A-Za-z]{2,3}(-[A-Za-z]{2,8}){0,3}$/, 'must be a language such as en-US or en'),
).transform((culture) => {
  const [language, ...rest] = culture.split('-');
  return [language!.toLowerCase(), ...rest.map((part) => (part.length === 2 ? part.toUpperCase() : part))].join('-');
});
/** `ll-CC` of a language and a country that there are, in any case. */
const Culture = code(z.string().refine(isCulture, 'must be a known language and country such as en-US')).transform(
  (culture) => `${culture.slice(0, 2).toLowerCase()}-${culture.slice(3).toUpperCase()}`,
);
const Language = code(z.string().regex(/^[A-Za-z]{2}(-[A-Za-z]{2})?$/, 'must be a language of two letters')).transform(
  (language) => language.slice(0, 2).toLowerCase(),
);
/** SDKs send empty texts for ids that are not set. */
const OptionalGuid = z
  .union([z.literal('').transform(() => undefined), Guid])
  .optional()
  .meta({ type: 'string', format: 'uuid' } as never);

export const AddressBody = z.object({
  country: Country,
  region: optionalText(),
  city: optionalText(),
  state: optionalText(64),
  district: optionalText(),
  addressLine1: optionalText(200),
  addressLine2: optionalText(200),
  addressLine3: optionalText(200),
  postalCode: optionalText(20),
  firstName: optionalText(50),
  middleName: optionalText(50),
  lastName: optionalText(50),
  phoneNumber: optionalText(30),
  emailAddress: optionalText(254),
});
export const Address = z.object({
  country: z.string(),
  region: z.string().optional(),
  city: z.string().optional(),
  state: z.string().optional(),
  district: z.string().optional(),
  addressLine1: z.string().optional(),
  addressLine2: z.string().optional(),
  addressLine3: z.string().optional(),
  postalCode: z.string().optional(),
  firstName: z.string().optional(),
  middleName: z.string().optional(),
  lastName: z.string().optional(),
  phoneNumber: z.string().optional(),
  emailAddress: z.string().optional(),
});
export const ContactBody = z.object({
  firstName: text(50),
  lastName: text(50),
  email: Email,
  phoneNumber: optionalText(30),
});
export const Contact = z.object({
  firstName: z.string(),
  lastName: z.string(),
  email: z.string(),
  phoneNumber: z.string().optional(),
});
const defined = <T extends object>(members: T): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;

const selfLink = z.object({ self: Link });
/** Etags of SDKs come back in the body. */
const EtagCarrier = z.object({ etag: codeText(1000).optional() }).optional();

// --- paths and queries -----------------------------------------------------------------------------------------------

export const PartnerPath = z.object({ partnerId: Guid });
export const CustomerPath = z.object({ customerId: z.string() });
export const OperatorCustomerPath = z.object({ customerId: Guid });
export const UserPath = z.object({ userId: Guid });
export const ApplicationPath = z.object({ appId: z.string().min(1).max(128) });
export const TokenPath = z.object({ token: z.string().min(1).max(200) });
export const PasswordChoiceQuery = z.object({ userName: codeText(254).optional() });
export const TenantPath = z.object({ tenant: z.string().min(1).max(253) });

const size = wholeNumber(0, 500).optional();
export const SeekQuery = z.object({
  size,
  filter: searchText(2000).optional(),
  seekOperation: codeText(40).optional(),
});
export const OffsetQuery = z.object({
  size: wholeNumber(0, 1000).optional(),
  offset: wholeNumber(0, OFFSET_MAX).optional(),
  filter: searchText(2000).optional(),
});

// --- operator: partners --------------------------------------------------------------------------------------------

const PrimaryAdmin = z.object({ displayName: text(), email: Email });
export const NominatePartnerBody = z.object({
  id: OptionalGuid,
  companyName: text(),
  domain: Domain,
  country: Country,
  address: AddressBody.optional(),
  primaryAdmin: PrimaryAdmin,
  programRole: lenientEnum(programRoles),
  mpnId: NetworkId.optional(),
  cloud: lenientEnum(['global', 'germany']).optional(),
  isSandbox: z.boolean().optional(),
  isDomainRegistrar: z.boolean().optional(),
});
export const ChangePartnerBody = z.object({
  status: lenientEnum(partnerStatuses).optional(),
  mpnId: NetworkId.optional(),
  isDomainRegistrar: z.boolean().optional(),
  reason: optionalText(1000),
});
export const PartnerAccount = z.object({
  id: z.string(),
  companyName: z.string(),
  domain: z.string(),
  country: z.string(),
  primaryAdmin: z.object({ displayName: z.string(), email: z.string(), userPrincipalName: z.string().optional() }),
  programRole: z.enum(programRoles),
  status: z.enum(partnerStatuses),
  region: z.string(),
  currency: z.string(),
  cloud: z.enum(['global', 'germany']),
  mpnId: z.string().optional(),
  isSandbox: z.boolean(),
  isDomainRegistrar: z.boolean(),
  nominatedDate: z.string(),
  billingDay: z.number().int().optional(),
  links: selfLink,
  attributes: attributes('PartnerAccount'),
});
export const PartnerAccounts = collectionOf(PartnerAccount);

// --- operator: customers and agreements ----------------------------------------------------------------------------

/** The company stands flat or in `companyProfile`, as customers have it elsewhere. */
export const OperatorCustomerBody = z
  .object({
    id: OptionalGuid,
    companyProfile: z
      .object({
        companyName: text().optional(),
        domain: Domain.optional(),
        country: Country.optional(),
        address: AddressBody.optional(),
        email: Email.optional(),
      })
      .optional(),
    companyName: text().optional(),
    domain: Domain.optional(),
    country: Country.optional(),
    address: AddressBody.optional(),
    email: Email.optional(),
    channels: z.array(lenientEnum(channels)).max(20).optional(),
    culture: Culture.optional(),
    language: Language.optional(),
    adminUser: z.object({ userPrincipalName: UserName, displayName: text(), email: Email }),
  })
  .transform(({ companyProfile, ...flat }, context) => {
    const { companyName, domain, country, address, email } = { ...companyProfile, ...defined(flat) };
    const where = country ?? address?.country;
    if (companyName !== undefined && domain !== undefined && where !== undefined)
      return { ...flat, companyName, domain, country: where, address, email };
    const path = [
      'companyProfile',
      companyName === undefined ? 'companyName' : domain === undefined ? 'domain' : 'country',
    ];
    context.addIssue({ code: 'custom', path, message: 'is missing' });
    return z.NEVER;
  });
export const OperatorCustomer = z.object({
  id: z.string(),
  companyName: z.string(),
  domain: z.string(),
  country: z.string(),
  companyProfile: z.object({ tenantId: z.string(), companyName: z.string(), domain: z.string(), country: z.string() }),
  channels: z.array(z.enum(channels)),
  adminUser: z.object({ id: z.string(), userPrincipalName: z.string() }).optional(),
  validationStatus: z.string(),
  createdBy: z.string(),
  createdDate: z.string(),
  attributes: attributes('OperatorCustomer'),
});
export const OperatorCustomers = collectionOf(OperatorCustomer);

const validationWords = ['Unknown', 'UnderReview', 'Allowed', 'NotAllowed', 'Not Ready'] as const;
export const ValidationBody = z.object({
  status: lenientEnum(['Allowed', 'UnderReview', 'NotAllowed']),
  reason: optionalText(1000),
});
export const ValidationStatus = z.object({
  type: z.literal('account'),
  status: z.enum(validationWords),
  lastUpdateDateTime: z.string().optional(),
  reason: z.string().optional(),
});
export const ValidationQuery = z.object({ type: lenientEnum(['account']).optional() });

export const AgreementTemplateBody = z.object({
  templateId: OptionalGuid,
  agreementType: lenientEnum(agreementTypes),
  versionRank: z.number().int().min(0).max(1_000_000),
  effectiveDate: bodyDate().optional(),
  reacceptanceFrom: bodyDate().optional(),
  /** Where the agreement is published; its page here by default. */
  agreementLink: urlText(500).optional(),
  documents: z
    .array(z.object({ country: Country, language: LanguageTag, text: written({ max: 90_000, lines: true }) }))
    .max(90)
    .default([]),
});
export const AgreementTemplate = z.object({
  templateId: z.string(),
  agreementType: z.enum(agreementTypes),
  versionRank: z.number().int(),
  effectiveDate: z.string(),
  reacceptanceFrom: z.string(),
  documents: z.array(z.object({ country: z.string(), language: z.string() })),
  agreementLink: z.string(),
  attributes: attributes('AgreementTemplate'),
});

// --- partner: agreement, users, applications -------------------------------------------------------------------------

export const SignatureBody = z.object({
  version: text(50),
  signedBy: z.object({ firstName: text(50), lastName: text(50), email: Email }),
});
export const ProgramAgreement = z.object({
  status: z.enum(['unsigned', 'inForce', 'ended']),
  version: z.string().optional(),
  signedDate: z.string().optional(),
  signedBy: z.object({ firstName: z.string(), lastName: z.string(), email: z.string() }).optional(),
  termEnd: z.string().optional(),
  billingDay: z.number().int().optional(),
  notices: z.array(z.object({ type: z.string(), givenDate: z.string(), effectiveDate: z.string() })),
  attributes: attributes('ProgramAgreement'),
});

const AgentRoles = z.array(lenientEnum(agentRoles)).max(20);
const OwnTenantRole = lenientEnum(['none', 'globalAdmin']);
const UserState = lenientEnum(['active', 'inactive']);
export const PartnerUserBody = z.object({
  userPrincipalName: UserName,
  displayName: text(),
  email: Email.optional(),
  agentRoles: AgentRoles.optional(),
  ownTenantRole: OwnTenantRole.optional(),
});
export const ChangePartnerUserBody = z.object({
  displayName: text().optional(),
  agentRoles: AgentRoles.optional(),
  ownTenantRole: OwnTenantRole.optional(),
  state: UserState.optional(),
});
export const PartnerUser = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  displayName: z.string(),
  email: z.string(),
  agentRoles: z.array(z.enum(agentRoles)),
  ownTenantRole: z.enum(['none', 'globalAdmin']),
  state: z.enum(['active', 'inactive']),
  links: selfLink,
  attributes: attributes('PartnerUser'),
});
export const PartnerUsers = collectionOf(PartnerUser);

const RedirectUri = code(
  z
    .string()
    .max(500)
    .refine(
      isRedirectAddress,
      'must be an https address, or one of an app or of the own machine, without user info, wildcard or fragment',
    )
    .meta({ format: 'uri' }),
);
export const ApplicationBody = z.object({
  displayName: text(),
  redirectUris: z.array(RedirectUri).max(20).optional(),
  agentRoles: AgentRoles.optional(),
  ownTenantRole: OwnTenantRole.optional(),
  boundUserId: OptionalGuid,
});
export const SecretView = z.object({
  secretId: z.string(),
  hint: z.string().optional().meta({ description: 'First characters of the secret.' }),
  createdDate: z.string(),
  expiryDate: z.string(),
  attributes: attributes('ApplicationSecret'),
});
export const SecretViews = collectionOf(SecretView);
export const Application = z.object({
  appId: z.string(),
  displayName: z.string(),
  redirectUris: z.array(z.string()),
  agentRoles: z.array(z.enum(agentRoles)),
  ownTenantRole: z.enum(['none', 'globalAdmin']),
  boundUserId: z.string().optional(),
  createdDate: z.string(),
  secrets: z.array(SecretView),
  links: selfLink,
  attributes: attributes('Application'),
});
export const Applications = collectionOf(Application);
export const SecretBody = z.object({
  expiryDate: bodyDate().optional().meta({ description: 'At most two years ahead, which is also the default.' }),
});
export const SecretPath = ApplicationPath.extend({ secretId: z.string().min(1).max(128) });
export const ApplicationSecret = SecretView.extend({ secret: z.string().optional() });

// --- customers -------------------------------------------------------------------------------------------------------

export const BillToBody = z.object({
  firstName: optionalText(50),
  lastName: optionalText(50),
  email: Email,
  culture: Culture,
  language: Language,
  companyName: text(),
  defaultAddress: AddressBody,
  attributes: EtagCarrier,
});
export const CreateCustomerBody = z.object({
  companyProfile: z.object({ domain: Domain, organizationRegistrationNumber: optionalText(50) }),
  billingProfile: BillToBody,
  associatedPartnerId: OptionalGuid,
});
export const CustomerBillingProfile = z.object({
  id: z.string(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  email: z.string().optional(),
  culture: z.string(),
  language: z.string(),
  companyName: z.string(),
  defaultAddress: Address,
  links: selfLink,
  attributes: attributes('CustomerBillingProfile'),
});
export const CustomerCompanyProfile = z.object({
  tenantId: z.string(),
  domain: z.string(),
  companyName: z.string(),
  address: Address.optional(),
  email: z.string().optional(),
  organizationRegistrationNumber: z.string().optional(),
  links: selfLink,
  attributes: attributes('CustomerCompanyProfile'),
});
const relationshipWords = ['none', 'reseller', 'advisor'] as const;
export const Customer = z.object({
  id: z.string(),
  commerceId: z.string().optional(),
  companyProfile: CustomerCompanyProfile,
  billingProfile: CustomerBillingProfile.optional(),
  relationshipToPartner: z.enum(relationshipWords),
  allowDelegatedAccess: z.boolean().optional(),
  userCredentials: z.object({ userName: z.string(), password: z.string() }).optional(),
  customDomains: z.array(z.string()).optional(),
  associatedPartnerId: z.string().optional(),
  links: selfLink,
  attributes: attributes('Customer'),
});
export const Customers = collectionOf(Customer);

export const AgreementTypeQuery = z.object({
  agreementType: z.union([z.literal('*'), lenientEnum(agreementTypes)]).optional(),
});
export const AgreementMetaData = z.object({
  templateId: z.string(),
  agreementType: z.enum(agreementTypes),
  agreementLink: z.string(),
  versionRank: z.number().int(),
});
export const AgreementMetaDataList = collectionOf(AgreementMetaData);
export const AgreementBody = z
  .object({
    primaryContact: ContactBody,
    templateId: codeText(100).min(1),
    dateAgreed: requiredBodyDate(),
    type: lenientEnum(agreementTypes).optional(),
    agreementType: lenientEnum(agreementTypes).optional(),
  })
  .transform(({ agreementType, type, ...rest }) => ({ ...rest, type: type ?? agreementType }));
export const Agreement = z.object({
  primaryContact: Contact,
  templateId: z.string(),
  dateAgreed: z.string(),
  type: z.enum(agreementTypes),
  userId: z.string(),
  agreementLink: z.string(),
});
export const Agreements = collectionOf(Agreement);

// --- tokens ----------------------------------------------------------------------------------------------------------

export const TokenForm = { mediaType: 'application/x-www-form-urlencoded', description: 'grant_type and its fields' };
export const OAuthError = z.object({ error: z.string(), error_description: z.string() });
/** v1: every value is a text. */
export const TokenAnswerV1 = z.object({
  token_type: z.string(),
  scope: z.string().optional(),
  expires_in: z.string(),
  ext_expires_in: z.string(),
  expires_on: z.string(),
  not_before: z.string(),
  resource: z.string(),
  access_token: z.string(),
  refresh_token: z.string().optional(),
  id_token: z.string().optional(),
});
export const TokenAnswerV2 = z.object({
  token_type: z.string(),
  scope: z.string(),
  expires_in: z.number().int(),
  ext_expires_in: z.number().int(),
  access_token: z.string(),
  refresh_token: z.string().optional(),
  id_token: z.string().optional(),
});

// --- agreement documents -----------------------------------------------------------------------------------------------

export const TemplatePath = z.object({ templateId: z.string().min(1).max(100) });
export const DocumentQuery = z.object({ country: Country.optional(), language: LanguageTag.optional() });
export const SignedDocumentQuery = z.object({
  country: codeText(10),
  language: codeText(40),
  until: z.coerce.number().int(),
  signature: codeText(200),
  download: codeText(20).optional(),
});
export const AgreementDocument = z.object({
  displayUri: z.string(),
  downloadUri: z.string(),
  language: z.string(),
  country: z.string(),
});

// --- pages -------------------------------------------------------------------------------------------------------------

const html = (description: string) => ({ mediaType: 'text/html; charset=utf-8', description });
export const Page = html('A page for a person.');
export const StyleSheet = { mediaType: 'text/css; charset=utf-8', description: 'The stylesheet of all pages.' };
export const PlainText = { mediaType: 'text/plain; charset=utf-8', description: 'The text.' };
export const PageForm = { mediaType: 'application/x-www-form-urlencoded', description: 'The form of the page.' };
export const SignInQuery = z.object({ other: codeText(20).optional() });
export const CallbackQuery = z.object({
  code: codeText(4000).optional(),
  state: codeText(500).optional(),
  error: codeText(500).optional(),
});

// --- invitations and the customer's own side -------------------------------------------------------------------------

export const RelationshipRequestQuery = z.object({
  indirectResellerId: OptionalGuid,
  indirectCloudSolutionProviderId: codeText(100).optional(),
  dualRoleIndirectRelationship: codeText(100).optional(),
});
export const RelationshipRequest = z.object({
  url: z.string(),
  emailSubject: z.string(),
  emailText: z.string(),
  attributes: attributes('RelationshipRequest'),
});
/** One address, several with commas or semicolons between, or a list. */
const Recipients = shaped(z.union([z.string().transform((all) => all.split(/[,;]/)), z.array(z.string()).max(200)]))
  .transform((all) => all.map((one) => one.trim()).filter((one) => one !== ''))
  .pipe(z.array(Email).min(1).max(50));
export const InvitationMailBody = z.object({
  to: Recipients,
  locale: LanguageTag.optional(),
  message: written({ max: 2000, min: 0, lines: true }).optional(),
});
export const SupportContact = z.object({
  email: z.string().optional(),
  telephone: z.string().optional(),
  website: z.string().optional(),
});
export const InvitationView = z.object({
  partnerName: z.string(),
  partnerId: z.string(),
  type: z.enum(['reseller', 'advisor']),
  grantsDelegatedAdmin: z.boolean(),
  supportProfile: SupportContact,
});
export const PartnerLink = z.object({
  partnerId: z.string(),
  partnerName: z.string(),
  relationship: z.enum(relationshipWords),
  hasDelegatedAdmin: z.boolean(),
  since: z.string().optional(),
  supportContact: SupportContact,
  attributes: attributes('PartnerLink'),
});
export const PartnerLinks = collectionOf(PartnerLink);
export const Organization = z.object({
  id: z.string(),
  companyName: z.string(),
  domain: z.string(),
  customDomains: z.array(z.string()),
  country: z.string(),
  channels: z.array(z.enum(channels)),
  email: z.string(),
  culture: z.string(),
  language: z.string(),
  address: Address,
  attributes: attributes('Organization'),
});
export const ChangeCustomerBody = z.object({
  relationshipToPartner: lenientEnum([
    'unknown',
    'none',
    'reseller',
    'advisor',
    'syndication',
    'microsoft_support',
  ]).optional(),
  allowDelegatedAccess: z.boolean().optional(),
});
export const DelegatedAdminGrant = z.object({
  grantedDate: z.string(),
  source: z.enum(['tenantCreation', 'invitation', 'advisorRequest']),
  endedDate: z.string().optional(),
  endedBy: z.enum(['customer', 'partner', 'operator']).optional(),
  attributes: attributes('DelegatedAdminGrant'),
});
export const DelegatedAdminGrants = collectionOf(DelegatedAdminGrant);

// --- partner profiles ----------------------------------------------------------------------------------------------------

/** An explicit null clears the member. */
const clearable = (max = 256) => written({ max, min: 0 }).nullable().optional();
const profileLinks = { links: selfLink };

export const OrganizationProfileBody = z.object({
  id: codeText(100).optional(),
  tenantId: codeText(100).optional(),
  domain: shaped(written({ max: 253, min: 0 })).optional(),
  companyName: text().optional(),
  defaultAddress: AddressBody.optional(),
  email: Email.optional(),
  language: Language.optional(),
  culture: Culture.optional(),
  attributes: EtagCarrier,
});
export const OrganizationProfile = z.object({
  id: z.string(),
  companyName: z.string(),
  defaultAddress: Address,
  tenantId: z.string(),
  domain: z.string(),
  email: z.string(),
  language: z.string(),
  culture: z.string(),
  profileType: z.literal('OrganizationProfile'),
  ...profileLinks,
  attributes: attributes('OrganizationProfile'),
});
export const PartnerBillingProfileBody = z.object({
  companyName: text().optional(),
  address: AddressBody.optional(),
  primaryContact: ContactBody.optional(),
  purchaseOrderNumber: clearable(50),
  taxId: clearable(50),
  attributes: EtagCarrier,
});
export const PartnerBillingProfile = z.object({
  companyName: z.string(),
  address: Address,
  primaryContact: Contact,
  purchaseOrderNumber: z.string().optional(),
  taxId: z.string().optional(),
  billingCurrency: z.string(),
  billingDay: z.number().int().optional(),
  profileType: z.literal('BillingProfile'),
  ...profileLinks,
  attributes: attributes('BillingProfile'),
});
export const SupportProfileBody = z.object({
  email: Email.nullable().optional(),
  telephone: clearable(40),
  website: clearable(200),
});
export const SupportProfile = z.object({
  email: z.string().optional(),
  telephone: z.string().optional(),
  website: z.string().optional(),
  profileType: z.literal('support_profile'),
  ...profileLinks,
  attributes: attributes('PartnerSupportProfile'),
});
const vettingStatuses = ['none', 'pending', 'authorized', 'rejected'] as const;
export const VettingQuery = z.object({
  vettingVersion: lenientEnum(['Current', 'LastFinalized', 'None']).optional(),
});
export const LegalBusinessProfileBody = z.object({
  companyName: text().optional(),
  address: AddressBody.optional(),
  primaryContact: ContactBody.nullable().optional(),
  companyApproverAddress: AddressBody.nullable().optional(),
  companyApproverEmail: Email.nullable().optional(),
});
export const LegalBusinessProfile = z.object({
  companyName: z.string(),
  address: Address,
  primaryContact: Contact.optional(),
  companyApproverAddress: Address.optional(),
  companyApproverEmail: z.string().optional(),
  vettingStatus: z.enum(vettingStatuses),
  vettingSubStatus: z.string(),
  profileType: z.literal('LegalBusinessProfile'),
  ...profileLinks,
  attributes: attributes('LegalBusinessProfile'),
});
export const MpnQuery = z.object({ mpnId: codeText(50).optional() });
export const MpnProfile = z.object({
  mpnId: z.string(),
  partnerName: z.string(),
  profileType: z.literal('MpnProfile'),
  ...profileLinks,
  attributes: attributes('MpnProfile'),
});

// --- partnerships --------------------------------------------------------------------------------------------------------

const relationshipTypes = ['is_indirect_reseller_of', 'is_indirect_cloud_solution_provider_of'] as const;
export const RelationshipsQuery = z.object({
  relationship_type: lenientEnum(relationshipTypes).optional(),
  filter: searchText(2000).optional(),
});
export const PartnerRelationship = z.object({
  id: z.string(),
  name: z.string(),
  relationshipType: z.enum(relationshipTypes),
  state: z.string().optional(),
  mpnId: z.string().optional(),
  location: z.string().optional(),
  attributes: attributes('PartnerRelationship'),
});
export const PartnerRelationships = collectionOf(PartnerRelationship);
export const PartnershipRequest = z.object({ url: z.string(), attributes: attributes('RelationshipRequest') });
export const CompliancePath = z.object({ programName: z.string() });
export const ComplianceQuery = z.object({
  mpnId: codeText(50).optional(),
  tenantId: codeText(50).optional(),
});
export const AgreementStatus = z.object({ isAgreementSigned: z.boolean() });

// --- markets and domains ---------------------------------------------------------------------------------------------------

export const BillToChangeBody = z.object({
  id: codeText(100).optional(),
  firstName: clearable(50),
  lastName: clearable(50),
  email: Email.optional(),
  culture: Culture.optional(),
  language: Language.optional(),
  companyName: text().optional(),
  defaultAddress: AddressBody.optional(),
  attributes: EtagCarrier,
});
export const DomainPath = z.object({ domain: z.string().min(1).max(253) });
export const DomainPrefixPath = z.object({ domainPrefix: z.string().min(1).max(253) });
export const IsAvailable = z.boolean();
export const AddressIsValid = z.literal(true);
export const CountryPath = z.object({ country: z.string().max(10) });
export const CountryValidationRules = z.object({
  iso2Code: z.string(),
  defaultCulture: z.string(),
  isStateRequired: z.boolean(),
  isCityRequired: z.boolean(),
  isPostalCodeRequired: z.boolean(),
  supportedStatesList: z.array(z.string()),
  supportedLanguagesList: z.array(z.string()),
  supportedCulturesList: z.array(z.string()),
  countryCallingCodesList: z.array(z.string()),
  postalCodeRegex: z.string(),
  phoneNumberRegex: z.string(),
  vatIdRegex: z.string().optional(),
  isVatIdSupported: z.boolean(),
  isTaxIdSupported: z.boolean(),
  isTaxIdOptional: z.boolean(),
  taxIdFormat: z.string().optional(),
  taxIdSample: z.string().optional(),
  customerOrganizationRegistrationNumberRegex: z.string().optional(),
  customerOrganizationRegistrationNumberSample: z.string().optional(),
  customerOrganizationRegistrationNumberRequired: z.boolean(),
  customerOrganizationPhoneNumberRequired: z.boolean(),
  links: selfLink,
  attributes: attributes('CountryValidationRules'),
});

// --- users of customers ----------------------------------------------------------------------------------------------------

export const CustomerUserPath = z.object({ customerId: z.string(), userId: Guid });
export const UserListQuery = SeekQuery.extend({
  sortField: lenientEnum(['DisplayName', 'UserPrincipalName']).optional(),
  sortDirection: lenientEnum(['ascending', 'descending']).optional(),
});
const PasswordProfileBody = z.object({
  password: secretText(256).optional(),
  forceChangePassword: z.boolean().optional(),
});
const personBody = {
  firstName: optionalText(100),
  lastName: optionalText(100),
  usageLocation: z
    .union([z.literal('').transform(() => undefined), Country])
    .optional()
    .meta({ type: 'string' } as never),
  phoneNumber: optionalText(40),
  immutableId: optionalText(256),
};
export const CustomerUserBody = z.object({
  userPrincipalName: UserName,
  displayName: text(),
  passwordProfile: z.object({ password: secretText(256).min(1), forceChangePassword: z.boolean().optional() }),
  ...personBody,
});
export const ChangeCustomerUserBody = z.object({
  userPrincipalName: shaped(written({ max: 256, min: 0 })).optional(),
  displayName: optionalText(),
  passwordProfile: PasswordProfileBody.optional(),
  state: lenientEnum(['active', 'inactive']).optional(),
  ...personBody,
});
export const ResetPasswordBody = z.object({
  passwordProfile: z.object({ password: secretText(256).min(1), forceChangePassword: z.boolean().optional() }),
});
export const CustomerUser = z.object({
  id: z.string(),
  userPrincipalName: z.string(),
  displayName: z.string(),
  firstName: z.string().optional(),
  lastName: z.string().optional(),
  usageLocation: z.string().optional(),
  phoneNumber: z.string().optional(),
  immutableId: z.string().optional(),
  passwordProfile: z.object({ password: z.string().optional(), forceChangePassword: z.boolean() }),
  userDomainType: z.enum(['none', 'managed', 'federated']),
  state: z.enum(['active', 'inactive']),
  softDeletionTime: z.string().optional(),
  links: selfLink,
  attributes: attributes('CustomerUser'),
});
export const CustomerUsers = collectionOf(CustomerUser);
