import { csvCell, csvRecords, eachCsvRecord, plainText } from '../../../../shared/kernel/csv.ts';
import { seatFormula } from '../../../../shared/kernel/seat-rating/explanation.ts';
import { shownId } from '../../../../shared/kernel/seat-rating/ledger.ts';
import {
  firstMoment,
  LICENSE_COLUMNS,
  type LicenseColumn,
  type LinePricing,
  readLine,
  type StoredExplanation,
  storedExplanation,
  USAGE_COLUMNS,
} from '../../invoices/index.ts';

/** Rows of a file with what explains each, as texts. */
export interface RowTexts {
  readonly rows: string;
  readonly explanations: string;
}

/** The form of the rows that notes have: the first one has no place for a line's id. */
export const NOTE_ROWS_FORM = 3;

const columnOf = (name: LicenseColumn): number => LICENSE_COLUMNS.indexOf(name);
const AMOUNTS: readonly number[] = (
  ['UnitPrice', 'Amount', 'TotalOtherDiscount', 'Subtotal', 'Tax', 'TotalForCustomer'] as const
).map(columnOf);

const isNothing = (amount: string): boolean => /^[0.]*$/.test(amount);
/** An amount taken back; nothing stays as it is. */
export const negatedText = (amount: string): string =>
  amount.startsWith('-') ? amount.slice(1) : isNothing(amount) ? amount : `-${amount}`;

/**
 * R5: the rows that take others back: the same dates and quantity, the amounts negated as they were posted. Each has an id of its
 * own and names the line that it takes back.
 */
export function takenBack({ rows, explanations }: RowTexts, rowsForm: number, noteId: string): RowTexts {
  const whys = explanations.split('\n');
  const taken = { rows: [] as string[], explanations: [] as string[] };
  for (const { cells } of eachCsvRecord(rows)) {
    const { row, key, why, pricing } = readLine(rowsForm, cells.map(plainText), whys[taken.rows.length]!);
    const kept = cells
      .slice(0, LICENSE_COLUMNS.length)
      .map((cell, index) => (AMOUNTS.includes(index) ? negatedText(cell) : cell));
    const lineId = `${row.SyndicationPartnerSubscriptionNumber.toLowerCase()}|${key}`;
    taken.rows.push(`${[...kept, ...pricingCells(pricing), `${lineId}|${noteId}`].map(csvCell).join(',')}\r\n`);
    taken.explanations.push(storedExplanation(whyTakenBack(why, Number(row.Quantity), key)));
  }
  return { rows: taken.rows.join(''), explanations: taken.explanations.join('') };
}

const pricingCells = ({ pricingCurrency, rate, rateOn }: LinePricing): string[] => [
  pricingCurrency,
  rate,
  firstMoment(rateOn),
];

function whyTakenBack(why: StoredExplanation, quantity: number, key: string): StoredExplanation {
  const { cyclePrice, cycleDays, days, reverses } = why;
  const isCredit = reverses !== undefined;
  const formula = why.formula ?? seatFormula({ quantity, cyclePrice, days, cycleDays, isCredit });
  return { ...why, reason: 'voiding', reverses: key, formula: `-(${formula})` };
}

/** What a line of an adjustment says beside what the posted one says. */
export interface AdjustedCells {
  readonly firstMoment: string;
  readonly lastMoment: string;
  readonly chargeType: string;
  readonly amount: string;
  readonly nothing: string;
  readonly tax: string;
  readonly total: string;
  readonly lineId: string;
}

/** A row about the same subscription as a posted one, with money of its own. */
export function adjustedRow(posted: readonly string[], of: AdjustedCells): string {
  const changed: Partial<Record<LicenseColumn, string>> = {
    ChargeStartDate: of.firstMoment,
    ChargeEndDate: of.lastMoment,
    ChargeType: of.chargeType,
    UnitPrice: of.amount,
    Quantity: '1',
    Amount: of.amount,
    TotalOtherDiscount: of.nothing,
    Subtotal: of.amount,
    Tax: of.tax,
    TotalForCustomer: of.total,
  };
  const cells = LICENSE_COLUMNS.map((name, index) => changed[name] ?? posted[index]!);
  const pricing = [cellOf(posted, 'Currency'), '1', of.firstMoment];
  return `${[...cells, ...pricing, of.lineId].map(csvCell).join(',')}\r\n`;
}

