import { addDays, type Day } from '../../../../shared/kernel/time.ts';
import { COLLECTIONS_DAYS } from '../../receivables/domain/payment-status.ts';
import { openOf, type Receivable } from '../../receivables/domain/receivable.ts';
import { type Deferral, dayOfLateness } from './lateness.ts';

/** L8: what is done about an invoice once it is so many days late. */
export type StepAction = 'reminder' | 'notice' | 'suspendOrdering';
export interface Step {
  readonly daysLate: number;
  readonly action: StepAction;
}

/** How far collections have come with one invoice. It is kept for good, so that a payment that bounces brings no step twice. */
export interface Progress {
  readonly invoiceId: string;
  /** The partner was told that it is late. */
  readonly isTold?: true;
  /** Every step up to these days late was taken. */
  readonly daysDone: number;
  /** One of them suspended ordering. */
  readonly hasSuspended?: true;
}

/** An invoice in a case, with what is still owed for it; minor units. */
export interface CaseInvoice {
  readonly invoiceId: string;
  readonly dueOn: Day;
  readonly overdue: bigint;
}

export const CASE_STATUSES = ['open', 'promised', 'resolved', 'writtenOff'] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

/** What is done about a partner that owes for too long, from the day it begins until nothing is overdue (L8). */
export interface CollectionsCase {
  readonly caseId: string;
  readonly partnerId: string;
  readonly currency: string;
  readonly openedOn: Day;
  readonly closedOn?: Day;
  readonly status: CaseStatus;
  /** Every invoice that was overdue while it was open, by due date. */
  readonly invoices: readonly CaseInvoice[];
  /** Last day of the promise that was made last. */
  readonly promisedOn?: Day;
  /** What whoever promised or wrote off noted. */
  readonly note?: string;
  readonly version: number;
}

/** What collections know of a partner; nothing of most. */
export interface Collections {
  readonly partnerId: string;
  readonly version: number;
  /** Cases so far. */
  readonly cases: number;
  /** The case that is open. */
  readonly caseId?: string;
  readonly deferrals: readonly Deferral[];
  /** What was overdue on that day is given up. */
  readonly writeOffOn?: Day;
  /** The latest day that they were brought to: nothing goes back behind it. */
  readonly reviewedOn?: Day;
  /** Day on which the last case closed. */
  readonly closedOn?: Day;
  /** First day on which there may be something to do; absent: nothing comes by itself. */
  readonly lookOn?: Day;
}

export const noCollections = (partnerId: string): Collections => ({ partnerId, version: 0, cases: 0, deferrals: [] });

/** Something that is done about one invoice, on the day on which it was to be done. */
export interface Taken {
  readonly invoice: Receivable;
  readonly on: Day;
  readonly daysLate: number;
  /** `late`: the partner is told that the invoice is late. */
  readonly action: StepAction | 'late';
}

/** What is owed after its due date; amounts in minor units. An invoice is late from the day after it was due (L3). */
export const isOverdue = (receivable: Receivable, today: Day): boolean =>
  openOf(receivable) > 0n && receivable.dueOn < today;

/** Days late with which a case opens: 30, or the first step where that is earlier. */
const caseDays = (steps: readonly Step[]): number =>
  Math.min(COLLECTIONS_DAYS, ...steps.map(({ daysLate }) => daysLate));

const PAYMENT_LATE_DAYS = 1;

interface Reviewed {
  readonly collections: Collections;
  /** Invoices of which something is owed. */
  readonly open: readonly Receivable[];
  readonly progressOf: (invoiceId: string) => Progress | undefined;
  readonly steps: readonly Step[];
}

/** What was not done yet about an invoice, in order, with the day on which each is to be done; behind today, too. */
function todo({ collections, progressOf, steps }: Reviewed, invoice: Receivable): Taken[] {
  const { isTold, daysDone } = progressOf(invoice.invoiceId) ?? { daysDone: 0 };
  const late: Taken = { invoice, on: addDays(invoice.dueOn, PAYMENT_LATE_DAYS), daysLate: 1, action: 'late' };
  const ahead = steps.filter(({ daysLate }) => daysLate > daysDone);
  return [
    ...(isTold ? [] : [late]),
    ...ahead.map(({ daysLate, action }) => ({
      ...{ invoice, daysLate, action },
      on: dayOfLateness(invoice.dueOn, daysLate, collections.deferrals),
    })),
  ];
}

