import type { Cells } from './layout.ts';
import type { RowError } from './row-result.ts';

/** Characters of a key. */
export const KEY_LENGTH_MAX = 200;

const some = (members: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

/** A whole number where the cell is one; else the cell, of which the schema says that it is none. */
const wholeNumber = (cell: string | undefined): number | string | undefined =>
  cell !== undefined && /^[+-]?\d{1,15}$/.test(cell) ? Number(cell) : cell;

/** The body of an order of one line, as the row has it. */
export const orderBody = (cells: Cells): Record<string, unknown> => ({
  ...some({ billingCycle: cells.billingCycle }),
  lineItems: [
    some({
      offerId: cells.offerId,
      quantity: wholeNumber(cells.quantity),
      friendlyName: cells.friendlyName,
      partnerIdOnRecord: cells.partnerIdOnRecord,
      parentSubscriptionId: cells.parentSubscriptionId,
    }),
  ],
});

/** The body of a new customer, as the row has it: without a culture that of language and country, in English without a language. */
export function customerBody(cells: Cells): Record<string, unknown> {
  const language = cells.language ?? cells.culture?.split('-')[0] ?? 'en';
  const { firstName, lastName, email, phoneNumber, country } = cells;
  return some({
    companyProfile: some({
      domain: cells.domain,
      organizationRegistrationNumber: cells.organizationRegistrationNumber,
    }),
    billingProfile: some({
      firstName,
      lastName,
      email,
      language,
      culture: cells.culture ?? (country && `${language}-${country}`),
      companyName: cells.company,
      defaultAddress: some({
        country,
        region: cells.region,
        city: cells.city,
        state: cells.state,
        addressLine1: cells.addressLine1,
        addressLine2: cells.addressLine2,
        postalCode: cells.postalCode,
        firstName,
        lastName,
        phoneNumber,
      }),
    }),
    associatedPartnerId: cells.associatedPartnerId,
  });
}

/** Who accepted the customer agreement, and when; undefined where the row says nothing of it. */
export function agreementBody(cells: Cells): Record<string, unknown> | undefined {
  const contact = some({
    firstName: cells.signerFirstName,
    lastName: cells.signerLastName,
    email: cells.signerEmail,
    phoneNumber: cells.signerPhoneNumber,
  });
  if (Object.keys(contact).length === 0 && cells.agreementDate === undefined) return undefined;
  return { primaryContact: contact, ...some({ dateAgreed: cells.agreementDate }) };
}

const COLUMN_OF_MEMBER: Readonly<Record<string, string>> = {
  'billingProfile.companyName': 'company',
  'primaryContact.firstName': 'signerFirstName',
  'primaryContact.lastName': 'signerLastName',
  'primaryContact.email': 'signerEmail',
  'primaryContact.phoneNumber': 'signerPhoneNumber',
  dateAgreed: 'agreementDate',
  templateId: 'agreementDate',
};

/** The column that a member of a body came from. */
export const columnOfMember = (member: string): string =>
  COLUMN_OF_MEMBER[member] ?? member.replace(/^.*[.\]]/, '').replace(/^lineItems.*$/, 'offerId');

/** What is wrong with a member of a body, said of the column that it came from. */
export function ofColumn({ field, code, description }: RowError): RowError {
  const column = columnOfMember(field) || 'rowKey';
  if (!description.startsWith(`${field}: `)) return { field: column, code, description };
  const said = description.slice(field.length + 2).replace(NOT_THERE, 'is missing');
  return { field: column, code, description: `${column}: ${said}` };
}
const NOT_THERE = /^Invalid input: expected .*, received undefined$/;

/** The column that is wrong where an order of one line is refused: refusals of lines name the line. */
export function columnOfRefusal(refusal: string, field: string | undefined): string {
  if (field !== undefined && !/^lineItems(\[\d+\])?$/.test(field)) return columnOfMember(field);
  const found = COLUMN_OF_REFUSAL.find(([words]) => words.test(refusal));
  return found?.[1] ?? 'offerId';
}

const COLUMN_OF_REFUSAL: readonly (readonly [words: RegExp, column: string])[] = [
  [/quantity|seat_cap|inventory|limit_reached/, 'quantity'],
  [/billing_cycle|term_/, 'billingCycle'],
  [/base_subscription|addon_parent|not_active|add_ons/, 'parentSubscriptionId'],
  [/reseller|network_id|partner_on_record/, 'partnerIdOnRecord'],
  [/relationship|customer|country|transaction/, 'customerId'],
  [/role|access|account|agreement|credit|ordering|program/, 'rowKey'],
];
