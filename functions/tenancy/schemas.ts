import * as z from 'zod';
import { bodyDate, requiredBodyDate } from '../../shared/contracts/dates.ts';
import { OFFSET_MAX, wholeNumber } from '../../shared/contracts/numbers.ts';
import { seekParameters } from '../../shared/contracts/paging.ts';
import { code, codeText, searchText, secretText, shaped, urlText, written } from '../../shared/contracts/text.ts';
import { attributes, Country, collectionOf, Guid, held, lenientEnum, selfLink } from '../../shared/contracts/wire.ts';
import { agreementTypes } from './agreements/domain/agreement.ts';
import { isCulture } from './tenants/domain/culture.ts';
import { channels } from './customers/domain/customer.ts';
import { isRedirectAddress } from './people/domain/redirect-address.ts';
import { agentRoles } from './people/domain/user.ts';
import { partnerStatuses, programRoles } from './program/domain/words.ts';

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
  country: Country.describe('Country, ISO 3166 alpha-2, such as `US`.'),
  region: optionalText().describe('Region of the country, where its addresses name one.'),
  city: optionalText().describe('City or town.'),
  state: optionalText(64).describe('State or province; two letters in countries that list their states.'),
  district: optionalText().describe('District of the city, where addresses name one.'),
  addressLine1: optionalText(200).describe('Street and number.'),
  addressLine2: optionalText(200).describe('Second line of the street address.'),
  addressLine3: optionalText(200).describe('Third line of the street address.'),
  postalCode: optionalText(20).describe('Postal code, as the country writes it.'),
  firstName: optionalText(50).describe('Given name.'),
  middleName: optionalText(50).describe('Middle name.'),
  lastName: optionalText(50).describe('Family name.'),
  phoneNumber: optionalText(30).describe('Phone number.'),
  emailAddress: optionalText(254).describe('Mail address at this address.'),
});
export const Address = z.object({
  country: z.string().describe('Country, ISO 3166 alpha-2, such as `US`.'),
  region: z.string().optional().describe('Region of the country, where its addresses name one.'),
  city: z.string().optional().describe('City or town.'),
  state: z.string().optional().describe('State or province; two letters in countries that list their states.'),
  district: z.string().optional().describe('District of the city, where addresses name one.'),
  addressLine1: z.string().optional().describe('Street and number.'),
  addressLine2: z.string().optional().describe('Second line of the street address.'),
  addressLine3: z.string().optional().describe('Third line of the street address.'),
  postalCode: z.string().optional().describe('Postal code, as the country writes it.'),
  firstName: z.string().optional().describe('Given name.'),
  middleName: z.string().optional().describe('Middle name.'),
  lastName: z.string().optional().describe('Family name.'),
  phoneNumber: z.string().optional().describe('Phone number.'),
  emailAddress: z.string().optional().describe('Mail address at this address.'),
});
export const ContactBody = z.object({
  firstName: text(50).describe('Given name.'),
  lastName: text(50).describe('Family name.'),
  email: Email.describe('Mail address.'),
  phoneNumber: optionalText(30).describe('Phone number.'),
});
export const Contact = z.object({
  firstName: z.string().describe('Given name.'),
  lastName: z.string().describe('Family name.'),
  email: z.string().describe('Mail address.'),
  phoneNumber: z.string().optional().describe('Phone number.'),
});
const defined = <T extends object>(members: T): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;

/** Etags of SDKs come back in the body. */
const EtagCarrier = z
  .object({
    etag: codeText(1000).optional().describe('ETag of the state that the change is meant for, as SDKs send it back.'),
  })
  .optional()
  .describe('What SDKs send back of the answer that they read.');

// --- paths and queries -----------------------------------------------------------------------------------------------

export const PartnerPath = z.object({ partnerId: Guid.describe('Id of the partner: the GUID of its tenant.') });
export const CustomerPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
});
export const OperatorCustomerPath = z.object({
  customerId: Guid.describe('Id of the customer: the GUID of its tenant.'),
});
export const UserPath = z.object({ userId: Guid.describe('Id of the user.') });
export const ApplicationPath = z.object({
  appId: z.string().min(1).max(128).describe('Id of the application, its `client_id` for tokens.'),
});
export const TokenPath = z.object({ token: z.string().min(1).max(200).describe('Token of the link.') });
export const PasswordChoiceQuery = z.object({
  userName: codeText(254).optional().describe('Name with which the user signs in.'),
});
export const TenantPath = z.object({
  tenant: z.string().min(1).max(253).describe('Tenant: its GUID or a domain of it.'),
});

const size = wholeNumber(0, 500).optional();
export const SeekQuery = z.object({
  size: size.describe('Items on one page at most: 0 or nothing for the most there can be.'),
  filter: searchText(2000)
    .optional()
    .describe('Filter as JSON, such as `{"Field":"CompanyName","Value":"Con","Operator":"starts_with"}`.'),
  ...seekParameters,
});
export const PartnerUsersQuery = SeekQuery.omit({ filter: true });
export const OffsetQuery = z.object({
  size: wholeNumber(0, 1000).optional().describe('Items on one page at most.'),
  offset: wholeNumber(0, OFFSET_MAX).optional().describe('Items to leave out before the page, from 0.'),
  filter: searchText(2000)
    .optional()
    .describe('Filter as JSON, such as `{"Field":"CompanyName","Value":"Con","Operator":"starts_with"}`.'),
});

// --- operator: partners --------------------------------------------------------------------------------------------

