import { addMonths, type Day, monthsElapsed } from '../time.ts';
import type { ChargeType } from './charge-types.ts';
import type { Reason } from './explanation.ts';
import type { BillingCycle, PriceLock } from './history.ts';

/** A term as billing charges it. */
export interface Term {
  /** Counts the terms of the subscription from 1. */
  readonly no: number;
  /** First day of the term; for an add-on of a running term the day of its purchase (R8). */
  readonly startOn: Day;
  readonly endOn: Day;
  readonly anchorOn: Day;
  readonly cycle: BillingCycle;
  readonly lock: PriceLock;
  /** Event that fixed the price, for the explanation of cycle charges. */
  readonly eventId: string;
}

/** One line of the reconciliation file: computed, never stored as such. */
export interface Line {
  readonly postedOn: Day;
  /** Day whose tax rate it bears: its posted day; of a line that takes one back, the posted day of that one. */
  readonly taxedOn: Day;
  readonly term: Term;
  /** `cycle:<day>`, `renew:<day>` or `evt:<eventId>` (billing contract 8). */
  readonly eventKey: string;
  readonly ordinal: number;
  readonly reason: Reason;
  /** Event that posted the line; for a cycle charge the one that fixed its price. */
  readonly eventId: string;
  readonly chargeType: ChargeType;
  /** Half-open charge interval. */
  readonly start: Day;
  readonly end: Day;
  readonly quantity: number;
  /** 1 for a charge, -1 for a credit. */
  readonly sign: 1 | -1;
  /** Minor units, signed. */
  readonly unitPrice: bigint;
  readonly amount: bigint;
  readonly days: number;
  readonly cycleDays: number;
  /** Exact text of what one seat costs for a whole cycle. */
  readonly cyclePrice: string;
  /** Key of the line that this one takes back, whole or in part. */
  readonly reverses: string | undefined;
  /** How the amount came about where it is not seats × price × days. */
  readonly formula: string | undefined;
}

/** `{termNo}|{eventKey}|{ordinal}`: with the subscription's id in front it is the line's id (billing contract 8). */
export const lineKey = (line: Line): string => `${line.term.no}|${line.eventKey}|${line.ordinal}`;
/** The same for good, however the subscription's id is spelled. */
export const lineIdOf = (subscriptionId: string, key: string): string => `${subscriptionId.toLowerCase()}|${key}`;

/** A subscription's id as the API shows it everywhere: who reconciles joins files and answers as texts. */
export const shownId = (subscriptionId: string): string => subscriptionId.toUpperCase();

/** State of a subscription's account between two days; what a history begins with once its past was folded. */
export interface Ledger {
  /** Day of the purchase; empty before it. */
  createdOn: Day;
  terms: Term[];
  isActive: boolean;
  quantity: number;
  autoRenew: boolean;
  friendlyName: string;
  resellerOfRecord: string;
  /** Lines that count: neither reversed nor credited, in posting order. */
  live: Line[];
  /** Index, from the anchor of the last term, of the next monthly cycle to charge. */
  nextCycle: number;
  /** Posted day of the last entry that was folded. */
  postedOn: Day;
  /** Latest day on which an entry that was folded was stored. */
  knownOn: Day;
}

export const emptyLedger = (): Ledger => ({
  createdOn: '' as Day,
  terms: [],
  isActive: false,
  quantity: 0,
  autoRenew: true,
  friendlyName: '',
  resellerOfRecord: '',
  live: [],
  nextCycle: 0,
  postedOn: '' as Day,
  knownOn: '' as Day,
});

/** A charge cycle of a term, half-open; `index` counts monthly cycles from the anchor. */
export interface Cycle {
  readonly start: Day;
  readonly end: Day;
  readonly index: number;
}

/** The cycle in which a day lies. Billed annually, the cycle is the term (R2). */
export function cycleAt({ anchorOn, cycle }: Pick<Term, 'anchorOn' | 'cycle'>, on: Day): Cycle {
  const months = cycle === 'monthly' ? 1 : 12;
  if (on === anchorOn) return { start: on, end: addMonths(on, months), index: 0 };
  const index = Math.floor(monthsElapsed(anchorOn, on) / months) * months;
  return { start: addMonths(anchorOn, index), end: addMonths(anchorOn, index + months), index };
}

/** R2: the day after the term in which `on` lies. */
export const termEndAfter = (anchorOn: Day, on: Day): Day =>
  addMonths(anchorOn, 12 * (Math.floor(monthsElapsed(anchorOn, on) / 12) + 1));

/** The term in which a day lies; the first one for a day before it. */
export function termAt(terms: readonly Term[], on: Day): Term | undefined {
  for (let index = terms.length - 1; index > 0; index -= 1) if (terms[index]!.startOn <= on) return terms[index];
  return terms[0];
}