/** The billing-platform id of a subscription as a cell of its own: every row has one, and nothing else looks like it. */
const BILLING_ID = /,S-([^,"\r\n]+),/g;

/** The first row of each of some subscriptions, by their ids in lower case: cells as the file has them. */
export function rowsOfSome(rows: string, wanted: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  BILLING_ID.lastIndex = 0;
  for (let match = BILLING_ID.exec(rows); match && found.size < wanted.size; match = BILLING_ID.exec(rows)) {
    const end = rows.indexOf('\r\n', match.index) + 2;
    const id = match[1]!.toLowerCase();
    if (wanted.has(id) && !found.has(id)) {
      const [cells] = csvRecords(rows.slice(rows.lastIndexOf('\r\n', match.index) + (match.index > 0 ? 2 : 0), end), 1);
      if (cells && shownId(cells[columnOf('SyndicationPartnerSubscriptionNumber')] ?? '') === shownId(id))
        found.set(id, cells);
    }
    BILLING_ID.lastIndex = end;
  }
  return found;
}

const USAGE_SUBSCRIPTION = USAGE_COLUMNS.indexOf('SubscriptionId');

/** The same of the file of usage. */
export function usageRowsOfSome(rows: string, wanted: ReadonlySet<string>): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const id of wanted) {
    const cell = `,${shownId(id)},`;
    for (let at = rows.indexOf(cell); at >= 0; at = rows.indexOf(cell, at + 1)) {
      const [cells] = csvRecords(rows.slice(rows.lastIndexOf('\r\n', at) + (at > 0 ? 2 : 0)), 1);
      // A text may say an id, too.
      if (cells?.[USAGE_SUBSCRIPTION] !== shownId(id)) continue;
      found.set(id, cells);
      break;
    }
  }
  return found;
}

/** A row of the usage file about the same subscription as a posted one, about no meter, with money of its own. */
export function adjustedUsageRow(
  posted: readonly string[],
  { invoiceId, number, ...of }: AdjustedCells & { readonly invoiceId: string; readonly number: number },
): string {
  const own: Readonly<Record<string, string>> = {
    InvoiceNumber: invoiceId,
    ChargeStartDate: of.firstMoment,
    ChargeEndDate: of.lastMoment,
    DetailLineItemId: String(number),
    PretaxCharges: of.amount,
    TaxAmount: of.tax,
    PostTaxTotal: of.total,
    ChargeType: of.chargeType,
    LineId: of.lineId,
    ...Object.fromEntries(METER_COLUMNS.map((name) => [name, ''])),
    ...Object.fromEntries(QUANTITY_COLUMNS.map((name) => [name, '0'])),
  };
  const cells = USAGE_COLUMNS.map((name, column) => own[name] ?? posted[column]!);
  return `${cells.map(csvCell).join(',')}\r\n`;
}

const METER_COLUMNS = ['ServiceName', 'ServiceType', 'ResourceGuid', 'ResourceName', 'Region', 'Unit'];
const QUANTITY_COLUMNS = [
  ...['ConsumedQuantity', 'IncludedQuantity', 'OverageQuantity', 'ListPrice'],
  ...['PretaxEffectiveRate', 'PostTaxEffectiveRate'],
];

/** A cell of a row of the usage file by the name of its column. */
export const usageCellOf = (cells: readonly string[], name: string): string => cells[USAGE_COLUMNS.indexOf(name)] ?? '';

/** A cell of a row by the name of its column. */
export const cellOf = (cells: readonly string[], name: LicenseColumn): string => cells[columnOf(name)] ?? '';
