import type { Seller } from '../../../../../../shared/contracts/seller.ts';
import type { Party } from '../../../../../../shared/typesetting/letter.ts';
import type { BillingProfile } from '../../../../accounts/index.ts';
import type { Formats } from './formats.ts';
import { filled } from './languages.ts';
import type { StatementTexts } from './statement-texts.ts';

/** Who invoices, as the settings say it, with the tax id. */
export const sellerParty = ({ name, address, taxId }: Seller, texts: StatementTexts): Party => ({
  label: texts.from,
  name,
  lines: [...address, ...taxIdLines(taxId, texts)],
});

const taxIdLines = (taxId: string | undefined, texts: StatementTexts): string[] =>
  taxId ? [filled(texts.taxId, { taxId })] : [];

/** Who is invoiced, by its billing profile. */
export function partnerParty(
  { billTo: { companyName, address, contact }, taxId }: BillingProfile,
  texts: StatementTexts,
  formats: Formats,
): Party {
  const { postalCode = '', city = '', state = '' } = address;
  const place = POSTAL_CODE_LAST.has(address.country)
    ? [city, `${state} ${postalCode}`.trim()].filter(Boolean).join(', ')
    : [postalCode, city, state].filter(Boolean).join(' ');
  const lines = [
    contact && `${contact.firstName} ${contact.lastName}`,
    address.addressLine1,
    address.addressLine2,
    place,
    address.region,
    formats.country(address.country),
  ];
  return {
    label: texts.billTo,
    name: companyName,
    lines: [...lines.filter((line): line is string => Boolean(line?.trim())), ...taxIdLines(taxId, texts)],
  };
}

/** Countries where the postal code follows the city. */
const POSTAL_CODE_LAST: ReadonlySet<string> = new Set(['US', 'CA', 'MX', 'PH', 'CL', 'CO', 'VE', 'PM']);
