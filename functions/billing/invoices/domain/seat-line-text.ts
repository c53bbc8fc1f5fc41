import { CHARGE_TYPES } from '../../../../shared/kernel/seat-rating/charge-types.ts';
import type { ReasonText } from '../../../../shared/kernel/seat-rating/explanation.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** A seat line with what explains it. Amounts and prices are decimal texts in `currency`, days both belong to it. */
export interface ToldSeatLine extends ReasonText {
  readonly chargeType: string;
  readonly customerName: string;
  readonly offerName: string;
  readonly subscriptionId: string;
  readonly quantity: number;
  readonly firstDay: Day;
  readonly lastDay: Day;
  readonly eventId: string;
  readonly priceList: string;
  readonly pricing: { readonly pricingCurrency: string; readonly rate: string; readonly rateOn: Day };
  readonly cyclePrice: string;
  readonly cycleDays: number;
  readonly days: number;
  readonly formula: string;
  readonly roundingPolicy: string;
  readonly amount: string;
  readonly discount: string;
  readonly subtotal: string;
  readonly taxPercent: string | undefined;
  readonly tax: string;
  readonly total: string;
  readonly currency: string;
  /** Id of the line that this one takes back. */
  readonly reverses: string | undefined;
}

/** BIL-9: the same as the members of the explanation, in sentences that a person reads. */
export function seatLineText(line: ToldSeatLine): string {
  const seats = line.quantity === 1 ? '1 seat' : `${line.quantity} seats`;
  const { currency } = line;
  const days = line.days === 1 ? '1 day is' : `${line.days} days are`;
  const whom = line.customerName === '' ? '' : ` for ${line.customerName}`;
  const sentences = [
    `${line.chargeType}: ${seats} of ${line.offerName}${whom}, ${line.firstDay} to ${line.lastDay} (subscription ${line.subscriptionId}).`,
    `Posted because of ${line.event} (event ${line.eventId}), by rule ${line.rule}.`,
    ...(line.priceList === '' ? [] : [priceText(line, days)]),
    ...(line.pricing.pricingCurrency === currency ? [] : [exchangeText(line)]),
    `${line.formula} = ${line.amount} ${currency} (${line.roundingPolicy}).`,
    `Less a discount of ${line.discount} that is ${line.subtotal}; with tax of ${line.tax}${line.taxPercent === undefined ? '' : ` (${line.taxPercent} percent)`} it is ${line.total} ${currency}.`,
    ...(line.reverses === undefined ? [] : [`It takes back line ${line.reverses}.`]),
  ];
  return sentences.join(' ');
}

/** What was entered by hand has no price list; an SLA credit goes by the list price (BIL-6). */
const priceText = ({ chargeType, priceList, cyclePrice, currency, cycleDays }: ToldSeatLine, days: string): string =>
  chargeType === CHARGE_TYPES.offset
    ? `By the price list of ${priceList} the list price of one seat is ${cyclePrice} ${currency} a month.`
    : `By the price list of ${priceList} one seat costs ${cyclePrice} ${currency} for the whole cycle of ${cycleDays} days, of which ${days} counted.`;

/** M3: the list has it in another currency. */
const exchangeText = ({ pricing: { pricingCurrency, rate, rateOn }, currency }: ToldSeatLine): string =>
  `The list has its price of a month in ${pricingCurrency}: one is ${rate} ${currency} in ${rateOn.slice(0, 7)}, in which the term began.`;
