import type { Seller } from '../../../../../../shared/contracts/seller.ts';
import { addressLines } from '../../../../../../shared/typesetting/address.ts';
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
  const name = contact && contactName(contact);
  const lines = [name, ...addressLines(address), formats.country(address.country)];
  return {
    label: texts.billTo,
    name: companyName,
    lines: [...lines.filter((line): line is string => Boolean(line?.trim())), ...taxIdLines(taxId, texts)],
  };
}

/** Family names come first where names are written in Han, kana or hangul. */
const contactName = ({ firstName, lastName }: { firstName: string; lastName: string }): string =>
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(lastName)
    ? `${lastName} ${firstName}`
    : `${firstName} ${lastName}`;
