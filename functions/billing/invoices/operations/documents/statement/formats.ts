import { amountText } from '../../../../../../shared/kernel/money.ts';
import { type Day, startOfDay } from '../../../../../../shared/kernel/time.ts';
import type { Language } from './languages.ts';

/**
 * How a culture writes what a statement shows, by CLDR, which comes with Node: the same Node writes the same. Digits are
 * Latin and the calendar is that of invoices, so that everybody who pays can read them.
 */
export interface Formats {
  /** `1.234,50 EUR`, with the currency's own decimals; credits have a minus sign. */
  readonly money: (minorUnits: bigint) => string;
  /** The same without the currency. */
  readonly amount: (minorUnits: bigint) => string;
  /** `8.25%`, of a decimal text of percents. */
  readonly percent: (percents: string) => string;
  /** `15. Januar 2018` */
  readonly day: (on: Day) => string;
  /** `15. Januar – 14. Februar 2018`: first and last day. */
  readonly days: (first: Day, last: Day) => string;
  /** Name of a country of two letters. */
  readonly country: (code: string) => string;
}

interface Written {
  /** `ll-CC`; without one English as most of the world writes it. */
  readonly culture: string | undefined;
  /** That of the words around it: days and countries are in it. */
  readonly language: Language;
  readonly currency: string;
}

/** English that is nobody's own: days before months. */
const PLAIN_ENGLISH = 'en-GB';

export function formatsOf({ culture = PLAIN_ENGLISH, language, currency }: Written): Formats {
  const isOfLanguage = culture.slice(0, 2).toLowerCase() === language;
  const numbers = `${culture}-u-nu-latn`;
  const words = `${isOfLanguage ? culture : PLAIN_ENGLISH}-u-nu-latn-ca-gregory`;
  const decimals = amountText({ minorUnits: 0n, currency }).split('.')[1]?.length ?? 0;
  const digits = { minimumFractionDigits: decimals, maximumFractionDigits: decimals };
  const plain = new Intl.NumberFormat(numbers, digits);
  const withCode = new Intl.NumberFormat(numbers, { ...digits, style: 'currency', currency, currencyDisplay: 'code' });
  const rate = new Intl.NumberFormat(numbers, { style: 'percent', maximumFractionDigits: 10 });
  const days = new Intl.DateTimeFormat(words, { dateStyle: 'long', timeZone: 'UTC' });
  const countries = new Intl.DisplayNames(words, { type: 'region', fallback: 'code' });
  const exact = (minorUnits: bigint) => amountText({ minorUnits, currency }) as Intl.StringNumericLiteral;
  return {
    money: (minorUnits) => undirected(withCode.format(exact(minorUnits))),
    amount: (minorUnits) => undirected(plain.format(exact(minorUnits))),
    percent: (percents) => undirected(rate.format(`${percents}e-2` as Intl.StringNumericLiteral)).replace('٪', '%'),
    day: (on) => days.format(dateOf(on)),
    // A span in Japanese is written in figures by CLDR, unlike the days beside it.
    days: (first, last) =>
      language === 'ja'
        ? `${days.format(dateOf(first))}～${days.format(dateOf(last))}`
        : days.formatRange(dateOf(first), dateOf(last)),
    country: (code) => countries.of(code) ?? code,
  };
}

const dateOf = (on: Day): Date => new Date(startOfDay(on));

/** Cultures that write from right to left put marks of direction into numbers: they would turn what stands around them. */
const undirected = (text: string): string => text.replace(/[\u200e\u200f\u061c]/gu, '').trim();
