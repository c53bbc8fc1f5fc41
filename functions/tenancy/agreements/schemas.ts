import * as z from 'zod';
import { bodyDate, queryDay, requiredBodyDate } from '../../../shared/contracts/dates.ts';
import { wholeNumber } from '../../../shared/contracts/numbers.ts';
import { seekParameters } from '../../../shared/contracts/paging.ts';
import { codeText, urlText, written } from '../../../shared/contracts/text.ts';
import { OptionalGuid } from '../../../shared/contracts/unnamed.ts';
import { attributes, Country, collectionOf, Link, lenientEnum } from '../../../shared/contracts/wire.ts';
import { Contact, ContactBody } from '../program/schemas.ts';
import { agreementTypes } from './domain/agreement.ts';
import { LanguageTag } from './parts.ts';

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

export const AcceptanceBody = z.object({
  templateId: codeText(100).min(1).describe('Id of the agreement template; upper and lower case differ.'),
  type: lenientEnum(agreementTypes).optional().describe('Kind of the agreement, to be sure which one is meant.'),
  primaryContact: ContactBody.describe('Person who accepts for the organization.'),
});

export const MyAgreement = AgreementMetaData.extend({
  effectiveDate: z.string().describe('From when it can be accepted.'),
  reacceptanceFrom: z.string().describe('From when acceptances of earlier versions count no more.'),
  isAccepted: z.boolean().describe('Whether the organization accepted this version itself.'),
  dateAgreed: z.string().optional().describe('When it did.'),
  primaryContact: Contact.optional().describe('Person who accepted.'),
  attributes: attributes('MyAgreement'),
});

export const MyAgreements = collectionOf(MyAgreement);

export const DirectSignedStatus = z.object({
  isSigned: z.boolean().describe('Whether the customer accepted the agreement itself, in a version that counts now.'),
});

export const OutstandingQuery = z.object({
  asOf: queryDay().optional().describe('Day for which is asked; today where it is left out.'),
  size: wholeNumber(0, 100).optional().describe('Items on one page at most: 0 or nothing for the most there can be.'),
  ...seekParameters,
});

export const OutstandingAgreement = z.object({
  customerId: z.string().describe('Id of the customer: the GUID of its tenant.'),
  companyName: z.string().describe('Name of the company.'),
  domain: z.string().describe('Domain of the tenant.'),
  lastAccepted: z
    .object({
      templateId: z.string().describe('Id of the agreement template; upper and lower case differ.'),
      agreementType: z.enum(agreementTypes).describe('Kind of the agreement.'),
      versionRank: z.number().int().describe('Order of the versions of one agreement: the highest is the newest.'),
      reacceptanceFrom: z.string().describe('From when acceptances of earlier versions count no more.'),
    })
    .optional()
    .describe('The newest version that was attested or accepted, if any was.'),
  links: z.object({ self: Link.describe('Where you attest that the customer accepted.') }).describe('Links.'),
  attributes: attributes('OutstandingAgreement'),
});

export const OutstandingAgreements = collectionOf(OutstandingAgreement);

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

const html = (description: string) => ({ mediaType: 'text/html; charset=utf-8', description });

export const Page = html('A page for a person.');

export const PlainText = { mediaType: 'text/plain; charset=utf-8', description: 'The text.' };
