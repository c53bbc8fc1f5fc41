import type * as z from 'zod';
import { eachCsvRecord, plainText } from '../../../../shared/kernel/csv.ts';
import { REASONS } from '../../../../shared/kernel/seat-rating/explanation.ts';
import { toWireDay } from '../../../../shared/kernel/time.ts';
import type { DailyRatedUsageLineItem, DailyUsageLineItem, UsageBasedLineItem } from '../parts.ts';
import type { FilePart } from '../store/part-item.ts';
import type { InvoicesDeps } from './dependencies.ts';
import { dayOfMoment } from './documents/moments.ts';
import { RATED_COLUMNS, USAGE_COLUMNS } from './documents/reconciliation-headers.ts';
import { readUsageReason, type StoredUsageReason } from './documents/usage-rows.ts';
import { textOfPart } from './part-rows.ts';

/** Usage as clients read it, made of the rows of its files: what is not invoiced yet is made of the rows that it will have. */

export type UsageLineItem = z.input<typeof UsageBasedLineItem>;
export type DailyUsageItem = z.input<typeof DailyUsageLineItem>;
export type RatedUsageItem = z.input<typeof DailyRatedUsageLineItem>;

/** Rows as cells, as they stand in the file. */
type Rows = readonly (readonly string[])[];

/** A row as cells, by their columns. */
type Cells = Readonly<Record<string, string>>;

const cellsBy = (columns: readonly string[], cells: readonly string[]): Cells =>
  Object.fromEntries(columns.map((name, column) => [name, plainText(cells[column]!)]));

/** Rows of the usage file with what explains each. */
export const usageItems = (rows: Rows, reasons: readonly string[]): UsageLineItem[] =>
  rows.map((cells, index) => toUsageItem(cells, reasons[index]!));

export const dailyItems = (rows: Rows): DailyUsageItem[] => rows.map(toDailyItem);

export const ratedItems = (rows: Rows): RatedUsageItem[] => rows.map(toRatedItem);

const day = (moment: string): string => toWireDay(dayOfMoment(moment));

/** Members that billed and daily usage have alike (billing contract 9.4). */
const baseOf = (row: Cells) => ({
  partnerId: row.PartnerId!,
  partnerName: row.PartnerName!,
  partnerBillableAccountId: row.PartnerBillableAccountId!,
  customerId: row.CustomerId!,
  customerCompanyName: row.CustomerCompanyName!,
  domainName: row.DomainName!,
  mpnId: Number(row.MPNID),
  tier2MpnId: row.ResellerMPNID === '0' ? -1 : Number(row.ResellerMPNID),
  invoiceNumber: row.InvoiceNumber!,
  subscriptionId: row.SubscriptionId!,
  subscriptionName: row.SubscriptionName!,
  subscriptionDescription: row.SubscriptionDescription!,
  billingCycleType: 'Monthly' as const,
  orderId: row.OrderID!,
  serviceName: row.ServiceName!,
  serviceType: row.ServiceType!,
  resourceGuid: row.ResourceGuid!,
  resourceName: row.ResourceName!,
  region: row.Region!,
  consumedQuantity: Number(row.ConsumedQuantity),
  chargeStartDate: day(row.ChargeStartDate!),
  chargeEndDate: day(row.ChargeEndDate!),
  unit: row.Unit!,
  billingProvider: 'azure' as const,
});

/** A row of the usage file and what explains it, as it is stored. */
export function toUsageItem(cells: readonly string[], reason: string): UsageLineItem {
  const row = cellsBy(USAGE_COLUMNS, cells);
  const why = readUsageReason(reason);
  return {
    ...baseOf(row),
    detailLineItemId: Number(row.DetailLineItemId),
    sku: row.Sku!,
    includedQuantity: Number(row.IncludedQuantity),
    overageQuantity: Number(row.OverageQuantity),
    listPrice: Number(row.ListPrice),
    consumptionPrice: Number(why.consumptionPrice),
    consumptionDiscount: Number(why.consumptionDiscount),
    currency: row.Currency!,
    pretaxCharges: Number(row.PretaxCharges),
    taxAmount: Number(row.TaxAmount),
    postTaxTotal: Number(row.PostTaxTotal),
    pretaxEffectiveRate: Number(row.PretaxEffectiveRate),
    postTaxEffectiveRate: Number(row.PostTaxEffectiveRate),
    chargeType: row.ChargeType!,
    invoiceLineItemType: 'billing_line_items',
    lineId: row.LineId!,
    explanation: explanationOf(why),
    attributes: { objectType: 'UsageBasedLineItem' },
  };
}