const PrimaryAdmin = z.object({
  displayName: text().describe('Name shown to people.'),
  email: Email.describe('Mail address.'),
});
export const NominatePartnerBody = z.object({
  id: OptionalGuid.describe('GUID for the new tenant; one is made when it is absent.'),
  companyName: text().describe('Name of the company.'),
  domain: Domain.describe('Domain of the tenant.'),
  country: Country.describe('Country, ISO 3166 alpha-2, such as `US`.'),
  address: AddressBody.optional().describe('Address of the company.'),
  primaryAdmin: PrimaryAdmin.describe('First user of the partner, global administrator of its own company.'),
  programRole: lenientEnum(programRoles).describe('Part that the partner has in the program.'),
  mpnId: NetworkId.optional().describe('Network id of the partner, digits only.'),
  cloud: lenientEnum(['global', 'germany']).optional().describe('Cloud that the partner sells.'),
  isSandbox: z.boolean().optional().describe('Whether it is a partner for trying things out: no money is owed.'),
  isDomainRegistrar: z.boolean().optional().describe('Whether the partner may register domains for customers.'),
});
export const ChangePartnerBody = z.object({
  status: lenientEnum(partnerStatuses).optional().describe('State of the account.'),
  mpnId: NetworkId.optional().describe('Network id of the partner, digits only.'),
  isDomainRegistrar: z.boolean().optional().describe('Whether the partner may register domains for customers.'),
  reason: optionalText(1000).describe('Why, in words.'),
});
export const PartnerAccount = z.object({
  id: z.string().describe('Id of the partner: the GUID of its tenant.'),
  companyName: z.string().describe('Name of the company.'),
  domain: z.string().describe('Domain of the tenant.'),
  country: z.string().describe('Country, ISO 3166 alpha-2, such as `US`.'),
  primaryAdmin: z
    .object({
      displayName: z.string().describe('Name shown to people.'),
      email: z.string().describe('Mail address.'),
      userPrincipalName: z
        .string()
        .optional()
        .describe('Name with which the user signs in, in the form of a mail address.'),
    })
    .describe('First user of the partner, global administrator of its own company.'),
  programRole: z.enum(programRoles).describe('Part that the partner has in the program.'),
  status: z.enum(partnerStatuses).describe('State of the account.'),
  region: z.string().describe('Region of the program that the country belongs to.'),
  currency: z.string().describe('Currency, ISO 4217, such as `USD`.'),
  cloud: z.enum(['global', 'germany']).describe('Cloud that the partner sells.'),
  mpnId: z.string().optional().describe('Network id of the partner, digits only.'),
  isSandbox: z.boolean().describe('Whether it is a partner for trying things out: no money is owed.'),
  isDomainRegistrar: z.boolean().describe('Whether the partner may register domains for customers.'),
  nominatedDate: z.string().describe('When the operator nominated the partner.'),
  billingDay: z.number().int().optional().describe('Day of the month on which the partner is invoiced.'),
  links: selfLink,
  attributes: attributes('PartnerAccount'),
});
export const PartnerAccounts = collectionOf(PartnerAccount);

// --- operator: customers and agreements ----------------------------------------------------------------------------

/** The company stands flat or in `companyProfile`, as customers have it elsewhere. */
export const OperatorCustomerBody = z
  .object({
    id: OptionalGuid.describe('GUID for the new tenant; one is made when it is absent.'),
    companyProfile: z
      .object({
        companyName: text().optional().describe('Name of the company.'),
        domain: Domain.optional().describe('Domain of the tenant.'),
        country: Country.optional().describe('Country, ISO 3166 alpha-2, such as `US`.'),
        address: AddressBody.optional().describe('Address of the company.'),
        email: Email.optional().describe('Mail address.'),
      })
      .optional()
      .describe('The company.'),
    companyName: text().optional().describe('Name of the company.'),
    domain: Domain.optional().describe('Domain of the tenant.'),
    country: Country.optional().describe('Country, ISO 3166 alpha-2, such as `US`.'),
    address: AddressBody.optional().describe('Address of the company.'),
    email: Email.optional().describe('Mail address.'),
    channels: z.array(lenientEnum(channels)).max(20).optional().describe('Ways by which the customer buys.'),
    culture: Culture.optional().describe('Language and country for texts and formats, such as `en-US`.'),
    language: Language.optional().describe('Language of two letters, such as `en`.'),
    adminUser: z
      .object({
        userPrincipalName: UserName.describe('Name with which the user signs in, in the form of a mail address.'),
        displayName: text().describe('Name shown to people.'),
        email: Email.describe('Mail address.'),
      })
      .describe('First administrator of the customer.'),
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
  id: z.string().describe('GUID of the tenant of the customer.'),
  companyName: z.string().describe('Name of the company.'),
  domain: z.string().describe('Domain of the tenant.'),
  country: z.string().describe('Country, ISO 3166 alpha-2, such as `US`.'),
  companyProfile: z
    .object({
      tenantId: z.string().describe('GUID of the tenant.'),
      companyName: z.string().describe('Name of the company.'),
      domain: z.string().describe('Domain of the tenant.'),
      country: z.string().describe('Country, ISO 3166 alpha-2, such as `US`.'),
    })
    .describe('The company.'),
  channels: z.array(z.enum(channels)).describe('Ways by which the customer buys.'),
  adminUser: z
    .object({
      id: z.string().describe('Id of the administrator.'),
      userPrincipalName: z.string().describe('Name with which the user signs in, in the form of a mail address.'),
    })
    .optional()
    .describe('First administrator of the customer.'),
  validationStatus: z.string().describe('Whether the customer may buy.'),
  createdBy: z.string().describe('Who created it.'),
  createdDate: z.string().describe('When it was created.'),
  attributes: attributes('OperatorCustomer'),
});
export const OperatorCustomers = collectionOf(OperatorCustomer);

const validationWords = ['Unknown', 'UnderReview', 'Allowed', 'NotAllowed', 'Not Ready'] as const;
export const ValidationBody = z.object({
  status: lenientEnum(['Allowed', 'UnderReview', 'NotAllowed']).describe(
    'What the operator decides about the customer.',
  ),
  reason: optionalText(1000).describe('Why, in words.'),
});
export const ValidationStatus = z.object({
  type: z.literal('account').describe('What was validated: the account.'),
  status: z.enum(validationWords).describe('Whether the customer may buy.'),
  lastUpdateDateTime: z.string().optional().describe('When it was last decided.'),
  reason: z.string().optional().describe('Why it was not allowed.'),
});
export const ValidationQuery = z.object({
  type: lenientEnum(['account']).optional().describe('What was validated; only `account` there is.'),
});

