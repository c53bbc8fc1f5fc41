import * as z from 'zod';
import { bodyDate } from '../../../shared/contracts/dates.ts';
import { wholeNumber } from '../../../shared/contracts/numbers.ts';
import { offsetOrSeekParameters } from '../../../shared/contracts/paging.ts';
import { code, codeText, Email, searchText, shaped, written } from '../../../shared/contracts/text.ts';
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
import { text } from '../people/parts.ts';
import { optionalText } from '../tenants/parts.ts';
import { AddressBody } from '../tenants/schemas.ts';
import {
  noticeTypes,
  partnerNoticeTypes,
  partnerStatuses,
  programRoles,
  vettingStatuses,
  vettingSubStatuses,
} from './domain/words.ts';
import { Culture, clearable, Domain, EtagCarrier } from './parts.ts';

const MpnId = code(z.string().regex(/^\d{1,12}$/, 'must be a number'));

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

export const PartnerPath = z.object({ partnerId: Guid.describe('Id of the partner: the GUID of its tenant.') });

export const OffsetQuery = z.object({
  size: wholeNumber(0, 1000).optional().describe('Items on one page at most: 0 or nothing for 500.'),
  ...offsetOrSeekParameters,
  filter: searchText(2000)
    .optional()
    .describe('Filter as JSON, such as `{"Field":"CompanyName","Value":"Con","Operator":"starts_with"}`.'),
});

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
  mpnId: MpnId.optional().describe('Network id of the partner, digits only.'),
  cloud: lenientEnum(['global', 'germany']).optional().describe('Cloud that the partner sells.'),
  isSandbox: z.boolean().optional().describe('Whether it is a partner for trying things out: no money is owed.'),
  isDomainRegistrar: z.boolean().optional().describe('Whether the partner may register domains for customers.'),
});

export const ChangePartnerBody = z.object({
  status: lenientEnum(partnerStatuses).optional().describe('State of the account.'),
  mpnId: MpnId.optional().describe('Network id of the partner, digits only.'),
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
  vettingStatus: z.enum(vettingStatuses).describe('Whether its legal profile is verified.'),
  agreementEndDate: z
    .string()
    .optional()
    .describe('Last day of its program agreement, where notice was given or it has ended.'),
  billingDay: z.number().int().optional().describe('Day of the month on which the partner is invoiced.'),
  links: selfLink,
  attributes: attributes('PartnerAccount'),
});

export const PartnerAccounts = collectionOf(PartnerAccount);

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

const noticeMembers = {
  effectiveDate: bodyDate()
    .optional()
    .describe(
      'First day on which the agreement is not in force any more, UTC. Not renewed, it is 1 September, which may be left out.',
    ),
  reason: written({ max: 1000, min: 0, lines: true }).optional().describe('Why, in words.'),
};
export const OperatorNoticeBody = z.object({
  type: lenientEnum(noticeTypes).describe(
    'The term is not renewed, the agreement ends, or it ends unless a breach is cured.',
  ),
  ...noticeMembers,
});
export const PartnerNoticeBody = z.object({
  type: lenientEnum(partnerNoticeTypes).describe('The term is not renewed, or the agreement ends.'),
  ...noticeMembers,
});

export const AgreementNotice = z.object({
  id: z.string().describe('Id of the notice.'),
  type: z.enum(noticeTypes).describe('What the notice is about.'),
  givenBy: z.enum(['operator', 'partner']).describe('Who gave it.'),
  givenDate: z.string().describe('When the notice was given.'),
  effectiveDate: z.string().describe('First day on which the agreement is not in force any more.'),
  reason: z.string().optional().describe('Why, in words.'),
  withdrawnDate: z.string().optional().describe('When it was taken back; a breach, when it was cured.'),
  attributes: attributes('AgreementNotice'),
});
export const NoticePath = z.object({ noticeId: Guid.describe('Id of the notice.') });
export const PartnerNoticePath = PartnerPath.extend(NoticePath.shape);

export const AuthorizationBody = z.object({
  region: held(codeText(40)).describe(
    'Region of the program, such as `EU_EFTA`: the one that the partner’s country is in.',
  ),
  cloud: held(lenientEnum(['global', 'germany'])).describe(
    'Cloud that the partner sells: the national one in EU, EFTA and UK only.',
  ),
});

export const LegalVettingBody = z.object({
  vettingStatus: lenientEnum(['pending', 'authorized', 'rejected']).describe(
    'What the vetting came to, or that it goes on.',
  ),
  vettingSubStatus: held(lenientEnum(vettingSubStatuses)).describe('How far the verification is.'),
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
  termEnd: z
    .string()
    .optional()
    .describe('Last day of the running term: 31 August, or the day before a notice takes effect. It renews by itself.'),
  endDate: z
    .string()
    .optional()
    .describe('Last day of the agreement, where notice was given: new business ends with it.'),
  runOffEndDate: z
    .string()
    .optional()
    .describe('Last day on which what was sold is served; subscriptions whose term ends before end then.'),
  billingDay: z.number().int().optional().describe('Day of the month on which the partner is invoiced.'),
  notices: z.array(AgreementNotice).describe('Notices that were given under the agreement, withdrawn ones included.'),
  attributes: attributes('ProgramAgreement'),
});

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
  vettingSubStatus: z.enum(vettingSubStatuses).describe('How far the verification is.'),
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

export const CompliancePath = z.object({ programName: z.string().describe('Name of the program.') });

export const ComplianceQuery = z.object({
  mpnId: codeText(50).optional().describe('Network id of the partner asked about.'),
  tenantId: codeText(50).optional().describe('Tenant of the partner asked about.'),
});

export const AgreementStatus = z.object({
  isAgreementSigned: z.boolean().describe('Whether the partner signed the program agreement.'),
});

export const SettingPath = z.object({ setting: z.string().max(50).describe('Name of the setting: `reseller`.') });

const hosting = 'Whether customers are shown where else they can have a website.';
export const ResellerSettingsBody = z.object({ showThirdPartyHostingSuggestions: held(z.boolean()).describe(hosting) });
export const ResellerSettings = z.object({
  showThirdPartyHostingSuggestions: z.boolean().describe(hosting),
  attributes: attributes('ResellerSettings'),
});
