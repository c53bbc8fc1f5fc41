import { minorUnitsText } from '../../../../../shared/kernel/money.ts';
import { ROUNDING_POLICY } from '../../../../../shared/kernel/seat-rating/rating.ts';
import type { Day } from '../../../../../shared/kernel/time.ts';
import type { UsageLine, UsageReason } from '../../../usage/index.ts';
import { USAGE_COLUMNS } from './reconciliation-headers.ts';

/** What explains a usage line, as it is stored beside its row: a line of JSON. Amounts are decimal texts. */
export interface StoredUsageReason
  extends UsageReason,
    Pick<UsageLine, 'version' | 'tierFrom' | 'pricingCurrency' | 'exchange' | 'taxPercent'> {
  readonly consumptionPrice: string;
  readonly consumptionDiscount: string;
}

export function explanationOfUsage(line: UsageLine, decimals: number): string {
  const { version, tierFrom, pricingCurrency, exchange, taxPercent, why } = line;
  const stored: StoredUsageReason = {
    ...{ version, tierFrom, pricingCurrency, exchange, taxPercent },
    consumptionPrice: minorUnitsText(line.consumptionPrice, decimals),
    consumptionDiscount: minorUnitsText(line.consumptionDiscount, decimals),
    ...why,
  };
  return usageReasonRow(stored);
}

/** What explains a line that a note has on usage: what somebody entered, about no meter. */
export const explanationOfAdjustedUsage = (of: {
  readonly amount: string;
  readonly nothing: string;
  readonly issuedOn: Day;
  readonly taxPercent: string;
  readonly currency: string;
}): string => {
  const stored: StoredUsageReason = {
    ...{ version: '', tierFrom: '0', pricingCurrency: of.currency, exchange: { rate: '1' }, taxPercent: of.taxPercent },
    consumptionPrice: of.amount,
    consumptionDiscount: of.nothing,
    rule: 'L7 adjustment',
    effectiveOn: of.issuedOn,
    tiers: [],
    includedQuantity: '0',
    position: { from: '0', to: '0' },
    discount: { fraction: '0', terms: [] },
    days: [],
    formula: of.amount,
    roundingPolicy: ROUNDING_POLICY,
  };
  return usageReasonRow(stored);
};

export const usageReasonRow = (reason: StoredUsageReason): string => `${JSON.stringify(reason)}\n`;

export const readUsageReason = (text: string): StoredUsageReason => JSON.parse(text);

/** A row as cells by their column. */
export const usageCells = (cells: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(USAGE_COLUMNS.map((name, column) => [name, cells[column]!]));