export const AgreementTemplateBody = z.object({
  templateId: OptionalGuid.describe('Id for the new template; one is made when it is absent.'),
  agreementType: lenientEnum(agreementTypes).describe('Kind of the agreement.'),
  versionRank: z
    .number()
    .int()
    .min(0)
    .max(1_000_000)
    .describe('Order of the versions of one agreement: the highest is the newest.'),
  effectiveDate: bodyDate().optional().describe('When it takes effect.'),
  reacceptanceFrom: bodyDate()
    .optional()
    .describe('From when customers of earlier versions must have accepted this one.'),
  /** Where the agreement is published; its page here by default. */
  agreementLink: urlText(500).optional().describe('Address at which the agreement can be read.'),
  documents: z
    .array(
      z.object({
        country: Country.describe('Country, ISO 3166 alpha-2, such as `US`.'),
        language: LanguageTag.describe('Language of the document, such as `en-US`.'),
        text: written({ max: 90_000, lines: true }).describe('The whole text of the document, lines kept.'),
      }),
    )
    .max(90)
    .default([])
    .describe('The texts, one for each country and language.'),
});
export const AgreementTemplate = z.object({
  templateId: z.string().describe('Id of the agreement template; upper and lower case differ.'),
  agreementType: z.enum(agreementTypes).describe('Kind of the agreement.'),
  versionRank: z.number().int().describe('Order of the versions of one agreement: the highest is the newest.'),
  effectiveDate: z.string().describe('When it takes effect.'),
  reacceptanceFrom: z.string().describe('From when customers of earlier versions must have accepted this one.'),
  documents: z
    .array(
      z.object({
        country: z.string().describe('Country, ISO 3166 alpha-2, such as `US`.'),
        language: z.string().describe('Language of the document, such as `en-US`.'),
      }),
    )
    .describe('Countries and languages in which there is a text.'),
  agreementLink: z.string().describe('Address at which the agreement can be read.'),
  attributes: attributes('AgreementTemplate'),
});

// --- partner: agreement, users, applications -------------------------------------------------------------------------

export const SignatureBody = z.object({
  version: text(50).describe('Version of the program agreement.'),
  signedBy: z
    .object({
      firstName: text(50).describe('Given name.'),
      lastName: text(50).describe('Family name.'),
      email: Email.describe('Mail address.'),
    })
    .describe('Who signed.'),
});
export const ProgramAgreement = z.object({
  status: z.enum(['unsigned', 'inForce', 'ended']).describe('Whether the program agreement is signed and in force.'),
  version: z.string().optional().describe('Version of the program agreement.'),
  signedDate: z.string().optional().describe('When the program agreement was signed.'),
  signedBy: z
    .object({
      firstName: z.string().describe('Given name.'),
      lastName: z.string().describe('Family name.'),
      email: z.string().describe('Mail address.'),
    })
    .optional()
    .describe('Who signed.'),
  termEnd: z.string().optional().describe('When the term of the agreement ends.'),
  billingDay: z.number().int().optional().describe('Day of the month on which the partner is invoiced.'),
  notices: z
    .array(
      z.object({
        type: z.string().describe('What the notice is about.'),
        givenDate: z.string().describe('When the notice was given.'),
        effectiveDate: z.string().describe('When it takes effect.'),
      }),
    )
    .describe('Notices that were given under the agreement.'),
  attributes: attributes('ProgramAgreement'),
});

const AgentRoles = z.array(lenientEnum(agentRoles)).max(20);
const OwnTenantRole = lenientEnum(['none', 'globalAdmin']);
const UserState = lenientEnum(['active', 'inactive']);
export const PartnerUserBody = z.object({
  userPrincipalName: UserName.describe('Name with which the user signs in, in the form of a mail address.'),
  displayName: text().describe('Name shown to people.'),
  email: Email.optional().describe('Mail address.'),
  agentRoles: AgentRoles.optional().describe('Roles towards customers.'),
  ownTenantRole: OwnTenantRole.optional().describe('Role in the own company: `globalAdmin`, or none.'),
});
export const ChangePartnerUserBody = z.object({
  displayName: text().optional().describe('Name shown to people.'),
  agentRoles: AgentRoles.optional().describe('Roles towards customers.'),
  ownTenantRole: OwnTenantRole.optional().describe('Role in the own company: `globalAdmin`, or none.'),
  state: UserState.optional().describe('`inactive` keeps the user from signing in.'),
});
export const PartnerUser = z.object({
  id: z.string().describe('Id of the user.'),
  userPrincipalName: z.string().describe('Name with which the user signs in, in the form of a mail address.'),
  displayName: z.string().describe('Name shown to people.'),
  email: z.string().describe('Mail address.'),
  agentRoles: z.array(z.enum(agentRoles)).describe('Roles towards customers.'),
  ownTenantRole: z.enum(['none', 'globalAdmin']).describe('Role in the own company: `globalAdmin`, or none.'),
  state: z.enum(['active', 'inactive']).describe('`inactive`: the user cannot sign in.'),
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
  displayName: text().describe('Name shown to people.'),
  redirectUris: z.array(RedirectUri).max(20).optional().describe('Addresses to which a sign-in may return.'),
  agentRoles: AgentRoles.optional().describe('Roles towards customers.'),
  ownTenantRole: OwnTenantRole.optional().describe('Role in the own company: `globalAdmin`, or none.'),
  boundUserId: OptionalGuid.describe(
    'User for whom the application acts: its tokens have that user and the roles of that user.',
  ),
});
export const SecretView = z.object({
  secretId: z.string().describe('Id of the secret.'),
  hint: z.string().optional().meta({ description: 'First characters of the secret.' }),
  createdDate: z.string().describe('When it was created.'),
  expiryDate: z.string().describe('When the secret ends.'),
  attributes: attributes('ApplicationSecret'),
});
export const SecretViews = collectionOf(SecretView);
export const Application = z.object({
  appId: z.string().describe('Id of the application, its `client_id` for tokens.'),
  displayName: z.string().describe('Name shown to people.'),
  redirectUris: z.array(z.string()).describe('Addresses to which a sign-in may return.'),
  agentRoles: z.array(z.enum(agentRoles)).describe('Roles towards customers.'),
  ownTenantRole: z.enum(['none', 'globalAdmin']).describe('Role in the own company: `globalAdmin`, or none.'),
  boundUserId: z
    .string()
    .optional()
    .describe('User for whom the application acts: its tokens have that user and the roles of that user.'),
  createdDate: z.string().describe('When it was created.'),
  secrets: z.array(SecretView).describe('Its secrets, without their values.'),
  links: selfLink,
  attributes: attributes('Application'),
});
export const Applications = collectionOf(Application);
export const SecretBody = z.object({
  expiryDate: bodyDate().optional().meta({ description: 'At most two years ahead, which is also the default.' }),
});
export const SecretPath = ApplicationPath.extend({
  secretId: z.string().min(1).max(128).describe('Id of the secret.'),
});
export const ApplicationSecret = SecretView.extend({
  secret: z.string().optional().describe('The value of the secret, shown once: in the answer that creates it.'),
});

