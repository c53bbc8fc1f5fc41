import * as z from 'zod';
import { Email, shaped, written } from '../../../shared/contracts/text.ts';
import { OptionalGuid } from '../../../shared/contracts/unnamed.ts';
import { attributes } from '../../../shared/contracts/wire.ts';
import { LanguageTag } from '../agreements/parts.ts';
import { SupportContact } from '../relationships/schemas.ts';

export const TokenPath = z.object({ token: z.string().min(1).max(200).describe('Token of the link.') });

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

export const InvitationView = z.object({
  partnerName: z.string().describe('Name of the partner.'),
  partnerId: z.string().describe('Id of the partner: the GUID of its tenant.'),
  type: z.enum(['reseller', 'advisor']).describe('What the partner becomes to the customer.'),
  grantsDelegatedAdmin: z.boolean().describe('Whether accepting grants delegated administration.'),
  supportProfile: SupportContact.describe('How the partner gives support.'),
});

export const PartnershipRequest = z.object({
  url: z.string().describe('Link to give to the invited; whoever has it can open the invitation.'),
  attributes: attributes('RelationshipRequest'),
});
