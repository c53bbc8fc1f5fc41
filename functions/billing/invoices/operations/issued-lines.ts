import type * as z from 'zod';
import { csvRecords, eachCsvRecord, plainText } from '../../../../shared/kernel/csv.ts';
import { REASONS, seatFormula } from '../../../../shared/kernel/seat-rating/explanation.ts';
import { lineIdOf, shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { ROUNDING_POLICY } from '../../../../shared/kernel/seat-rating/rating.ts';
import { toWireDay } from '../../../../shared/kernel/time.ts';
import type { LicenseBasedLineItem } from '../../schemas.ts';
import type { FilePart } from '../store/part-item.ts';
import type { InvoicesDeps } from './dependencies.ts';
import { dayOfMoment } from './documents/moments.ts';
import { LICENSE_COLUMNS, type ReadLine, readLine } from './documents/rows-form.ts';
import { textOfPart } from './part-rows.ts';

/** Issued seat lines, as the parts of the stored file and what explains them have them. */

export type LicenseLine = z.input<typeof LicenseBasedLineItem>;

type Files = Pick<InvoicesDeps, 'files'>;

/** Some lines of a part, by their numbers in it. */
export async function linesOfPart(
  part: FilePart,
  { from, to }: { from: number; to: number },
  deps: Files,
): Promise<LicenseLine[]> {
  const { rows, explanations } = await textsOf(part, deps);
  const records = csvRecords(rows, to).slice(from);
  const reasons = explanations.split('\n').slice(from, to);
  return records.map((cells, index) => toLicenseLine(readLine(part.rowsForm, cells.map(plainText), reasons[index]!)));
}

const SUBSCRIPTION_COLUMN = LICENSE_COLUMNS.indexOf('SyndicationPartnerSubscriptionNumber');

/** The line of a part with an id, as it was stored; undefined when the part has none. */
export async function lineOfPart(
  part: FilePart,
  { subscriptionId, key }: { subscriptionId: string; key: string },
  deps: Files,
): Promise<ReadLine | undefined> {
  const { rows, explanations } = await textsOf(part, deps);
  const reasons = explanations.split('\n');
  let row = 0;
  for (const { cells } of eachCsvRecord(rows)) {
    const reason = reasons[row++]!;
    if (cells[SUBSCRIPTION_COLUMN]!.toLowerCase() !== subscriptionId) continue;
    const line = readLine(part.rowsForm, cells.map(plainText), reason);
    if (line.key === key) return line;
  }
  return undefined;
}

async function textsOf(part: FilePart, deps: Files): Promise<{ rows: string; explanations: string }> {
  const [rows, explanations] = await Promise.all([
    textOfPart(part.fileKey, deps),
    textOfPart(part.explanationsKey, deps),
  ]);
  return { rows, explanations };
}

/** A line as clients read it (billing contract 9.3). */
export function toLicenseLine({ row, why, key, pricing }: ReadLine): LicenseLine {
  const subscriptionId = row.SyndicationPartnerSubscriptionNumber;
  const lineId = (key: string): string => lineIdOf(subscriptionId, key);
  const day = (moment: string): string => toWireDay(dayOfMoment(moment));
  return {
    partnerId: row.PartnerId,
    customerId: row.CustomerId,
    customerName: row.CustomerName,
    mpnId: Number(row.MPNID),
    tier2MpnId: row.ResellerMPNID === '0' ? -1 : Number(row.ResellerMPNID),
    orderId: row.OrderId,
    subscriptionId: row.SubscriptionId,
    // Files of before spell it in lower case.
    syndicationPartnerSubscriptionNumber: shownId(subscriptionId),
    offerId: row.OfferId,
    durableOfferId: row.DurableOfferId,
    offerName: row.OfferName,
    domainName: row.DomainName,
    billingCycleType: row.BillingCycleType as LicenseLine['billingCycleType'],
    subscriptionName: row.SubscriptionName,
    subscriptionDescription: row.SubscriptionDescription,
    subscriptionStartDate: day(row.SubscriptionStartDate),
    subscriptionEndDate: day(row.SubscriptionEndDate),
    chargeStartDate: day(row.ChargeStartDate),
    chargeEndDate: day(row.ChargeEndDate),
    chargeType: row.ChargeType,
    unitPrice: Number(row.UnitPrice),
    quantity: Number(row.Quantity),
    amount: Number(row.Amount),
    totalOtherDiscount: Number(row.TotalOtherDiscount),
    subtotal: Number(row.Subtotal),
    tax: Number(row.Tax),
    totalForCustomer: Number(row.TotalForCustomer),
    currency: row.Currency,
    pricingCurrency: pricing.pricingCurrency,
    pcToBCExchangeRate: Number(pricing.rate),
    pcToBCExchangeRateDate: toWireDay(pricing.rateOn),
    invoiceLineItemType: 'billing_line_items',
    billingProvider: 'office',
    lineId: lineId(key),
    explanation: explanationOf(why, row, lineId),
    attributes: { objectType: 'LicenseBasedLineItem' },
  };
}

/** BIL-9: event, price list, rule, formula and tax rate of a line. */
function explanationOf(
  why: ReadLine['why'],
  row: ReadLine['row'],
  lineId: (key: string) => string,
): LicenseLine['explanation'] {
  const { cyclePrice, cycleDays, days, taxPercent, reverses } = why;
  return {
    ...REASONS[why.reason],
    eventId: why.eventId,
    priceList: why.priceList,
    roundingPolicy: ROUNDING_POLICY,
    formula: formulaOf({ row, why }),
    cyclePrice: Number(cyclePrice),
    cycleDays,
    days,
    ...(taxPercent !== undefined && { taxRatePercent: Number(taxPercent) }),
    ...(reverses !== undefined && { reversesLineId: lineId(reverses) }),
  };
}

/** The numbers that gave the amount of a line. */
export const formulaOf = ({ row, why }: Pick<ReadLine, 'row' | 'why'>): string => {
  const { cyclePrice, days, cycleDays, reverses } = why;
  const isCredit = reverses !== undefined;
  return why.formula ?? seatFormula({ quantity: Number(row.Quantity), cyclePrice, days, cycleDays, isCredit });
};