// --- customers -------------------------------------------------------------------------------------------------------

export const BillToBody = z.object({
  firstName: optionalText(50).describe('Given name.'),
  lastName: optionalText(50).describe('Family name.'),
  email: Email.describe('Mail address.'),
  culture: Culture.describe('Language and country for texts and formats, such as `en-US`.'),
  language: Language.describe('Language of two letters, such as `en`.'),
  companyName: text().describe('Name of the company.'),
  defaultAddress: AddressBody.describe('Address of the company.'),
  attributes: EtagCarrier,
});
export const CreateCustomerBody = z.object({
  companyProfile: z
    .object({
      domain: Domain.describe(
        'A prefix, or a name directly under a suffix of the program: becomes the domain of the tenant.',
      ),
      organizationRegistrationNumber: optionalText(50).describe(
        'Number under which the company is registered, where the country needs it.',
      ),
    })
    .describe('The company.'),
  billingProfile: BillToBody.describe('Who is billed, and where.'),
  associatedPartnerId: OptionalGuid.describe(
    'Indirect reseller through which the customer is served; only indirect providers send it.',
  ),
});
export const CustomerBillingProfile = z.object({
  id: z.string().describe('Id of the profile.'),
  firstName: z.string().optional().describe('Given name.'),
  lastName: z.string().optional().describe('Family name.'),
  email: z.string().optional().describe('Mail address.'),
  culture: z.string().describe('Language and country for texts and formats, such as `en-US`.'),
  language: z.string().describe('Language of two letters, such as `en`.'),
  companyName: z.string().describe('Name of the company.'),
  defaultAddress: Address.describe('Address of the company.'),
  links: selfLink,
  attributes: attributes('CustomerBillingProfile'),
});
export const CustomerCompanyProfile = z.object({
  tenantId: z.string().describe('GUID of the tenant.'),
  domain: z.string().describe('Domain of the tenant.'),
  companyName: z.string().describe('Name of the company.'),
  address: Address.optional().describe('Address of the company.'),
  email: z.string().optional().describe('Mail address.'),
  organizationRegistrationNumber: z
    .string()
    .optional()
    .describe('Number under which the company is registered, where the country needs it.'),
  links: selfLink,
  attributes: attributes('CustomerCompanyProfile'),
});
const relationshipWords = ['none', 'reseller', 'advisor'] as const;
export const Customer = z.object({
  id: z.string().describe('Id of the customer: the GUID of its tenant.'),
  commerceId: z.string().optional().describe('Id of the customer in commerce.'),
  companyProfile: CustomerCompanyProfile.describe('The company.'),
  billingProfile: CustomerBillingProfile.optional().describe('Who is billed, and where.'),
  relationshipToPartner: z.enum(relationshipWords).describe('What the partner is to the customer.'),
  allowDelegatedAccess: z.boolean().optional().describe('Whether the partner has delegated administration.'),
  userCredentials: z
    .object({
      userName: z.string().describe('Name with which the administrator signs in.'),
      password: z
        .string()
        .describe('First password of the administrator, shown once: in the answer that creates the customer.'),
    })
    .optional()
    .describe('First administrator of the customer, in the answer that creates it.'),
  customDomains: z.array(z.string()).optional().describe('Domains of the customer besides the first.'),
  associatedPartnerId: z
    .string()
    .optional()
    .describe('Indirect reseller through which the customer is served; only indirect providers send it.'),
  links: selfLink,
  attributes: attributes('Customer'),
});
export const Customers = collectionOf(Customer);

export const AgreementTypeQuery = z.object({
  agreementType: z
    .union([z.literal('*'), lenientEnum(agreementTypes)])
    .optional()
    .describe('Kind of the agreement; `*` or nothing for all.'),
});
export const AgreementMetaData = z.object({
  templateId: z.string().describe('Id of the agreement template; upper and lower case differ.'),
  agreementType: z.enum(agreementTypes).describe('Kind of the agreement.'),
  agreementLink: z.string().describe('Address at which the agreement can be read.'),
  versionRank: z.number().int().describe('Order of the versions of one agreement: the highest is the newest.'),
});
export const AgreementMetaDataList = collectionOf(AgreementMetaData);
export const AgreementBody = z
  .object({
    primaryContact: ContactBody.describe('Person of the customer who accepted the agreement.'),
    templateId: codeText(100).min(1).describe('Id of the agreement template; upper and lower case differ.'),
    dateAgreed: requiredBodyDate().describe('When the customer accepted.'),
    type: lenientEnum(agreementTypes).optional().describe('Kind of the agreement.'),
    agreementType: lenientEnum(agreementTypes)
      .optional()
      .describe('The same as `type`, which wins where both are sent.'),
  })
  .transform(({ agreementType, type, ...rest }) => ({ ...rest, type: type ?? agreementType }));
