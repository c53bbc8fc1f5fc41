import { csvCell, eachCsvRecord } from '../../../../shared/kernel/csv.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { REASONS } from '../../../../shared/kernel/seat-rating/explanation.ts';
import { deflateText } from '../../../../shared/messaging/deflated.ts';
import {
  inflated,
  negated,
  type PartFile,
  RATED_COLUMNS,
  readUsageReason,
  USAGE_COLUMNS,
  type UsagePart,
  usageReasonRow,
} from '../../invoices/index.ts';
import type { AmendmentsDeps } from './dependencies.ts';
import { type CopyTo, putNoteObject } from './note-part.ts';
import { negatedText } from './note-rows.ts';

/** Prices and amounts of the files of usage: quantities stay, as they do on credits. */
const MONEY: ReadonlySet<string> = new Set([
  ...['ListPrice', 'PretaxCharges', 'TaxAmount', 'PostTaxTotal', 'PretaxEffectiveRate', 'PostTaxEffectiveRate'],
  ...['UnitPrice', 'EffectiveUnitPrice', 'BillingPreTaxTotal', 'PricingPreTaxTotal'],
]);

/** The usage of a part under the number of another document; taken back where that is a note. */
export async function copiedUsage(
  { totals, offsets, explanationsKey, usage, usagedaily, dailyrated }: UsagePart,
  to: CopyTo,
  deps: Pick<AmendmentsDeps, 'files'>,
): Promise<UsagePart> {
  return {
    totals: to.record.note ? negated(totals) : totals,
    ...(offsets !== undefined && { offsets: to.record.note ? -offsets : offsets }),
    usage: await copied('usage', usage, USAGE_COLUMNS, to, deps),
    usagedaily: await copied('usagedaily', usagedaily, USAGE_COLUMNS, to, deps),
    dailyrated: await copied('dailyrated', dailyrated, RATED_COLUMNS, to, deps),
    explanationsKey: to.record.note ? await reasonsTakenBack(explanationsKey, to, deps) : explanationsKey,
  };
}

/** BIL-9: of what takes lines of use back the same reasons, with their amounts and formulas negated. */
async function reasonsTakenBack(key: string, to: CopyTo, deps: Pick<AmendmentsDeps, 'files'>): Promise<string> {
  const bytes = await deps.files.get(key);
  invariant(bytes, 'the objects of a part are stored');
  const rows = inflated(bytes)
    .split('\n')
    .filter((row) => row !== '')
    .map((row) => {
      const why = readUsageReason(row);
      const consumptionPrice = negatedText(why.consumptionPrice);
      const consumptionDiscount = negatedText(why.consumptionDiscount);
      const { rule } = REASONS.voiding;
      return usageReasonRow({ ...why, consumptionPrice, consumptionDiscount, rule, formula: `-(${why.formula})` });
    });
  return putNoteObject('usage-explanations', deflateText(rows.join('')).bytes, to, deps);
}

async function copied(
  kind: string,
  { key, rowCount }: PartFile,
  columns: readonly string[],
  to: CopyTo,
  deps: Pick<AmendmentsDeps, 'files'>,
): Promise<PartFile> {
  const bytes = await deps.files.get(key);
  invariant(bytes, 'the objects of a part are stored');
  const numberAt = columns.indexOf('InvoiceNumber');
  const rows: string[] = [];
  for (const { cells } of eachCsvRecord(inflated(bytes))) {
    const own = cells.map((cell, index) => {
      if (index === numberAt) return to.record.invoiceId;
      return to.record.note && MONEY.has(columns[index]!) && cell !== '' ? negatedText(cell) : cell;
    });
    rows.push(`${own.map(csvCell).join(',')}\r\n`);
  }
  const { bytes: written, ...sizes } = deflateText(rows.join(''));
  return { ...sizes, rowCount, key: await putNoteObject(kind, written, to, deps) };
}