/** BIL-9: rate card version, tiers, included part, days, discount, exchange and formula of a line. */
const explanationOf = (why: StoredUsageReason): UsageLineItem['explanation'] => ({
  event: eventOf(why),
  priceList: why.version,
  effectiveDate: toWireDay(why.effectiveOn),
  rule: why.rule,
  roundingPolicy: why.roundingPolicy,
  formula: why.formula,
  tierFrom: Number(why.tierFrom),
  tiers: why.tiers.map(({ from, rate }) => ({ from: Number(from), rate: Number(rate) })),
  includedQuantity: Number(why.includedQuantity),
  positionFrom: Number(why.position.from),
  positionTo: Number(why.position.to),
  discountTerms: [...why.discount.terms],
  discountFraction: Number(why.discount.fraction),
  pricingCurrency: why.pricingCurrency,
  exchangeRate: Number(why.exchange.rate),
  ...(why.exchange.publishedFor !== undefined && { exchangeMonth: why.exchange.publishedFor }),
  taxRatePercent: Number(why.taxPercent),
  days: why.days.map(({ on, quantity }) => ({ date: toWireDay(on), quantity: Number(quantity) })),
});

/** What made a line: a note that is about it, or use. */
const eventOf = ({ rule }: StoredUsageReason): string =>
  [REASONS.adjustment, REASONS.voiding].find((reason) => reason.rule === rule)?.event ?? 'usage reported';

function toDailyItem(cells: readonly string[]): DailyUsageItem {
  const row = cellsBy(USAGE_COLUMNS, cells);
  return {
    ...baseOf(row),
    customerBillableAccount: row.CustomerBillableAccount!,
    usageDate: day(row.UsageDate!),
    meteredService: row.MeteredService!,
    meteredServiceType: row.MeteredServiceType!,
    meteredRegion: row.MeteredRegion!,
    project: row.Project!,
    serviceInfo: row.ServiceInfo!,
    invoiceLineItemType: 'usage_line_items',
    attributes: { objectType: 'DailyUsageLineItem' },
  };
}

/** The columns of the rated file are called like the members, but for their first letter. */
const TEXTS =
  `partnerId partnerName customerId customerName customerDomainName customerCountry invoiceNumber productId skuId
  availabilityId skuName productName publisherName publisherId subscriptionId subscriptionDescription meterType meterCategory
  meterId meterSubCategory meterName meterRegion unitOfMeasure resourceLocation consumedService resourceGroup resourceUri tags
  additionalInfo serviceInfo1 serviceInfo2 mpnId resellerMpnId chargeType unitType billingCurrency pricingCurrency entitlementId
  entitlementDescription`.split(/\s+/);
const NUMBERS =
  `unitPrice effectiveUnitPrice quantity billingPreTaxTotal pricingPreTaxTotal rateOfPartnerEarnedCredit`.split(' ');
const DAYS = ['chargeStartDate', 'chargeEndDate', 'usageDate'];

const columnOf = (member: string): string => member.charAt(0).toUpperCase() + member.slice(1);

function toRatedItem(cells: readonly string[]): RatedUsageItem {
  const row = cellsBy(RATED_COLUMNS, cells);
  const members = <T>(names: readonly string[], of: (cell: string) => T) =>
    Object.fromEntries(names.map((name) => [name, of(row[columnOf(name)]!)]));
  return {
    ...members(TEXTS, String),
    ...members(NUMBERS, Number),
    ...members(DAYS, day),
    pcToBCExchangeRate: Number(row.PCToBCExchangeRate),
    pcToBCExchangeRateDate: day(row.PCToBCExchangeRateDate!),
    hasPartnerEarnedCredit: row.HasPartnerEarnedCredit === 'True',
    invoiceLineItemType: 'usage_line_items',
    billingProvider: 'marketplace',
    attributes: { objectType: 'DailyRatedUsageLineItem' },
  } as RatedUsageItem;
}

/** The usage line of a part with an id; undefined when the part has none. */
export async function usageLineOfPart(
  { usage }: FilePart,
  lineId: string,
  deps: Pick<InvoicesDeps, 'files'>,
): Promise<UsageLineItem | undefined> {
  if (!usage) return undefined;
  const rows = await textOfPart(usage.usage.key, deps);
  let number = 0;
  for (const { cells } of eachCsvRecord(rows)) {
    if (cells.at(-1) === lineId) {
      const reasons = await textOfPart(usage.explanationsKey, deps);
      return toUsageItem(cells, reasons.split('\n')[number]!);
    }
    number += 1;
  }
  return undefined;
}