export const Agreement = z.object({
  primaryContact: Contact.describe('Person of the customer who accepted the agreement.'),
  templateId: z.string().describe('Id of the agreement template; upper and lower case differ.'),
  dateAgreed: z.string().describe('When the customer accepted.'),
  type: z.enum(agreementTypes).describe('Kind of the agreement.'),
  userId: z.string().describe('User of the partner who recorded the acceptance.'),
  agreementLink: z.string().describe('Address at which the agreement can be read.'),
});
export const Agreements = collectionOf(Agreement);

// --- tokens ----------------------------------------------------------------------------------------------------------

export const TokenForm = { mediaType: 'application/x-www-form-urlencoded', description: 'grant_type and its fields' };
export const OAuthError = z.object({
  error: z.string().describe('Code of OAuth 2.0, such as `invalid_client`.'),
  error_description: z.string().describe('The reason in words.'),
});
/** v1: every value is a text. */
export const TokenAnswerV1 = z.object({
  token_type: z.string().describe('Always `Bearer`.'),
  scope: z.string().optional().describe('What the token is for.'),
  expires_in: z.string().describe('Seconds for which the token is valid.'),
  ext_expires_in: z.string().describe('The same as `expires_in`.'),
  expires_on: z.string().describe('When the token ends, in seconds since 1970.'),
  not_before: z.string().describe('When the token begins, in seconds since 1970.'),
  resource: z.string().describe('API for which the token is.'),
  access_token: z.string().describe('The token: send it as `Authorization: Bearer …`.'),
  refresh_token: z.string().optional().describe('Gets another token without signing in again.'),
  id_token: z.string().optional().describe('Who signed in.'),
});
export const TokenAnswerV2 = z.object({
  token_type: z.string().describe('Always `Bearer`.'),
  scope: z.string().describe('What the token is for.'),
  expires_in: z.number().int().describe('Seconds for which the token is valid.'),
  ext_expires_in: z.number().int().describe('The same as `expires_in`.'),
  access_token: z.string().describe('The token: send it as `Authorization: Bearer …`.'),
  refresh_token: z.string().optional().describe('Gets another token without signing in again.'),
  id_token: z.string().optional().describe('Who signed in.'),
});

/** `authorization_endpoint` is that of the authority which the library was configured with. */
export const InstanceQuery = z.object({
  authorization_endpoint: codeText(2000).describe('Address at which the authority begins a sign-in.'),
});
export const InstanceDiscovery = z.object({
  tenant_discovery_endpoint: z.string().describe('Address of the OpenID configuration of the authority.'),
  'api-version': z.string().describe('Version of this answer.'),
  metadata: z
    .array(
      z.object({
        preferred_network: z.string().describe('Host to ask.'),
        preferred_cache: z.string().describe('Host under which tokens are kept.'),
        aliases: z.array(z.string()).describe('Hosts that are one authority.'),
      }),
    )
    .describe('The hosts of the authority.'),
});
export const OpenidConfiguration = z.object({
  issuer: z.string().describe('Name of the authority for this tenant.'),
  authorization_endpoint: z.string().describe('Where a sign-in begins.'),
  token_endpoint: z.string().describe('Where tokens are got.'),
  jwks_uri: z.string().describe('Where the public keys of tokens are.'),
  response_types_supported: z.array(z.string()).describe('What a sign-in can answer.'),
  grant_types_supported: z.array(z.string()).describe('What tokens are given for.'),
  subject_types_supported: z.array(z.string()).describe('How people are named.'),
  id_token_signing_alg_values_supported: z.array(z.string()).describe('How tokens are signed.'),
  token_endpoint_auth_methods_supported: z.array(z.string()).describe('How a client shows its secret.'),
  code_challenge_methods_supported: z.array(z.string()).describe('How a code is bound to its client.'),
  scopes_supported: z.array(z.string()).describe('Scopes of a sign-in.'),
});
/** Members of a key are those of RFC 7517. */
export const SigningKeys = z.object({
  keys: z
    .array(
      z.looseObject({ kty: z.string().describe('Family of the key.'), kid: z.string().describe('Id of the key.') }),
    )
    .describe('The public keys.'),
});

// --- agreement documents -----------------------------------------------------------------------------------------------

export const TemplatePath = z.object({
  templateId: z.string().min(1).max(100).describe('Id of the agreement template; upper and lower case differ.'),
});
export const DocumentQuery = z.object({
  country: Country.optional().describe('Country whose document is asked for.'),
  language: LanguageTag.optional().describe('Language of the document; the nearest there is.'),
});
export const SignedDocumentQuery = z.object({
  country: codeText(10).describe('Country, ISO 3166 alpha-2, such as `US`.'),
  language: codeText(40).describe('Language of the document.'),
  until: z.coerce.number().int().describe('When the link ends.'),
  signature: codeText(200).describe('Proves that the link was made here.'),
  download: codeText(20).optional().describe('`true` answers a file to save.'),
});
export const AgreementDocument = z.object({
  displayUri: z.string().describe('Address of the document for reading; it ends after a while.'),
  downloadUri: z.string().describe('Address of the document as a file; it ends after a while.'),
  language: z.string().describe('Language of the document, such as `en-US`.'),
  country: z.string().describe('Country, ISO 3166 alpha-2, such as `US`.'),
});

// --- pages -------------------------------------------------------------------------------------------------------------

const html = (description: string) => ({ mediaType: 'text/html; charset=utf-8', description });
export const Page = html('A page for a person.');
export const StyleSheet = { mediaType: 'text/css; charset=utf-8', description: 'The stylesheet of all pages.' };
export const PlainText = { mediaType: 'text/plain; charset=utf-8', description: 'The text.' };
export const PageForm = { mediaType: 'application/x-www-form-urlencoded', description: 'The form of the page.' };
export const SignInQuery = z.object({ other: codeText(20).optional().describe('Asks to sign in as somebody else.') });
export const CallbackQuery = z.object({
  code: codeText(4000).optional().describe('Code of the sign-in.'),
  state: codeText(500).optional().describe('What the sign-in was started with.'),
  error: codeText(500).optional().describe('Why the sign-in failed.'),
});

// --- invitations and the customer's own side -------------------------------------------------------------------------

