/** Currencies by region, and inside EU and EFTA by country; elsewhere the dollar (PRG-10, commerce contract 3). */
const REGION_CURRENCIES: Readonly<Record<string, string>> = {
  AU: 'AUD',
  BR: 'USD',
  CA: 'CAD',
  CN: 'CNY',
  IN: 'INR',
  JP: 'JPY',
  KR: 'KRW',
  NZ: 'NZD',
  RU: 'RUB',
};
const EU_EFTA_CURRENCIES: Readonly<Record<string, string>> = {
  DK: 'DKK',
  FO: 'DKK',
  GB: 'GBP',
  GG: 'GBP',
  JE: 'GBP',
  IM: 'GBP',
  GI: 'GBP',
  NO: 'NOK',
  SJ: 'NOK',
  SE: 'SEK',
  CH: 'CHF',
};

/** Every currency that a bill may be in: those above, the dollar, and two of which the contract knows the minor unit alone. */
const BILLING_CURRENCIES: ReadonlySet<string> = new Set([
  ...Object.values(REGION_CURRENCIES),
  ...Object.values(EU_EFTA_CURRENCIES),
  ...['EUR', 'USD', 'KWD', 'BHD'],
]);
export const isBillingCurrency = (currency: string): boolean => BILLING_CURRENCIES.has(currency);

/**
 * Currency in which the program bills a company of a country: a partner, wherever its customers are (PRG-10), and a customer that
 * buys direct. A country lies in the region that is named; undefined where the program sells nothing.
 */
export function billingCurrencyOf(country: string, region: string | undefined): string {
  if (region === 'EU_EFTA') return EU_EFTA_CURRENCIES[country] ?? 'EUR';
  return (region !== undefined && REGION_CURRENCIES[region]) || 'USD';
}
