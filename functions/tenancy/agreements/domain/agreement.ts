import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { addDaysTo, type Instant } from '../../../../shared/kernel/time.ts';
import type { Contact } from '../../tenants/domain/contact.ts';

export const agreementTypes = ['MicrosoftCloudAgreement', 'MicrosoftCustomerAgreement'] as const;
export type AgreementType = (typeof agreementTypes)[number];
export const DEFAULT_AGREEMENT_TYPE: AgreementType = 'MicrosoftCloudAgreement';

/** One version of the customer agreement; it never changes once published (AGR-2). */
export interface AgreementTemplate {
  readonly templateId: string;
  readonly agreementType: AgreementType;
  /** Higher is newer. */
  readonly versionRank: number;
  /** From then on it may be accepted. */
  readonly effectiveAt: Instant;
  /** From then on acceptances of older versions no longer unlock orders. */
  readonly reacceptanceFrom: Instant;
  readonly publishedAt: Instant;
  /** Where the operator publishes it; its page here when absent. */
  readonly agreementLink?: string;
  /** Countries and languages of its documents. */
  readonly documents: readonly DocumentPlace[];
}
export interface DocumentPlace {
  readonly country: string;
  readonly language: string;
}
export interface AgreementDocument extends DocumentPlace {
  readonly text: string;
}

/** Days between the announcement of a new version and the duty to accept it, unless the operator says otherwise. */
const NOTICE_DAYS = 30;

/** When a new version must be accepted: with its first version at once, later ones after 30 days' notice (AGR-2). */
export const reacceptanceDefault = (versionRank: number, effectiveAt: Instant, at: Instant): Instant => {
  if (versionRank <= 1) return effectiveAt;
  const noticed = addDaysTo(at, NOTICE_DAYS);
  return noticed > effectiveAt ? noticed : effectiveAt;
};

/** Refuses a duty to accept that begins before the version can be accepted: nobody could order in between. */
export const checkDates = ({
  effectiveAt,
  reacceptanceFrom,
}: Pick<AgreementTemplate, 'effectiveAt' | 'reacceptanceFrom'>): Result<true, Refusal<'invalid_input'>> =>
  reacceptanceFrom < effectiveAt
    ? refuse('invalid_input', {
        field: 'reacceptanceFrom',
        description: 'reacceptanceFrom: lies before effectiveDate, from which on the version can be accepted.',
      })
    : ok(true);

/**
 * When partners are told of a version (AGR-2): 30 days before it must be accepted, at once where less is left. Undefined for
 * the first version of an agreement: there is nothing that it takes the place of.
 */
export function announcedAt(template: AgreementTemplate, others: readonly AgreementTemplate[]): Instant | undefined {
  const { agreementType, versionRank, reacceptanceFrom, publishedAt } = template;
  const hasEarlier = others.some((other) => other.agreementType === agreementType && other.versionRank < versionRank);
  if (!hasEarlier) return undefined;
  const ahead = addDaysTo(reacceptanceFrom, -NOTICE_DAYS);
  return ahead > publishedAt ? ahead : publishedAt;
}

/** A customer's own acceptance of a version of the customer agreement (AGR-1): it serves all its partners. */
export interface Acceptance {
  readonly customerId: string;
  readonly templateId: string;
  readonly agreementType: AgreementType;
  readonly primaryContact: Contact;
  /** User of the customer who accepted. */
  readonly userId: string;
  readonly acceptedAt: Instant;
}

/** What a customer is asked to accept: versions in effect, and those that will be. Older ones only where it accepted them. */
export const shownTo = (
  templates: readonly AgreementTemplate[],
  accepted: ReadonlySet<string>,
  at: Instant,
): AgreementTemplate[] => {
  const newest = new Map(templatesInEffect(templates, at).map((template) => [template.agreementType, template]));
  return templates.filter(
    ({ templateId, agreementType, versionRank }) =>
      accepted.has(templateId) || versionRank >= (newest.get(agreementType)?.versionRank ?? 0),
  );
};

/** The newest version of each type that is in effect. */
export function templatesInEffect(templates: readonly AgreementTemplate[], at: Instant): AgreementTemplate[] {
  const newest = new Map<AgreementType, AgreementTemplate>();
  for (const template of templates.filter(({ effectiveAt }) => effectiveAt <= at)) {
    const known = newest.get(template.agreementType);
    if (!known || known.versionRank < template.versionRank) newest.set(template.agreementType, template);
  }
  return agreementTypes.flatMap((type) => newest.get(type) ?? []);
}

/** Refuses the confirmation of a template that does not exist, is of another type, not in effect, or agreed tomorrow. */
export function checkConfirmation(
  template: AgreementTemplate | undefined,
  confirmed: { type: AgreementType; agreedAt: Instant },
  at: Instant,
): Result<AgreementTemplate, Refusal<'invalid_input'>> {
  if (!template)
    return refuse('invalid_input', { field: 'templateId', description: 'No agreement has this templateId.' });
  if (template.agreementType !== confirmed.type)
    return refuse('invalid_input', { field: 'type', description: `templateId is a ${template.agreementType}.` });
  if (template.effectiveAt > at)
    return refuse('invalid_input', { field: 'templateId', description: 'This version is not in effect yet.' });
  if (confirmed.agreedAt > at)
    return refuse('invalid_input', { field: 'dateAgreed', description: 'dateAgreed lies in the future.' });
  return ok(template);
}

/** The document to show: the country's own in that language, else en-US there, else the program's own text. */
export function pickDocument(documents: readonly DocumentPlace[], wanted: DocumentPlace): DocumentPlace | undefined {
  const same = (a: string, b: string): boolean => a.toLowerCase() === b.toLowerCase();
  const inCountry = documents.filter(({ country }) => country === wanted.country);
  const languageOf = (culture: string): string => culture.split('-')[0]!;
  return (
    inCountry.find(({ language }) => same(language, wanted.language)) ??
    inCountry.find(({ language }) => same(languageOf(language), languageOf(wanted.language))) ??
    inCountry.find(({ language }) => same(language, 'en-US')) ??
    documents.find(({ country, language }) => country === 'US' && same(language, wanted.language)) ??
    documents.find(({ country, language }) => country === 'US' && same(language, 'en-US'))
  );
}
