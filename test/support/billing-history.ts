import { amountText, fromMinorUnits } from '../../shared/kernel/money.ts';
import type { Entry, EntryKind, PriceLock } from '../../shared/kernel/seat-rating/history.ts';
import { type Line, lineKey } from '../../shared/kernel/seat-rating/ledger.ts';
import { addDays, type Day, day } from '../../shared/kernel/time.ts';

/** Builders and readable forms for the rating of subscriptions. */

export const aLock = (wholesale: string, more: Partial<PriceLock> = {}): PriceLock => ({
  priceList: '2018-01',
  currency: 'USD',
  wholesale,
  list: wholesale,
  discountPercent: '0',
  ...more,
});

type Step = Partial<Omit<Entry, 'kind' | 'version' | 'effectiveOn' | 'storedOn'>> & { storedOn?: string };

/** `[kind, day, what]`: saves in their order; each is stored on its own day unless it says otherwise. */
export type Steps = readonly (readonly [EntryKind, string, Step?])[];

export const aHistory = (steps: Steps): Entry[] =>
  steps.map(([kind, on, { storedOn, ...step } = {}], index) => ({
    kind,
    version: index + 1,
    eventId: `e${index + 1}`,
    effectiveOn: day(on),
    storedOn: day(storedOn ?? on),
    ...step,
  }));

export const window = (start: string, end: string) => ({ start: day(start), end: day(end) });

const lastDay = (end: Day): Day => addDays(end, -1);
const text = (minorUnits: bigint, currency: string): string => amountText(fromMinorUnits(minorUnits, currency));

/** `2018-01-13..2018-02-12 Cycle fee 4.00 x 2 = 8.00` */
export const lineText = (line: Line): string =>
  `${line.start}..${lastDay(line.end)} ${line.chargeType} ${text(line.unitPrice, line.term.lock.currency)} x ${line.quantity} = ${text(line.amount, line.term.lock.currency)}`;

export const totalText = (lines: readonly Line[], currency = 'USD'): string =>
  text(
    lines.reduce((sum, line) => sum + line.amount, 0n),
    currency,
  );

export const lineKeys = (lines: readonly Line[]): string[] => lines.map(lineKey);
