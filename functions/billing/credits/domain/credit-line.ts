import { minorUnitDecimals, minorUnitsText, scaled } from '../../../../shared/kernel/money.ts';
import { CHARGE_TYPES } from '../../../../shared/kernel/seat-rating/charge-types.ts';
import { REASONS } from '../../../../shared/kernel/seat-rating/explanation.ts';
import { type Line, lineIdOf } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { percentOf, ROUNDING_POLICY } from '../../../../shared/kernel/seat-rating/rating.ts';
import { type TaxRate, taxRateOn } from '../../accounts/domain/tax.ts';
import { USAGE_CHARGE_TYPES, type UsageLine } from '../../usage/domain/usage-line.ts';
import { type Credit, creditEventKey, creditLineKey } from './credit.ts';

/**
 * The line of a credit for seats (M5). It bears no discount of the term's price, and the tax rate of the day of the grant: it
 * takes no line back, so it is none of the reversals that carry another one's.
 */
export function seatCreditLine(credit: Credit): Line {
  const { creditId, currency, list, reason, grantedOn } = credit;
  const term = credit.term!;
  const amount = minorUnitsText(credit.amount, minorUnitDecimals(currency));
  const lock = {
    priceList: list?.priceList ?? '',
    currency,
    wholesale: '0',
    list: list?.price ?? '0',
    discountPercent: '0',
  };
  return {
    postedOn: grantedOn,
    taxedOn: grantedOn,
    term: { no: 0, ...term, anchorOn: term.startOn, lock, eventId: creditId },
    eventKey: creditEventKey(creditId),
    ordinal: 1,
    reason,
    eventId: creditId,
    chargeType: CHARGE_TYPES.offset,
    ...credit.chargedFor,
    quantity: credit.quantity,
    sign: -1,
    unitPrice: -credit.unitPrice,
    amount: -credit.amount,
    days: 1,
    cycleDays: 1,
    cyclePrice: list?.price ?? amount,
    reverses: undefined,
    formula: credit.formula,
  };
}

/** Lines of a subscription with those of its credits, each behind what is posted before or on its day. */
export function withCredits(lines: readonly Line[], credits: readonly Credit[]): readonly Line[] {
  if (credits.length === 0) return lines;
  return [...lines, ...credits.map(seatCreditLine)].sort((a, b) =>
    a.postedOn < b.postedOn ? -1 : a.postedOn > b.postedOn ? 1 : 0,
  );
}

/** The line of a credit for metered use (M5): no quantities, and the amount. `taxPercent` is that of the day of the grant. */
export function usageCreditLine(credit: Credit, taxPercent: string): UsageLine {
  const { subscriptionId, currency, amount, grantedOn } = credit;
  const tax = percentOf(-amount, scaled(taxPercent));
  return {
    key: lineIdOf(subscriptionId, creditLineKey(credit)),
    subscriptionId,
    meterId: '',
    period: credit.chargedFor,
    detailLineItemId: 1,
    chargeType: USAGE_CHARGE_TYPES.offset,
    version: '',
    tierFrom: '0',
    listPrice: '0',
    pricingCurrency: currency,
    exchange: { rate: '1' },
    ...{ consumed: '0', included: '0', overage: '0' },
    consumptionPrice: -amount,
    consumptionDiscount: 0n,
    pretaxCharges: -amount,
    tax,
    total: tax - amount,
    taxPercent,
    ...{ pretaxEffectiveRate: '0', postTaxEffectiveRate: '0' },
    why: {
      rule: REASONS[credit.reason].rule,
      effectiveOn: grantedOn,
      tiers: [],
      includedQuantity: '0',
      position: { from: '0', to: '0' },
      discount: { fraction: '0', terms: [] },
      days: [],
      formula: credit.formula,
      roundingPolicy: ROUNDING_POLICY,
    },
  };
}

/** Lines of the credits of a metered subscription: each bears the tax rate of the day of its grant (M4). */
export function usageCreditLines(credits: readonly Credit[], taxRates: readonly TaxRate[]): UsageLine[] {
  const rateAt = taxRateOn(taxRates);
  return credits.map((credit) => usageCreditLine(credit, rateAt(credit.grantedOn).percent));
}