/** Clients send two more names of this kind; what they say is known from the caller. */
export const RelationshipRequestQuery = z.object({
  indirectResellerId: OptionalGuid.describe('Reseller that the invited customer gets as well.'),
});
export const RelationshipRequest = z.object({
  url: z.string().describe('Link to give to the invited; whoever has it can open the invitation.'),
  emailSubject: z.string().describe('Subject for a mail with the link.'),
  emailText: z.string().describe('Text for a mail with the link.'),
  attributes: attributes('RelationshipRequest'),
});
/** One address, several with commas or semicolons between, or a list. */
const Recipients = shaped(z.union([z.string().transform((all) => all.split(/[,;]/)), z.array(z.string()).max(200)]))
  .transform((all) => all.map((one) => one.trim()).filter((one) => one !== ''))
  .pipe(z.array(Email).min(1).max(50));
export const InvitationMailBody = z.object({
  to: Recipients.describe('Mail addresses: one, several with commas between, or a list.'),
  locale: LanguageTag.optional().describe('Language and country of the texts, such as `en-US`.'),
  message: written({ max: 2000, min: 0, lines: true })
    .optional()
    .describe('Words of the partner to the invited, shown in the mail.'),
});
export const SupportContact = z.object({
  email: z.string().optional().describe('Mail address.'),
  telephone: z.string().optional().describe('Phone number for support.'),
  website: z.string().optional().describe('Page for support.'),
});
export const InvitationView = z.object({
  partnerName: z.string().describe('Name of the partner.'),
  partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
  type: z.enum(['reseller', 'advisor']).describe('What the partner becomes to the customer.'),
  grantsDelegatedAdmin: z.boolean().describe('Whether accepting grants delegated administration.'),
  supportProfile: SupportContact.describe('How the partner gives support.'),
});
export const PartnerLink = z.object({
  partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
  partnerName: z.string().describe('Name of the partner.'),
  relationship: z.enum(relationshipWords).describe('What the partner is to the customer.'),
  hasDelegatedAdmin: z.boolean().describe('Whether the partner has delegated administration.'),
  since: z.string().optional().describe('When the relationship began.'),
  supportContact: SupportContact.describe('How the partner gives support.'),
  attributes: attributes('PartnerLink'),
});
export const PartnerLinks = collectionOf(PartnerLink);
export const Organization = z.object({
  id: z.string().describe('GUID of the tenant.'),
  companyName: z.string().describe('Name of the company.'),
  domain: z.string().describe('Domain of the tenant.'),
  customDomains: z.array(z.string()).describe('Domains of the customer besides the first.'),
  country: z.string().describe('Country, ISO 3166 alpha-2, such as `US`.'),
  channels: z.array(z.enum(channels)).describe('Ways by which the customer buys.'),
  email: z.string().describe('Mail address.'),
  culture: z.string().describe('Language and country for texts and formats, such as `en-US`.'),
  language: z.string().describe('Language of two letters, such as `en`.'),
  address: Address.describe('Address of the company.'),
  attributes: attributes('Organization'),
});
export const ChangeCustomerBody = z.object({
  relationshipToPartner: lenientEnum(['unknown', 'none', 'reseller', 'advisor', 'syndication', 'microsoft_support'])
    .optional()
    .describe('`none` ends the relationship; other values change nothing.'),
  allowDelegatedAccess: z
    .boolean()
    .optional()
    .describe('`false` gives delegated administration up; only the customer can grant it.'),
});
export const DelegatedAdminGrant = z.object({
  grantedDate: z.string().describe('When it was granted.'),
  source: z.enum(['tenantCreation', 'invitation', 'advisorRequest']).describe('How the partner got it.'),
  endedDate: z.string().optional().describe('When it ended.'),
  endedBy: z.enum(['customer', 'partner', 'operator']).optional().describe('Who ended it.'),
  attributes: attributes('DelegatedAdminGrant'),
});
export const DelegatedAdminGrants = collectionOf(DelegatedAdminGrant);

// --- partner profiles ----------------------------------------------------------------------------------------------------

/** An explicit null clears the member. */
const clearable = (max = 256) => written({ max, min: 0 }).nullable().optional();
const profileLinks = { links: selfLink };

