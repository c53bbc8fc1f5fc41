import * as z from 'zod';
import { wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { searchText } from '../../../shared/contracts/text.ts';
import { attributes, collectionOf, Guid, lenientEnum } from '../../../shared/contracts/wire.ts';
import { relationshipWords } from './parts.ts';

export const CustomerPath = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
});

export const OtherPartnerPath = z.object({
  partnerId: Guid.describe('Id of the other partner: the GUID of its tenant.'),
});

export const SupportContact = z.object({
  email: z.string().optional().describe('Mail address.'),
  telephone: z.string().optional().describe('Phone number for support.'),
  website: z.string().optional().describe('Page for support.'),
});

export const PartnerLink = z.object({
  partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
  partnerName: z.string().describe('Name of the partner.'),
  relationship: z.enum(relationshipWords).describe('What the partner is to the customer.'),
  hasDelegatedAdmin: z.boolean().describe('Whether the partner has delegated administration.'),
  since: z.string().optional().describe('When the relationship began.'),
  supportContact: SupportContact.describe('How the partner gives support.'),
  isOutOfBusiness: z.boolean().describe('Whether the partner has gone out of business: another one can be chosen.'),
  showThirdPartyHostingSuggestions: z
    .boolean()
    .describe('Whether the partner lets its customers be shown where else they can have a website.'),
  attributes: attributes('PartnerLink'),
});

export const PartnerLinks = collectionOf(PartnerLink);

export const MyPartnersQuery = z.object({
  size: wholeNumber(0, 100).optional().describe('Items on one page at most: 0 or nothing for the most there can be.'),
  ...seekParameters,
});

export const DelegatedAdminGrant = z.object({
  grantedDate: z.string().describe('When it was granted.'),
  source: z.enum(['tenantCreation', 'invitation', 'advisorRequest']).describe('How the partner got it.'),
  endedDate: z.string().optional().describe('When it ended.'),
  endedBy: z.enum(['customer', 'partner', 'operator']).optional().describe('Who ended it.'),
  attributes: attributes('DelegatedAdminGrant'),
});

export const DelegatedAdminGrants = collectionOf(DelegatedAdminGrant);

const relationshipTypes = ['is_indirect_reseller_of', 'is_indirect_cloud_solution_provider_of'] as const;

export const RelationshipsQuery = z.object({
  relationship_type: lenientEnum(relationshipTypes)
    .optional()
    .describe('Which partnerships: as reseller, or as provider.'),
  filter: searchText(2000)
    .optional()
    .describe('Filter as JSON, such as `{"Field":"CompanyName","Value":"Con","Operator":"starts_with"}`.'),
  size: wholeNumber(0, 500).optional().describe('Items on one page at most: 0 or nothing for the most there can be.'),
  ...seekParameters,
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
