import { invariant } from '../../../../shared/kernel/invariant.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/**
 * Double entry. What the seller's books say of one partner, in minor units of its billing currency; a debit is positive.
 *
 * `receivable` is what its invoices are worth that is not paid (L4), `unallocated` what it paid that no invoice has yet (L5),
 * `creditBalance` what invoices below zero left for later ones (L6): both are credits, so they are negative. `opening` stands
 * against what was owed when the books were begun. Incentives (M6) are an expense, owed to the partner (a credit) until they are
 * paid out: `incentivesPaid` is the money that went, apart from the `cash` that came.
 */
export const BOOK_ACCOUNTS = [
  'receivable',
  'unallocated',
  'creditBalance',
  'cash',
  'revenue',
  'tax',
  'writtenOff',
  'opening',
  'incentives',
  'incentivesOwed',
  'incentivesPaid',
] as const;
export type BookAccount = (typeof BOOK_ACCOUNTS)[number];

/** What each account says; together they are 0. */
export type Books = Readonly<Record<BookAccount, bigint>>;

export const NO_BOOKS: Books = {
  receivable: 0n,
  unallocated: 0n,
  creditBalance: 0n,
  cash: 0n,
  revenue: 0n,
  tax: 0n,
  writtenOff: 0n,
  opening: 0n,
  incentives: 0n,
  incentivesOwed: 0n,
  incentivesPaid: 0n,
};

export type MovementKind =
  | 'invoiceIssued'
  | 'noteIssued'
  | 'paymentReceived'
  | 'allocated'
  | 'deallocated'
  | 'paymentTakenBack'
  | 'creditFreed'
  | 'creditApplied'
  | 'writtenOff'
  | 'writeOffTakenBack'
  | 'incentivesAccrued'
  | 'incentivesPaidOut';

export interface Posting {
  readonly account: BookAccount;
  /** Minor units; a debit is positive. */
  readonly minorUnits: bigint;
}

/** The invoice that a movement is about. */
export interface MovedInvoice {
  readonly invoiceId: string;
  /** Its billing date. */
  readonly invoiceOn: Day;
}

/** One movement of money: postings that are 0 together. */
export interface Movement {
  /** The same movement has the same key, so that it is stored once. */
  readonly key: string;
  readonly kind: MovementKind;
  readonly on: Day;
  readonly postings: readonly Posting[];
  /** Absent: it changes no invoice's balance. */
  readonly invoice?: MovedInvoice;
  /** What moved it: number of a note, id of a payment. */
  readonly reference?: string;
}

/** @throws InvariantError unless there are two postings at least that are 0 together. */
export function movement(of: Movement): Movement {
  invariant(of.postings.length >= 2, `movement ${of.key} has two postings at least`);
  const sum = of.postings.reduce((total, { minorUnits }) => total + minorUnits, 0n);
  invariant(sum === 0n, `the postings of movement ${of.key} are 0 together, not ${sum}`);
  if (!of.invoice) return of;
  const { invoiceId, invoiceOn } = of.invoice;
  return { ...of, invoice: { invoiceId, invoiceOn } };
}

type About = Pick<Movement, 'key' | 'on' | 'reference' | 'invoice'>;

/** `minorUnits` are debited to one account and credited to another; a negative amount goes the other way. */
const between = (
  kind: MovementKind,
  { debit, credit }: { readonly debit: BookAccount; readonly credit: BookAccount },
  minorUnits: bigint,
  about: About,
): Movement =>
  movement({
    ...about,
    kind,
    postings: [
      { account: debit, minorUnits },
      { account: credit, minorUnits: -minorUnits },
    ],
  });

interface Charged {
  readonly subtotal: bigint;
  readonly tax: bigint;
  readonly total: bigint;
}

const charged = ({ subtotal, tax, total }: Charged): Posting[] => [
  { account: 'receivable', minorUnits: total },
  { account: 'revenue', minorUnits: -subtotal },
  ...(tax === 0n ? [] : [{ account: 'tax' as const, minorUnits: -tax }]),
];

/** An invoice went out: it is owed, revenue and tax are earned. */
export const invoiceIssued = (
  { invoiceId, invoiceOn, totals }: MovedInvoice & { readonly totals: Charged },
  on: Day,
): Movement =>
  movement({
    key: `invoice#${invoiceId}`,
    kind: 'invoiceIssued',
    on,
    postings: charged(totals),
    invoice: { invoiceId, invoiceOn },
  });

/** A note on an invoice went out; what it takes back is negative (L7). */
export const noteIssued = (
  note: { readonly noteId: string; readonly totals: Charged },
  invoice: MovedInvoice,
  on: Day,
): Movement =>
  movement({
    key: `note#${note.noteId}`,
    kind: 'noteIssued',
    on,
    postings: charged(note.totals),
    invoice,
    reference: note.noteId,
  });

