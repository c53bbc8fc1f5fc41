import table from './country-table.json' with { type: 'json' };

/** What is known of a market: what kept data says (`country-table.json`), and what the program itself asks or knows better. */
export interface MarketData {
  /** `ll-CC`, the most spoken official language first. */
  readonly cultures: readonly string[];
  readonly callingCodes: readonly string[];
  readonly needs: { readonly state?: boolean; readonly city?: boolean; readonly postalCode?: boolean };
  readonly postalCode?: string;
  /** Codes of two letters, where states are checked. */
  readonly states?: readonly string[];
  readonly vatId?: string;
  readonly taxId?: { readonly format: string; readonly sample: string };
  readonly registrationNumber?: RegistrationNumber;
}

/** Dates and digits of registration numbers are not checked beyond their shape: each market's register does that. */
interface RegistrationNumber {
  readonly pattern: string;
  readonly sample: string;
}

/** Markets in which a company gives the number of its register (tenancy contract 2, conventions 11). */
const registrationNumbers: Readonly<Record<string, RegistrationNumber>> = {
  AM: { pattern: '^\\d{8}$', sample: '01234567' },
  AZ: { pattern: '^\\d{10}$', sample: '1234567890' },
  BY: { pattern: '^\\d{9}$', sample: '123456789' },
  HU: { pattern: '^\\d{2}-?\\d{2}-?\\d{6}$', sample: '01-09-123456' },
  KG: { pattern: '^\\d{14}$', sample: '12345678901234' },
  KZ: { pattern: '^\\d{12}$', sample: '123456789012' },
  MD: { pattern: '^\\d{13}$', sample: '1234567890123' },
  RU: { pattern: '^(\\d{10}|\\d{12})$', sample: '1234567890' },
  TJ: { pattern: '^\\d{9}$', sample: '123456789' },
  UA: { pattern: '^(\\d{8}|\\d{10}|\\d{12})$', sample: '12345678' },
  UZ: { pattern: '^\\d{9}$', sample: '123456789' },
};

const facts: Readonly<Record<string, Omit<MarketData, 'registrationNumber'>>> = table;

/** The pattern that clients of the public API know; and forces' post offices in care of one another (BFPO c/o 61). */
const postalCodes: Readonly<Record<string, string>> = {
  US: '^\\d{5}(-\\d{4})?$',
  GB: `${facts.GB!.postalCode}|^BFPO ?[Cc]/[Oo] ?\\d{1,4}$`,
};

/** True for a country that kept data knows. */
export const isKnownMarket = (country: string): boolean => Object.hasOwn(facts, country);

export function marketData(country: string): MarketData {
  const [registrationNumber, postalCode] = [registrationNumbers[country], postalCodes[country]];
  return {
    ...facts[country]!,
    ...(registrationNumber && { registrationNumber }),
    ...(postalCode && { postalCode }),
  };
}
