import type { Reason } from '../../../../../shared/kernel/seat-rating/explanation.ts';
import { type Line, lineKey } from '../../../../../shared/kernel/seat-rating/ledger.ts';
import type { Day } from '../../../../../shared/kernel/time.ts';
import { dayOfMoment } from './moments.ts';

/**
 * What rows of the license file and the explanations beside them look like, by the number of their form. Files are kept
 * and read back for years: the newest form is written, except by runs that began with another, and all are read. 1: the
 * documented columns; explanations begin with the line's key. 2: rows end with the line's id, explanations have its tax
 * rate. 3: before the line's id rows say in which currency its price is, and what exchanged it (M3).
 */
export const ROWS_FORM = 3;

/** The documented columns (billing contract 11), in order. */
export const LICENSE_COLUMNS = [
  'PartnerId',
  'CustomerId',
  'CustomerName',
  'MPNID',
  'ResellerMPNID',
  'OrderId',
  'SubscriptionId',
  'SyndicationPartnerSubscriptionNumber',
  'OfferId',
  'DurableOfferId',
  'OfferName',
  'SubscriptionStartDate',
  'SubscriptionEndDate',
  'ChargeStartDate',
  'ChargeEndDate',
  'ChargeType',
  'UnitPrice',
  'Quantity',
  'Amount',
  'TotalOtherDiscount',
  'Subtotal',
  'Tax',
  'TotalForCustomer',
  'Currency',
  'DomainName',
  'SubscriptionName',
  'SubscriptionDescription',
  'BillingCycleType',
] as const;
export type LicenseColumn = (typeof LICENSE_COLUMNS)[number];

/** What rows have behind the documented columns, by the number of their form. */
const PRICING_COLUMNS = ['PricingCurrency', 'PCToBCExchangeRate', 'PCToBCExchangeRateDate'];
const columnsBehind = (rowsForm: number): readonly string[] =>
  rowsForm < 2 ? [] : [...(rowsForm < 3 ? [] : PRICING_COLUMNS), 'LineId'];

export const licenseHeader = (rowsForm: number): string =>
  `${[...LICENSE_COLUMNS, ...columnsBehind(rowsForm)].join(',')}\r\n`;

/** Where rows of a form have the line's id. */
export const lineIdColumn = (rowsForm: number): number => LICENSE_COLUMNS.length + columnsBehind(rowsForm).length - 1;

/** In which currency a line is priced, and what exchanges it into that of the bill: 1 from the first day charged, where nothing does. */
export interface LinePricing {
  readonly pricingCurrency: string;
  readonly rate: string;
  readonly rateOn: Day;
}

/** M3: the rate of a month counts from its first day. */
export const pricingOf = ({ term: { lock }, start }: Pick<Line, 'term' | 'start'>): LinePricing =>
  lock.exchange
    ? { ...lock.exchange, rateOn: `${lock.exchange.month}-01` as Day }
    : { pricingCurrency: lock.currency, rate: '1', rateOn: start };

/** What the file's row does not tell already; what no line of a kind has is left out at the end. */
export function explanationRowIn(rowsForm: number): (line: Line, taxPercent: string) => string {
  return (line, taxPercent) => {
    const { reason, eventId, term, cyclePrice, cycleDays, days, reverses, formula } = line;
    const why = `${reason}\t${eventId}\t${term.lock.priceList}\t${cyclePrice}\t${cycleDays}\t${days}`;
    const row = rowsForm < 2 ? `${lineKey(line)}\t${why}` : `${why}\t${taxPercent}`;
    return reverses === undefined && formula === undefined
      ? `${row}\n`
      : `${row}\t${reverses ?? ''}\t${formula ?? ''}\n`;
  };
}

/** What explains a line of the newest form, for who knows its fields. */
export const storedExplanation = (why: StoredExplanation): string => {
  const { reason, eventId, priceList, cyclePrice, cycleDays, days, taxPercent, reverses, formula } = why;
  return `${[reason, eventId, priceList, cyclePrice, cycleDays, days, taxPercent ?? '', reverses ?? '', formula ?? ''].join('\t')}\n`;
};

/** What explains a line, as it was stored beside its row. */
export interface StoredExplanation extends Pick<Line, 'reason' | 'eventId' | 'cyclePrice' | 'cycleDays' | 'days'> {
  readonly priceList: string;
  /** Percent as decimal text; the first form did not tell. */
  readonly taxPercent: string | undefined;
  readonly reverses: string | undefined;
  readonly formula: string | undefined;
}

/** A row as cells with what explains it, and the line's id. */
export interface ReadLine {
  readonly pricing: LinePricing;
  readonly row: Record<LicenseColumn, string>;
  readonly why: StoredExplanation;
  /** `{termNo}|{eventKey}|{ordinal}` */
  readonly key: string;
}

/** Reads a line of any form. */
export function readLine(rowsForm: number, cells: readonly string[], explanation: string): ReadLine {
  const row = Object.fromEntries(LICENSE_COLUMNS.map((name, column) => [name, cells[column]!])) as ReadLine['row'];
  const fields = explanation.split('\t');
  const keyOfFirst = rowsForm < 2 ? fields.shift()! : undefined;
  const taxPercent = rowsForm < 2 ? undefined : fields.splice(6, 1)[0]!;
  const [reason, eventId, priceList, cyclePrice, cycleDays, days, reverses, formula] = fields as [
    Reason,
    string,
    string,
    string,
    string,
    string,
    string?,
    string?,
  ];
  const lineId = cells[lineIdColumn(rowsForm)];
  const [pricingCurrency = '', rate = '', moment = ''] = rowsForm < 3 ? [] : cells.slice(LICENSE_COLUMNS.length);
  return {
    pricing:
      rowsForm < 3
        ? { pricingCurrency: row.Currency, rate: '1', rateOn: dayOfMoment(row.ChargeStartDate) }
        : { pricingCurrency, rate, rateOn: dayOfMoment(moment) },
    row,
    key: keyOfFirst ?? lineId!.slice(lineId!.indexOf('|') + 1),
    why: {
      reason,
      eventId,
      priceList,
      cyclePrice,
      cycleDays: Number(cycleDays),
      days: Number(days),
      taxPercent,
      reverses: reverses || undefined,
      formula: formula || undefined,
    },
  };
}