export const OrganizationProfileBody = z.object({
  id: codeText(100).optional().describe('Taken as SDKs send it; it changes nothing.'),
  tenantId: codeText(100).optional().describe('Taken as SDKs send it; it changes nothing.'),
  domain: shaped(written({ max: 253, min: 0 }))
    .optional()
    .describe('Taken as SDKs send it; it changes nothing.'),
  companyName: held(text()).describe('Name of the company.'),
  defaultAddress: held(AddressBody).describe('Address of the company.'),
  email: held(Email).describe('Mail address.'),
  language: held(Language).describe('Language of two letters, such as `en`.'),
  culture: held(Culture).describe('Language and country for texts and formats, such as `en-US`.'),
  attributes: EtagCarrier,
});
export const OrganizationProfile = z.object({
  id: z.string().describe('GUID of the tenant.'),
  companyName: z.string().describe('Name of the company.'),
  defaultAddress: Address.describe('Address of the company.'),
  tenantId: z.string().describe('GUID of the tenant.'),
  domain: z.string().describe('Domain of the tenant.'),
  email: z.string().describe('Mail address.'),
  language: z.string().describe('Language of two letters, such as `en`.'),
  culture: z.string().describe('Language and country for texts and formats, such as `en-US`.'),
  profileType: z.literal('OrganizationProfile').describe('Kind of the profile.'),
  ...profileLinks,
  attributes: attributes('OrganizationProfile'),
});
export const PartnerBillingProfileBody = z.object({
  companyName: held(text()).describe('Name of the company.'),
  address: held(AddressBody).describe('Address of the company.'),
  primaryContact: held(ContactBody).describe('Person to turn to.'),
  purchaseOrderNumber: clearable(50).describe('Number that invoices show for the accounts of the partner.'),
  taxId: clearable(50).describe('Tax id of the partner.'),
  attributes: EtagCarrier,
});
export const PartnerBillingProfile = z.object({
  companyName: z.string().describe('Name of the company.'),
  address: Address.describe('Address of the company.'),
  primaryContact: Contact.describe('Person to turn to.'),
  purchaseOrderNumber: z.string().optional().describe('Number that invoices show for the accounts of the partner.'),
  taxId: z.string().optional().describe('Tax id of the partner.'),
  billingCurrency: z.string().describe('Currency in which the partner is invoiced, ISO 4217.'),
  billingDay: z.number().int().optional().describe('Day of the month on which the partner is invoiced.'),
  profileType: z.literal('BillingProfile').describe('Kind of the profile.'),
  ...profileLinks,
  attributes: attributes('BillingProfile'),
});
export const SupportProfileBody = z.object({
  email: Email.nullable().optional().describe('Mail address.'),
  telephone: clearable(40).describe('Phone number for support.'),
  website: clearable(200).describe('Page for support.'),
});
export const SupportProfile = z.object({
  email: z.string().optional().describe('Mail address.'),
  telephone: z.string().optional().describe('Phone number for support.'),
  website: z.string().optional().describe('Page for support.'),
  profileType: z.literal('support_profile').describe('Kind of the profile.'),
  ...profileLinks,
  attributes: attributes('PartnerSupportProfile'),
});
const vettingStatuses = ['none', 'pending', 'authorized', 'rejected'] as const;
export const VettingQuery = z.object({
  vettingVersion: lenientEnum(['Current', 'LastFinalized', 'None'])
    .optional()
    .describe('Which verification: the current one, or the last that was finished.'),
});
export const LegalBusinessProfileBody = z.object({
  companyName: held(text()).describe('Name of the company.'),
  address: held(AddressBody).describe('Address of the company.'),
  primaryContact: ContactBody.nullable().optional().describe('Person to turn to.'),
  companyApproverAddress: AddressBody.nullable()
    .optional()
    .describe('Address of the person who approves for the company.'),
  companyApproverEmail: Email.nullable()
    .optional()
    .describe('Mail address of the person who approves for the company.'),
});
export const LegalBusinessProfile = z.object({
  companyName: z.string().describe('Name of the company.'),
  address: Address.describe('Address of the company.'),
  primaryContact: Contact.optional().describe('Person to turn to.'),
  companyApproverAddress: Address.optional().describe('Address of the person who approves for the company.'),
  companyApproverEmail: z.string().optional().describe('Mail address of the person who approves for the company.'),
  vettingStatus: z.enum(vettingStatuses).describe('Whether the company is verified.'),
  vettingSubStatus: z.string().describe('How far the verification is.'),
  profileType: z.literal('LegalBusinessProfile').describe('Kind of the profile.'),
  ...profileLinks,
  attributes: attributes('LegalBusinessProfile'),
});
export const MpnQuery = z.object({
  mpnId: codeText(50).optional().describe('Network id to look up; the own one when absent.'),
});
export const MpnProfile = z.object({
  mpnId: z.string().describe('Network id of the partner, digits only.'),
  partnerName: z.string().describe('Name of the partner.'),
  profileType: z.literal('MpnProfile').describe('Kind of the profile.'),
  ...profileLinks,
  attributes: attributes('MpnProfile'),
});

// --- partnerships --------------------------------------------------------------------------------------------------------

const relationshipTypes = ['is_indirect_reseller_of', 'is_indirect_cloud_solution_provider_of'] as const;
export const RelationshipsQuery = z.object({
  relationship_type: lenientEnum(relationshipTypes)
    .optional()
    .describe('Which partnerships: as reseller, or as provider.'),
  filter: searchText(2000)
    .optional()
    .describe('Filter as JSON, such as `{"Field":"CompanyName","Value":"Con","Operator":"starts_with"}`.'),
});
export const PartnerRelationship = z.object({
  id: z.string().describe('Id of the other partner: the GUID of its tenant.'),
  name: z.string().describe('Name of the other partner.'),
  relationshipType: z.enum(relationshipTypes).describe('What the two partners are to each other.'),
  state: z.string().optional().describe('State of the partnership.'),
  mpnId: z.string().optional().describe('Network id of the partner, digits only.'),
  location: z.string().optional().describe('Country of the other partner.'),
  attributes: attributes('PartnerRelationship'),
});
export const PartnerRelationships = collectionOf(PartnerRelationship);
export const PartnershipRequest = z.object({
  url: z.string().describe('Link to give to the invited; whoever has it can open the invitation.'),
  attributes: attributes('RelationshipRequest'),
});
export const CompliancePath = z.object({ programName: z.string().describe('Name of the program.') });
export const ComplianceQuery = z.object({
  mpnId: codeText(50).optional().describe('Network id of the partner asked about.'),
  tenantId: codeText(50).optional().describe('Tenant of the partner asked about.'),
});
export const AgreementStatus = z.object({
  isAgreementSigned: z.boolean().describe('Whether the partner signed the program agreement.'),
});

// --- markets and domains ---------------------------------------------------------------------------------------------------