const inOrder = (a: Taken, b: Taken): number => (keyOf(a) < keyOf(b) ? -1 : 1);
const keyOf = ({ on, daysLate, action, invoice }: Taken): string =>
  [on, action === 'late' ? 0 : 1, String(daysLate).padStart(3, '0'), invoice.dueOn, invoice.invoiceId].join(' ');

/** L8: what is to be done by the end of a day, in the order of the days on which it was to be done: also after days without a run. */
export const due = (of: Reviewed, today: Day): readonly Taken[] =>
  of.open
    .flatMap((invoice) => todo(of, invoice))
    .filter(({ on }) => on <= today)
    .sort(inOrder);

/** The first day behind today on which something is to be done, should nothing be paid until then. */
export function nextLook(of: Reviewed, today: Day): Day | undefined {
  const { collections, open, steps } = of;
  const promisedOn = collections.deferrals.at(-1)?.through;
  const days = [
    ...open.flatMap((invoice) => [
      ...todo(of, invoice).map(({ on }) => on),
      ...(collections.caseId === undefined ? [addDays(invoice.dueOn, caseDays(steps))] : []),
      // What an open case holds grows with each invoice that becomes overdue.
      addDays(invoice.dueOn, 1),
    ]),
    ...(collections.caseId !== undefined && promisedOn !== undefined ? [addDays(promisedOn, 1)] : []),
  ];
  return days.filter((on) => on > today).sort()[0];
}

/** How far an invoice has come once something was done about it. */
export const advanced = (before: Progress | undefined, { invoice, daysLate, action }: Taken): Progress => {
  const progress = before ?? { invoiceId: invoice.invoiceId, daysDone: 0 };
  if (action === 'late') return { ...progress, isTold: true };
  return { ...progress, daysDone: daysLate, ...(action === 'suspendOrdering' && { hasSuspended: true as const }) };
};

/**
 * L8: ordering is suspended as long as an invoice is owed for which that step was taken, and the partner's steps have it: taking it
 * away from them, which the operator may, ends it.
 */
export const suspendsOrdering = ({ open, progressOf, steps }: Reviewed, today: Day): boolean =>
  steps.some(({ action }) => action === 'suspendOrdering') &&
  open.some((invoice) => isOverdue(invoice, today) && progressOf(invoice.invoiceId)?.hasSuspended === true);

/** The day on which a case opens, where it has come: that of the invoice that is late longest, but not before the last case closed. */
export function caseOpensOn({ collections, open, steps }: Reviewed, today: Day): Day | undefined {
  const days = open.map(({ dueOn }) => addDays(dueOn, caseDays(steps))).filter((on) => on <= today);
  const first = days.sort()[0];
  return first !== undefined && collections.closedOn !== undefined && collections.closedOn > first
    ? collections.closedOn
    : first;
}

/** What a case holds, as of a day: what it held before, and all that is overdue now. */
export function caseInvoices(
  before: readonly CaseInvoice[],
  open: readonly Receivable[],
  today: Day,
): readonly CaseInvoice[] {
  const invoices = new Map(before.map((invoice) => [invoice.invoiceId, { ...invoice, overdue: 0n }]));
  for (const receivable of open) {
    const { invoiceId, dueOn } = receivable;
    if (isOverdue(receivable, today)) invoices.set(invoiceId, { invoiceId, dueOn, overdue: openOf(receivable) });
  }
  return [...invoices.values()].sort((a, b) => (`${a.dueOn} ${a.invoiceId}` < `${b.dueOn} ${b.invoiceId}` ? -1 : 1));
}

/** Minor units. */
export const overdueOf = (invoices: readonly CaseInvoice[]): bigint =>
  invoices.reduce((sum, { overdue }) => sum + overdue, 0n);
