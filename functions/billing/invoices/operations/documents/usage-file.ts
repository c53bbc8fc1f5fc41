import { textCell } from '../../../../../shared/kernel/csv.ts';
import { minorUnitDecimals, minorUnitsText } from '../../../../../shared/kernel/money.ts';
import { CHARGE_TYPES } from '../../../../../shared/kernel/seat-rating/charge-types.ts';
import { shownId } from '../../../../../shared/kernel/seat-rating/ledger.ts';
import { addDays, type DayPeriod } from '../../../../../shared/kernel/time.ts';
import { addTotals, NO_TOTALS, type TaxShare, type Totals, taxShares } from '../../../history/index.ts';
import type { MeterRate } from '../../../rate-cards/index.ts';
import type { RatedDay, UsageLine } from '../../../usage/index.ts';
import type { BilledUsage, UsageFileFacts } from './billed-usage.ts';
import { firstMoment, lastMoment } from './moments.ts';
import { type PartText, partText } from './part-text.ts';
import { ratedRowsOf } from './rated-usage-file.ts';
import { explanationOfUsage } from './usage-rows.ts';

/** Files that usage is written to, by the name that a download has. */
export const USAGE_FILES = ['usage', 'usagedaily', 'dailyrated'] as const;
export type UsageFile = (typeof USAGE_FILES)[number];

/** Rows and sums of one part of the files of usage. */
export interface UsageWriter {
  /** Adds all of a subscription. */
  add(usage: BilledUsage): void;
  readonly texts: Readonly<Record<UsageFile | 'explanations', PartText>>;
  byOffer(): ReadonlyMap<string, Totals>;
  taxes(): readonly TaxShare[];
  /** What of the amounts are credits. */
  offsets(): bigint;
}

export function usageWriter(facts: UsageFileFacts): UsageWriter {
  const texts = { usage: partText(), usagedaily: partText(), dailyrated: partText(), explanations: partText() };
  const byOffer = new Map<string, Totals>();
  const taxes = taxShares();
  let offsets = 0n;
  const cells = { decimals: minorUnitDecimals(facts.book.currency), meters: new Map<MeterRate, string>() };
  return {
    texts,
    byOffer: () => byOffer,
    taxes: () => taxes.all(),
    offsets: () => offsets,
    add(usage) {
      const context = { facts, row: rowsOf(facts, usage), ...cells };
      const { offerId } = usage.owner;
      for (const line of usage.lines) {
        texts.usage.write(billedRow(line, context));
        texts.explanations.write(explanationOfUsage(line, cells.decimals));
        const money = usageMoney(line);
        byOffer.set(offerId, addTotals(byOffer.get(offerId) ?? NO_TOTALS, money));
        taxes.add(line.taxPercent, money);
        if (line.chargeType === CHARGE_TYPES.offset) offsets += money.amount;
      }
      const ratedRow = ratedRowsOf(facts, usage);
      for (const day of usage.days) {
        texts.usagedaily.write(dailyRow(day, context));
        texts.dailyrated.write(ratedRow(day));
      }
    },
  };
}

/** Rows of the usage file, of one subscription. */
export function usageRowsOf(facts: UsageFileFacts, usage: BilledUsage): (line: UsageLine) => string {
  const decimals = minorUnitDecimals(facts.book.currency);
  const context = { facts, row: rowsOf(facts, usage), decimals, meters: new Map<MeterRate, string>() };
  return (line) => billedRow(line, context);
}

/** What a usage line adds to sums: its list price, what the offer terms take off, and the rest (U4). */
export const usageMoney = (line: UsageLine): Totals => ({
  amount: line.consumptionPrice,
  discount: line.consumptionDiscount,
  subtotal: line.pretaxCharges,
  tax: line.tax,
  total: line.total,
});

/** What rows of one subscription have in common. */
interface SharedCells {
  readonly head: string;
  readonly subscription: string;
  readonly tail: string;
  readonly offer: string;
}

interface RowContext {
  readonly facts: UsageFileFacts;
  readonly row: SharedCells;
  readonly decimals: number;
  readonly meters: Map<MeterRate, string>;
}

function rowsOf(facts: UsageFileFacts, { owner, customer }: BilledUsage): SharedCells {
  const { partnerId, mpnId, invoiceId } = facts;
  const { customerId, subscriptionId, orderId, offerId, offerName, friendlyName, resellerMpnId } = owner;
  const partner = `${partnerId},${textCell(facts.partnerName)},${partnerId}`;
  const offer = textCell(offerName);
  return {
    head: `${partner},${textCell(customer.name)},${mpnId || '0'},${textCell(resellerMpnId || '0')},${invoiceId}`,
    subscription: `${shownId(subscriptionId)},${textCell(friendlyName || offerName)},${offer},${orderId}`,
    tail: `${customerId},${textCell(customer.domain)},Monthly`,
    offer: textCell(offerId),
  };
}

/** Category, subcategory, id, name and region of a meter: the same texts for thousands of rows. */
function meterCells(rate: MeterRate, meters: RowContext['meters']): string {
  const known = meters.get(rate);
  if (known !== undefined) return known;
  const { category, subcategory, meterId, name, region } = rate;
  const cells = [category, subcategory, meterId, name, region].map(textCell).join();
  meters.set(rate, cells);
  return cells;
}

/** A credit that was granted is about none. */
const NO_METER = ',,,,';

const chargeDates = ({ start, end }: DayPeriod): string => `${firstMoment(start)},${lastMoment(end)}`;

/** Daily members are empty. */
function billedRow(line: UsageLine, { facts, row, decimals, meters }: RowContext): string {
  const { period, consumed, included, overage, listPrice } = line;
  const rate = line.meterId === '' ? undefined : facts.book.meter(line.meterId, meteredOn(line))!;
  const text = (minorUnits: bigint): string => minorUnitsText(minorUnits, decimals);
  const amounts = `${text(line.pretaxCharges)},${text(line.tax)},${text(line.total)},${facts.book.currency}`;
  const rates = `${line.pretaxEffectiveRate},${line.postTaxEffectiveRate},${line.chargeType}`;
  const quantities = `${line.detailLineItemId},${consumed},${included},${overage},${listPrice}`;
  return `${row.head},${chargeDates(period)},${row.subscription},${rate ? meterCells(rate, meters) : NO_METER},${row.offer},${quantities},${amounts},${rates},${row.tail},${textCell(rate?.unit ?? '')},,,,,,,,${line.key}\r\n`;
}

/** A day on which the version of a line is in effect for its usage. */
const meteredOn = ({ why, period }: UsageLine) =>
  why.days.at(-1)?.on ?? (why.effectiveOn > period.start ? why.effectiveOn : addDays(period.end, -1));

/** No money: the members from Sku to ChargeType are empty but for what was consumed. */
function dailyRow({ used, rate, period, quantity }: RatedDay, { row, meters }: RowContext): string {
  const { project = '', serviceInfo = '' } = used.facts ?? {};
  const service = `${textCell(used.location)},${textCell(rate.category)},${textCell(rate.subcategory)}`;
  const metered = `${firstMoment(used.usageOn)},${service},${textCell(project)},${textCell(serviceInfo)}`;
  const customer = row.tail.slice(0, row.tail.indexOf(','));
  return `${row.head},${chargeDates(period)},${row.subscription},${meterCells(rate, meters)},,,${quantity},,,,,,,,,,,${row.tail},${textCell(rate.unit)},${customer},${metered},\r\n`;
}
