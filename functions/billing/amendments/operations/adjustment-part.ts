import { minorUnitDecimals, minorUnitsText } from '../../../../shared/kernel/money.ts';
import { CHARGE_TYPES } from '../../../../shared/kernel/seat-rating/charge-types.ts';
import { lineIdOf } from '../../../../shared/kernel/seat-rating/ledger.ts';
import type { LineMoney } from '../../../../shared/kernel/seat-rating/rating.ts';
import { addDays } from '../../../../shared/kernel/time.ts';
import { deflateText } from '../../../../shared/messaging/deflated.ts';
import { namesStore } from '../../accounts/index.ts';
import { addTotals, NO_TOTALS, type Totals } from '../../history/index.ts';
import {
  chargesByProduct,
  explanationOfAdjustedUsage,
  firstMoment,
  type InvoicedUsage,
  type InvoiceRecord,
  lastMoment,
  type PartFile,
  type ProductCharge,
  storedExplanation,
  type UsagePart,
} from '../../invoices/index.ts';
import type { AboutNote } from '../domain/amendment.ts';
import type { AmendmentsDeps } from './dependencies.ts';
import { type CopyTo, putNoteObject, storeNotePart } from './note-part.ts';
import { adjustedRow, adjustedUsageRow, cellOf, usageCellOf } from './note-rows.ts';
import type { PostedLine } from './posted-lines.ts';

/** One line of the note: whose it is, as the invoice has it, and what it costs. */
export interface AdjustmentLine {
  readonly posted: PostedLine;
  readonly money: LineMoney;
}

interface Adjustment {
  readonly about: AboutNote;
  readonly lines: readonly AdjustmentLine[];
  readonly taxPercent: string;
}

/** What a note's own lines come to. */
export interface AdjustmentSums {
  readonly charges: readonly ProductCharge[];
  /** Lines of seats. */
  readonly lineCount: number;
  /** Lines on usage, where there are any. */
  readonly usage?: InvoicedUsage;
}

/** Rows of a note in the making, as texts. */
interface Texts {
  readonly rows: string[];
  readonly explanations: string[];
  totals: Totals;
}

/** Stores the lines of an adjustment as the one part of its files: what is about seats in one, about usage in the other. */
export async function storeAdjustmentLines(
  invoice: InvoiceRecord,
  { about, lines, taxPercent }: Adjustment,
  deps: AmendmentsDeps,
): Promise<AdjustmentSums> {
  const of: Record<PostedLine['of'], Texts> = { license: noTexts(), usage: noTexts() };
  const byOffer = new Map<string, Totals>();
  for (const [index, { posted, money }] of lines.entries()) {
    const texts = of[posted.of];
    const offerId = addLine(texts, { posted, money, number: index + 1, about, invoice, taxPercent });
    texts.totals = addTotals(texts.totals, money);
    byOffer.set(offerId, addTotals(byOffer.get(offerId) ?? NO_TOTALS, money));
  }
  const to = { record: { ...invoice, ...about }, range: 0 };
  const usage = of.usage.rows.length > 0 ? await storeUsage(of.usage, to, deps) : undefined;
  const lineCount = of.license.rows.length;
  await storeNotePart(
    {
      rows: of.license.rows.join(''),
      explanations: of.license.explanations.join(''),
      lineCount,
      totals: addTotals(of.license.totals, of.usage.totals),
      ...(usage && { usage }),
    },
    to,
    deps,
  );
  const offers = await namesStore(deps.table).offersOf(byOffer.keys());
  const charges = chargesByProduct(byOffer, (offerId) => {
    const offer = offers.get(offerId);
    return { family: offer?.family ?? 'other', product: offer?.productName ?? offerId };
  });
  if (!usage) return { charges, lineCount };
  const counts = { lineCount: of.usage.rows.length, dayCount: 0, ratedCount: 0 };
  return { charges, lineCount, usage: { ...counts, totals: usage.totals } };
}

const noTexts = (): Texts => ({ rows: [], explanations: [], totals: NO_TOTALS });

interface LineOf extends AdjustmentLine, Pick<Adjustment, 'about' | 'taxPercent'> {
  readonly invoice: InvoiceRecord;
  readonly number: number;
}

/** Writes a line, and gives the offer that it is of. */
function addLine(texts: Texts, { posted, money, number, about, invoice, taxPercent }: LineOf): string {
  const { cells } = posted;
  const text = (minorUnits: bigint): string => minorUnitsText(minorUnits, minorUnitDecimals(invoice.currency));
  const amount = text(money.amount);
  const isUsage = posted.of === 'usage';
  const subscriptionId = isUsage
    ? usageCellOf(cells, 'SubscriptionId')
    : cellOf(cells, 'SyndicationPartnerSubscriptionNumber');
  const row = {
    firstMoment: firstMoment(about.issuedOn),
    lastMoment: lastMoment(addDays(about.issuedOn, 1)),
    chargeType: CHARGE_TYPES.offset,
    ...{ amount, nothing: text(0n), tax: text(money.tax), total: text(money.total) },
    lineId: lineIdOf(subscriptionId, `${about.invoiceId}|${number}`),
  };
  if (isUsage) {
    texts.rows.push(adjustedUsageRow(cells, { ...row, invoiceId: about.invoiceId, number }));
    const { issuedOn } = about;
    texts.explanations.push(
      explanationOfAdjustedUsage({ amount, nothing: row.nothing, issuedOn, taxPercent, currency: invoice.currency }),
    );
    return usageCellOf(cells, 'Sku');
  }
  texts.rows.push(adjustedRow(cells, row));
  texts.explanations.push(
    storedExplanation({
      ...{ reason: 'adjustment', eventId: about.invoiceId, priceList: '', cyclePrice: amount, cycleDays: 1, days: 1 },
      ...{ taxPercent, reverses: undefined, formula: amount },
    }),
  );
  return cellOf(cells, 'OfferId');
}

/** Usage lines have days and rated days beside them; these have none. */
async function storeUsage({ rows, explanations, totals }: Texts, to: CopyTo, deps: AmendmentsDeps): Promise<UsagePart> {
  const store = async (kind: string, texts: readonly string[]): Promise<PartFile> => {
    const { bytes, ...sizes } = deflateText(texts.join(''));
    return { ...sizes, rowCount: texts.length, key: await putNoteObject(kind, bytes, to, deps) };
  };
  return {
    totals,
    usage: await store('usage', rows),
    usagedaily: await store('usagedaily', []),
    dailyrated: await store('dailyrated', []),
    explanationsKey: (await store('usage-explanations', explanations)).key,
  };
}