export const BillToChangeBody = z.object({
  id: codeText(100).optional().describe('Taken as SDKs send it; it changes nothing.'),
  firstName: clearable(50).describe('Given name.'),
  lastName: clearable(50).describe('Family name.'),
  email: held(Email).describe('Mail address.'),
  culture: held(Culture).describe('Language and country for texts and formats, such as `en-US`.'),
  language: held(Language).describe('Language of two letters, such as `en`.'),
  companyName: held(text()).describe('Name of the company.'),
  defaultAddress: held(AddressBody).describe('Address of the company.'),
  attributes: EtagCarrier,
});
export const DomainPath = z.object({ domain: z.string().min(1).max(253).describe('A domain name.') });
export const DomainPrefixPath = z.object({
  domainPrefix: z.string().min(1).max(253).describe('Name under a suffix of the program.'),
});
export const IsAvailable = z.boolean();
export const AddressIsValid = z.literal(true);
export const CountryPath = z.object({
  country: z.string().max(10).describe('Country, ISO 3166 alpha-2, such as `US`.'),
});
export const CountryValidationRules = z.object({
  iso2Code: z.string().describe('Country, ISO 3166 alpha-2.'),
  defaultCulture: z.string().describe('Culture that most customers of the country have.'),
  isStateRequired: z.boolean().describe('Whether addresses need a state.'),
  isCityRequired: z.boolean().describe('Whether addresses need a city.'),
  isPostalCodeRequired: z.boolean().describe('Whether addresses need a postal code.'),
  supportedStatesList: z.array(z.string()).describe('States that addresses may name; empty when any will do.'),
  supportedLanguagesList: z.array(z.string()).describe('Languages of the country.'),
  supportedCulturesList: z.array(z.string()).describe('Cultures of the country.'),
  countryCallingCodesList: z.array(z.string()).describe('Codes with which phone numbers of the country begin.'),
  postalCodeRegex: z.string().describe('Regular expression that postal codes match.'),
  phoneNumberRegex: z.string().describe('Regular expression that phone numbers match.'),
  vatIdRegex: z.string().optional().describe('Regular expression that VAT ids match.'),
  isVatIdSupported: z.boolean().describe('Whether the country has VAT ids.'),
  isTaxIdSupported: z.boolean().describe('Whether the country has tax ids.'),
  isTaxIdOptional: z.boolean().describe('Whether a tax id may be left out.'),
  taxIdFormat: z.string().optional().describe('How a tax id is written, in words.'),
  taxIdSample: z.string().optional().describe('A tax id as an example.'),
  customerOrganizationRegistrationNumberRegex: z
    .string()
    .optional()
    .describe('Regular expression that registration numbers of companies match.'),
  customerOrganizationRegistrationNumberSample: z.string().optional().describe('A registration number as an example.'),
  customerOrganizationRegistrationNumberRequired: z
    .boolean()
    .describe('Whether a customer needs a registration number.'),
  customerOrganizationPhoneNumberRequired: z.boolean().describe('Whether a customer needs a phone number.'),
  links: selfLink,
  attributes: attributes('CountryValidationRules'),
});

// --- users of customers ----------------------------------------------------------------------------------------------------

export const CustomerUserPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  userId: Guid.describe('Id of the user.'),
});
export const UserListQuery = SeekQuery.extend({
  sortField: lenientEnum(['DisplayName', 'UserPrincipalName']).optional().describe('Member to sort by.'),
  sortDirection: lenientEnum(['ascending', 'descending']).optional().describe('Way to sort.'),
});
const PasswordProfileBody = z.object({
  password: secretText(256).optional().describe('Password: 8 to 256 characters of three of four kinds.'),
  forceChangePassword: z
    .boolean()
    .optional()
    .describe('Whether the user must choose another password; always `true` for one that somebody else set.'),
});
const personBody = {
  firstName: optionalText(100).describe('Given name.'),
  lastName: optionalText(100).describe('Family name.'),
  usageLocation: z
    .union([z.literal('').transform(() => undefined), Country])
    .optional()
    .meta({ type: 'string' } as never)
    .describe('Country in which the user uses services; licences need it.'),
  phoneNumber: optionalText(40).describe('Phone number.'),
  immutableId: optionalText(256).describe('Id of the user in a directory of the customer.'),
};
export const CustomerUserBody = z.object({
  userPrincipalName: UserName.describe('Name with which the user signs in, in the form of a mail address.'),
  displayName: text().describe('Name shown to people.'),
  passwordProfile: z
    .object({
      password: secretText(256).min(1).describe('Password: 8 to 256 characters of three of four kinds.'),
      forceChangePassword: z
        .boolean()
        .optional()
        .describe('Whether the user must choose another password; always `true` for one that somebody else set.'),
    })
    .describe('The password, and whether its user must choose another.'),
  ...personBody,
});
export const ChangeCustomerUserBody = z.object({
  userPrincipalName: shaped(written({ max: 256, min: 0 }))
    .optional()
    .describe('Name with which the user signs in, in the form of a mail address.'),
  displayName: optionalText().describe('Name shown to people.'),
  passwordProfile: PasswordProfileBody.optional().describe('The password, and whether its user must choose another.'),
  state: lenientEnum(['active', 'inactive'])
    .optional()
    .describe('`active` brings a deleted user back; `inactive` is what a deleted user has.'),
  ...personBody,
});
export const ResetPasswordBody = z.object({
  passwordProfile: z
    .object({
      password: secretText(256).min(1).describe('Password: 8 to 256 characters of three of four kinds.'),
      forceChangePassword: z
        .boolean()
        .optional()
        .describe('Whether the user must choose another password; always `true` for one that somebody else set.'),
    })
    .describe('The password, and whether its user must choose another.'),
});
export const CustomerUser = z.object({
  id: z.string().describe('Id of the user.'),
  userPrincipalName: z.string().describe('Name with which the user signs in, in the form of a mail address.'),
  displayName: z.string().describe('Name shown to people.'),
  firstName: z.string().optional().describe('Given name.'),
  lastName: z.string().optional().describe('Family name.'),
  usageLocation: z.string().optional().describe('Country in which the user uses services; licences need it.'),
  phoneNumber: z.string().optional().describe('Phone number.'),
  immutableId: z.string().optional().describe('Id of the user in a directory of the customer.'),
  passwordProfile: z
    .object({
      password: z.string().optional().describe('Only in the answer to the call that set it.'),
      forceChangePassword: z
        .boolean()
        .describe('Whether the user must choose another password; always `true` for one that somebody else set.'),
    })
    .describe('Whether the user must choose another password; never an own password.'),
  userDomainType: z.enum(['none', 'managed', 'federated']).describe('Whether the domain of the user is managed here.'),
  state: z.enum(['active', 'inactive']).describe('`inactive` once the user was deleted.'),
  softDeletionTime: z.string().optional().describe('When the user was deleted; it can be brought back for 30 days.'),
  links: selfLink,
  attributes: attributes('CustomerUser'),
});
export const CustomerUsers = collectionOf(CustomerUser);
