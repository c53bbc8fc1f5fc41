import { type Write, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { followingPeriod } from '../../../../shared/kernel/billing-period.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { addDays, instant } from '../../../../shared/kernel/time.ts';
import {
  type AccountBalance,
  accountStore,
  type BillingAccount,
  invoiceIssued,
  movementWrites,
  namesStore,
  openWrite,
  owedOf,
  type PeriodRow,
  periodStore,
  settledWrite,
} from '../../accounts/index.ts';
import { addTotals, mergedShares, NO_TOTALS } from '../../history/index.ts';
import { chargesByProduct, type Invoice } from '../domain/invoice.ts';
import type { InvoiceRecord } from '../store/invoice-item.ts';
import { headerWrite, invoiceStore } from '../store/invoice-store.ts';
import type { FilePart } from '../store/part-item.ts';
import { partStore } from '../store/part-store.ts';
import { runPeriod } from './begin-run.ts';
import type { RunDeps } from './dependencies.ts';
import { storeDocuments } from './documents/store-documents.ts';
import { issuedEvent } from './issued-event.ts';
import { totalsByOffer } from './part-sums.ts';
import { reserveNumber } from './reserve-number.ts';
import type { RunMessage } from './run-message.ts';

type Deps = RunDeps;
type FinishMessage = Extract<RunMessage, { kind: 'finish' }>;

export type FinishOutcome = 'issued' | 'empty' | 'incomplete' | 'settled';

/**
 * Turns the parts of a run into the invoice (X7, BIL-1, BIL-11): number, documents, balance, header, period and event.
 *
 * Everything before the one transaction may be repeated: numbers are reserved for their period, documents are named
 * by their content, and the transaction holds only while the period is still closing and the balance is the one that
 * the statement shows. Without lines there is no invoice (L2).
 */
export async function finishInvoice(message: FinishMessage, deps: Deps): Promise<FinishOutcome> {
  const { partnerId, billingOn, scheduledAt } = message;
  const row = await periodStore(deps.table).load(partnerId, billingOn);
  if (row?.state !== 'closing') return 'settled';
  const parts = await partStore(deps.table).ofPeriod(partnerId, billingOn);
  if (new Set(parts.map(({ range }) => range)).size < row.plan!.ranges.length) return 'incomplete';
  const account = await accountStore(deps.table).load(partnerId);
  invariant(account?.profile.billingDay, 'an account with a period has a billing day');
  const next = followingPeriod(row, account.profile.billingDay);
  const opening = openWrite(partnerId, next);
  const lineCount = parts.reduce((count, part) => count + part.lineCount, 0);
  const isEmpty = lineCount === 0 && parts.every(({ usage }) => usage === undefined);
  const outcome = isEmpty ? 'empty' : 'issued';
  const writes = isEmpty
    ? [settledWrite(row, { state: 'empty' })]
    : await issueWrites({ row, parts, account, lineCount, scheduledAt }, deps);
  try {
    await deps.table.write([...writes, opening]);
  } catch (error) {
    // Another finisher was faster, or the balance changed: a repeat of the message finds out.
    const now = await periodStore(deps.table).load(partnerId, billingOn);
    if (error instanceof WriteConflictError && now?.state !== 'closing') return 'settled';
    throw error;
  }
  deps.log.info('invoice finished', { partnerId, billingOn, outcome, lineCount });
  await runPeriod({ partnerId, billingOn: next.end }, scheduledAt, deps);
  return outcome;
}

interface Closing {
  readonly row: PeriodRow;
  readonly parts: readonly FilePart[];
  readonly account: BillingAccount;
  readonly lineCount: number;
  readonly scheduledAt: string;
}

async function issueWrites(closing: Closing, deps: Deps): Promise<Write[]> {
  const { row, account, parts, scheduledAt } = closing;
  const before = await accountStore(deps.table).balance(row.partnerId, row.plan!.currency);
  const invoice = await composeInvoice(closing, before, deps);
  const record: InvoiceRecord = { ...invoice, ...(await storeDocuments({ invoice, account, parts }, deps)) };
  return [
    settledWrite(row, { state: 'issued', invoiceId: invoice.invoiceId }),
    headerWrite(record),
    ...movementWrites(row.partnerId, before, [invoiceIssued(invoice, invoice.invoiceOn)]),
    ...issuedEvent(record, { at: instant(scheduledAt), runId: row.plan!.runId }),
  ];
}

async function composeInvoice(closing: Closing, before: AccountBalance, { table, files }: Deps): Promise<Invoice> {
  const { row, parts, account, lineCount } = closing;
  const byOffer = await totalsByOffer(parts, { files });
  const offers = await namesStore(table).offersOf(byOffer.keys());
  return {
    invoiceId: await reserveNumber({ partnerId: row.partnerId, billingOn: row.end }, { table }),
    partnerId: row.partnerId,
    currency: row.plan!.currency,
    periodStartOn: row.start,
    invoiceOn: row.end,
    dueOn: addDays(row.end, account.paymentTermDays),
    lineCount,
    totals: [...byOffer.values()].reduce(addTotals, NO_TOTALS),
    ...taxesOf(parts),
    ...offsetsOf(parts),
    ...usageOf(parts),
    paid: 0n,
    previousBalance: owedOf(before),
    ...(await paymentsOf(row.partnerId, before, { table })),
    charges: chargesByProduct(byOffer, (offerId) => {
      const offer = offers.get(offerId);
      return { family: offer?.family ?? 'other', product: offer?.productName ?? offerId };
    }),
  };
}

/** What came since the invoice before. Who never paid has none, and costs no read. */
async function paymentsOf(
  partnerId: string,
  { books, latestInvoiceOn }: AccountBalance,
  { table }: Pick<Deps, 'table'>,
): Promise<Pick<Invoice, 'payments'>> {
  if (books.cash === 0n && books.unallocated === 0n) return {};
  const last = latestInvoiceOn && (await invoiceStore(table).byDate(partnerId, latestInvoiceOn));
  return {
    payments: {
      soFar: books.cash,
      since: books.cash - (last?.payments?.soFar ?? 0n),
      unallocated: -books.unallocated,
    },
  };
}

/** What the parts have of usage together; nothing where there is none. */
function usageOf(parts: readonly FilePart[]): Pick<Invoice, 'usage'> {
  const used = parts.flatMap(({ usage }) => usage ?? []);
  if (used.length === 0) return {};
  const rows = (name: 'usage' | 'usagedaily' | 'dailyrated'): number =>
    used.reduce((count, part) => count + part[name].rowCount, 0);
  return {
    usage: {
      lineCount: rows('usage'),
      dayCount: rows('usagedaily'),
      ratedCount: rows('dailyrated'),
      totals: used.map(({ totals }) => totals).reduce(addTotals, NO_TOTALS),
      ...offsetsOf(used),
    },
  };
}

/** Subtotal and tax by rate; nothing where a part of a run of before does not tell. */
function taxesOf(parts: readonly FilePart[]): Pick<Invoice, 'taxes'> {
  if (parts.some(({ taxes }) => taxes === undefined)) return {};
  return { taxes: mergedShares(parts.flatMap(({ taxes = [] }) => taxes)) };
}

function offsetsOf(parts: readonly Pick<FilePart, 'offsets'>[]): Pick<Invoice, 'offsets'> {
  const offsets = parts.reduce((sum, part) => sum + (part.offsets ?? 0n), 0n);
  return offsets === 0n ? {} : { offsets };
}