/** L5: money came; no invoice has it yet. */
export const paymentReceived = (paymentId: string, minorUnits: bigint, on: Day): Movement =>
  between('paymentReceived', { debit: 'cash', credit: 'unallocated' }, minorUnits, {
    key: `payment#${paymentId}`,
    on,
    reference: paymentId,
  });

/** L5: an invoice has some of a payment. `no` counts what was done to the payment before. */
export const allocated = (
  payment: { readonly paymentId: string; readonly no: number },
  invoice: MovedInvoice,
  minorUnits: bigint,
  on: Day,
): Movement =>
  between('allocated', { debit: 'unallocated', credit: 'receivable' }, minorUnits, {
    key: `allocation#${payment.paymentId}#${payment.no}`,
    on,
    invoice,
    reference: payment.paymentId,
  });

/** An invoice has it no more, because the payment is taken back. */
export const deallocated = (
  payment: { readonly paymentId: string; readonly no: number },
  invoice: MovedInvoice,
  minorUnits: bigint,
  on: Day,
): Movement =>
  between('deallocated', { debit: 'receivable', credit: 'unallocated' }, minorUnits, {
    key: `deallocation#${payment.paymentId}#${payment.no}`,
    on,
    invoice,
    reference: payment.paymentId,
  });

/** Money that had come went back: a transfer that bounced. */
export const paymentTakenBack = (paymentId: string, minorUnits: bigint, on: Day): Movement =>
  between('paymentTakenBack', { debit: 'unallocated', credit: 'cash' }, minorUnits, {
    key: `takenback#${paymentId}`,
    on,
    reference: paymentId,
  });

/**
 * L6, D15: what an invoice is worth below zero is free for others. `no` is the version of the account's balance, which no two
 * movements of one invoice have in common.
 */
export const creditFreed = (invoice: MovedInvoice, minorUnits: bigint, { no, on }: { no: number; on: Day }): Movement =>
  between('creditFreed', { debit: 'receivable', credit: 'creditBalance' }, minorUnits, {
    key: `freed#${invoice.invoiceId}#${no}`,
    on,
    invoice,
  });

/** L6: an invoice has some of what others freed. */
export const creditApplied = (
  invoice: MovedInvoice,
  minorUnits: bigint,
  { no, on }: { no: number; on: Day },
): Movement =>
  between('creditApplied', { debit: 'creditBalance', credit: 'receivable' }, minorUnits, {
    key: `applied#${invoice.invoiceId}#${no}`,
    on,
    invoice,
  });

/** L8: what is owed for an invoice is given up. */
export const writtenOff = (invoice: MovedInvoice, minorUnits: bigint, { no, on }: { no: number; on: Day }): Movement =>
  between('writtenOff', { debit: 'writtenOff', credit: 'receivable' }, minorUnits, {
    key: `writtenoff#${invoice.invoiceId}#${no}`,
    on,
    invoice,
  });

/** What was given up is worth less by now, because a note lowered the invoice: only what is left is given up. */
export const writeOffTakenBack = (
  invoice: MovedInvoice,
  minorUnits: bigint,
  { no, on }: { no: number; on: Day },
): Movement =>
  between('writeOffTakenBack', { debit: 'receivable', credit: 'writtenOff' }, minorUnits, {
    key: `unwritten#${invoice.invoiceId}#${no}`,
    on,
    invoice,
  });

/** M6: what the lines of a document earn the partner; below 0 where they take back what others earned. */
export const incentivesAccrued = (documentId: string, minorUnits: bigint, on: Day): Movement =>
  between('incentivesAccrued', { debit: 'incentives', credit: 'incentivesOwed' }, minorUnits, {
    key: `incentives#${documentId}`,
    on,
    reference: documentId,
  });

/** M6: earnings were paid to the partner. */
export const incentivesPaidOut = (payoutId: string, minorUnits: bigint, on: Day): Movement =>
  between('incentivesPaidOut', { debit: 'incentivesOwed', credit: 'incentivesPaid' }, minorUnits, {
    key: `payout#${payoutId}`,
    on,
    reference: payoutId,
  });

/** The books with some movements more. */
export function posted(books: Books, movements: readonly Movement[]): Books {
  const after: Record<BookAccount, bigint> = { ...books };
  for (const { postings } of movements) for (const { account, minorUnits } of postings) after[account] += minorUnits;
  return after;
}

/** The sum of all accounts: 0 in books that are right. */
export const trialBalance = (books: Books): bigint => BOOK_ACCOUNTS.reduce((sum, account) => sum + books[account], 0n);
