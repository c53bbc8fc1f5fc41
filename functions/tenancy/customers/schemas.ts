import * as z from 'zod';
import { codeText, Email, secretText, shaped, written } from '../../../shared/contracts/text.ts';
import { Language, OptionalGuid } from '../../../shared/contracts/unnamed.ts';
import {
  attributes,
  Country,
  collectionOf,
  Guid,
  held,
  lenientEnum,
  selfLink,
} from '../../../shared/contracts/wire.ts';
import { text, UserName } from '../people/parts.ts';
import { SeekQuery } from '../people/schemas.ts';
import { Culture, clearable, Domain, EtagCarrier } from '../program/parts.ts';
import { Address } from '../program/schemas.ts';
import { relationshipWords } from '../relationships/parts.ts';
import { optionalText } from '../tenants/parts.ts';
import { AddressBody } from '../tenants/schemas.ts';
import { channels } from './domain/customer.ts';
import { qualificationWords } from './domain/qualification.ts';

const defined = <T extends object>(members: T): Partial<T> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;

export const OperatorCustomerPath = z.object({
  customerId: Guid.describe('Id of the customer: the GUID of its tenant.'),
});

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

export const OperatorCustomerChangeBody = z.object({
  channels: z.array(lenientEnum(channels)).min(1).max(20).optional().describe('Ways by which the customer buys.'),
  qualification: lenientEnum(qualificationWords)
    .optional()
    .describe('What the customer qualifies for: `none` for an ordinary commercial customer.'),
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
  qualification: z.enum(qualificationWords).describe('What the customer qualifies for.'),
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
