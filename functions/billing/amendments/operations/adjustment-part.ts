import { minorUnitDecimals, minorUnitsText } from '../../../../shared/kernel/money.ts';
import { CHARGE_TYPES } from '../../../../shared/kernel/seat-rating/charge-types.ts';
import { lineIdOf } from '../../../../shared/kernel/seat-rating/ledger.ts';
import type { LineMoney } from '../../../../shared/kernel/seat-rating/rating.ts';
import { addDays } from '../../../../shared/kernel/time.ts';
import { namesStore } from '../../accounts/index.ts';
import { addTotals, NO_TOTALS, type Totals } from '../../history/index.ts';
import {
  chargesByProduct,
  firstMoment,
  type InvoiceRecord,
  lastMoment,
  type ProductCharge,
  storedExplanation,
} from '../../invoices/index.ts';
import type { AboutNote } from '../domain/amendment.ts';
import type { AmendmentsDeps } from './dependencies.ts';
import { storeNotePart } from './note-part.ts';
import { adjustedRow, cellOf } from './note-rows.ts';
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

/** Stores the lines of an adjustment as the one part of its file; gives their charges by product. */
export async function storeAdjustmentLines(
  invoice: InvoiceRecord,
  { about, lines, taxPercent }: Adjustment,
  deps: AmendmentsDeps,
): Promise<readonly ProductCharge[]> {
  const decimals = minorUnitDecimals(invoice.currency);
  const text = (minorUnits: bigint): string => minorUnitsText(minorUnits, decimals);
  const day = { firstMoment: firstMoment(about.issuedOn), lastMoment: lastMoment(addDays(about.issuedOn, 1)) };
  const rows: string[] = [];
  const explanations: string[] = [];
  const byOffer = new Map<string, Totals>();
  for (const [index, { posted, money }] of lines.entries()) {
    const key = `${about.invoiceId}|${index + 1}`;
    const amount = text(money.amount);
    rows.push(
      adjustedRow(posted.cells, {
        ...day,
        ...{
          chargeType: CHARGE_TYPES.offset,
          amount,
          nothing: text(0n),
          tax: text(money.tax),
          total: text(money.total),
        },
        lineId: lineIdOf(cellOf(posted.cells, 'SyndicationPartnerSubscriptionNumber'), key),
      }),
    );
    explanations.push(
      storedExplanation({
        ...{ reason: 'adjustment', eventId: about.invoiceId, priceList: '', cyclePrice: amount, cycleDays: 1, days: 1 },
        ...{ taxPercent, reverses: undefined, formula: amount },
      }),
    );
    const offerId = cellOf(posted.cells, 'OfferId');
    byOffer.set(offerId, addTotals(byOffer.get(offerId) ?? NO_TOTALS, money));
  }
  await storeNotePart(
    {
      rows: rows.join(''),
      explanations: explanations.join(''),
      lineCount: lines.length,
      totals: lines.reduce((sum, { money }) => addTotals(sum, money), NO_TOTALS),
    },
    { record: { ...invoice, ...about }, range: 0 },
    deps,
  );
  const offers = await namesStore(deps.table).offersOf(byOffer.keys());
  return chargesByProduct(byOffer, (offerId) => {
    const offer = offers.get(offerId);
    return { family: offer?.family ?? 'other', product: offer?.productName ?? offerId };
  });
}
