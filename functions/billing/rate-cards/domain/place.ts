import { isBillingCurrency } from '../../../../shared/kernel/billing-currency.ts';

/** Regions of the program until the operator changes them (PRG-3). None is ever taken away. */
const FIRST_REGIONS: ReadonlySet<string> = new Set([
  ...['US', 'CA', 'CN', 'RU', 'JP', 'KR', 'AU', 'NZ', 'IN', 'BR'],
  ...['EU_EFTA', 'LATAM_CARIBBEAN', 'AFRICA', 'ASIA_PACIFIC', 'MEA_CEE'],
]);

/**
 * USG-2, PRG-3: what is wrong with the place of a rate card. One of a region or in a currency that nobody has would never price
 * anything, so it is a mistake.
 * @param regions as the operator has changed them.
 */
export function placeFault(
  { currency, region }: { readonly currency: string; readonly region: string },
  regions: readonly string[] = [],
): { readonly field: string; readonly description: string } | undefined {
  if (!isBillingCurrency(currency))
    return { field: 'currency', description: `currency: ${currency} is no currency of the program.` };
  if (!FIRST_REGIONS.has(region) && !regions.includes(region))
    return { field: 'region', description: `region: ${region} is no region of the program.` };
  return undefined;
}
