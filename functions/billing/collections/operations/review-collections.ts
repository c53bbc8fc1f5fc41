import { createHash } from 'node:crypto';
import {
  CollectionsClosed,
  CollectionsStep,
  OrderingSuspensionChanged,
  PaymentLate,
} from '../../../../events/billing.ts';
import { type NewEvent, newEvent } from '../../../../shared/contracts/events.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { alike, given } from '../../../../shared/kernel/given.ts';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';
import { toMoneyWire } from '../../../../shared/kernel/money.ts';
import { type Day, utcDay } from '../../../../shared/kernel/time.ts';
import { accountStore, writtenOff } from '../../accounts/index.ts';
import {
  type Followed,
  type FollowSettled,
  INVOICES_PER_WRITE,
  openOf,
  type Receivable,
  type SettledAccount,
  type SettleOutcome,
  settle,
} from '../../receivables/index.ts';
import {
  advanced,
  type Collections,
  type CollectionsCase,
  caseInvoices,
  caseOpensOn,
  due,
  isOverdue,
  nextLook,
  overdueOf,
  type Progress,
  type Step,
  suspendsOrdering,
  type Taken,
} from '../domain/collections.ts';
import { endedOn } from '../domain/lateness.ts';
import { caseWrite, collectionsStore, collectionsWrite, progressWrite } from '../store/collections-store.ts';
import { collectionsKey } from '../store/keys.ts';
import type { CollectionsDeps } from './dependencies.ts';

/** Steps that are taken in one transaction at most. */
const STEPS_PER_WRITE = 20;

/** Settles an account, and does what is due about what it owes (L6, L8). Harmless at any time, twice, at once and interrupted. */
export const settleAndCollect = (
  about: { readonly partnerId: string; readonly at: string },
  deps: CollectionsDeps,
): Promise<SettleOutcome> => settle(about, deps, reviewCollections(deps));

/**
 * L8: brings collections of a settled account to a day: tells that invoices are late, takes the steps that were due by then in their
 * order, opens the case and closes it once nothing is overdue, suspends ordering and lets go of it. All of it rests on the
 * balance, so no step is taken about an invoice that was paid meanwhile, and on what collections knew, so each is taken once.
 */
export const reviewCollections =
  ({ table }: CollectionsDeps): FollowSettled =>
  async (account) => {
    const store = collectionsStore(table);
    const open = account.receivables.filter((each) => openOf(each) > 0n);
    const before = await store.load(account.partnerId);
    if (open.length === 0 && before.version === 0) return undefined;
    const day = utcDay(account.at);
    const today = before.reviewedOn !== undefined && before.reviewedOn > day ? before.reviewedOn : day;
    const givenUp = before.writeOffOn === undefined ? [] : open.filter((each) => isOverdue(each, before.writeOffOn!));
    if (givenUp.length > 0) return writeOff(givenUp.slice(0, INVOICES_PER_WRITE), account, today);
    // Read after the balance: who changes the terms changes it.
    const steps = (await accountStore(table).load(account.partnerId))!.collectionsSteps;
    const late = open.filter((each) => isOverdue(each, today)).map(({ invoiceId }) => invoiceId);
    const progress = await store.progressOf(account.partnerId, late);
    const known = before.caseId === undefined ? undefined : await store.case(before.caseId);
    return collected({ ...account, today, open, steps, known, collections: before, progress });
  };

/** L8: what is owed for some invoices is given up. */
function writeOff(invoices: readonly Receivable[], { before }: SettledAccount, on: Day): Followed {
  const at = { no: before.version, on };
  return {
    movements: invoices.map((invoice) => writtenOff(invoice, openOf(invoice), at)),
    changes: invoices.map((receivable) => ({ receivable, writtenOff: openOf(receivable) })),
    ...{ facts: {}, writes: [], goesOn: true },
  };
}

interface Looked extends SettledAccount {
  readonly today: Day;
  readonly open: readonly Receivable[];
  readonly steps: readonly Step[];
  /** The case that is open. */
  readonly known: CollectionsCase | undefined;
  readonly collections: Collections;
  readonly progress: ReadonlyMap<string, Progress>;
}

function collected(of: Looked): Followed | undefined {
  const { partnerId, today, open, steps, known, collections: before, before: balance } = of;
  const reviewed = { collections: before, open, steps, progressOf: (invoiceId: string) => of.progress.get(invoiceId) };
  const all = due(reviewed, today);
  const taken = all.slice(0, STEPS_PER_WRITE);
  const progress = new Map(of.progress);
  for (const step of taken) {
    const { invoiceId } = step.invoice;
    progress.set(invoiceId, advanced(progress.get(invoiceId), step));
  }
  const after = caseAfter(of);
  const { caseId: _, writeOffOn: __, lookOn: ___, ...rest } = before;
  const isClosed = after?.closedOn !== undefined;
  const standing: Collections = {
    ...rest,
    ...(after && !known && { cases: before.cases + 1 }),
    ...(after && !isClosed && { caseId: after.caseId }),
    ...(isClosed && { deferrals: endedOn(before.deferrals, today), closedOn: today }),
  };
  const looked = { ...reviewed, collections: standing, progressOf: (id: string) => progress.get(id) };
  const isSuspended = suspendsOrdering(looked, today);
  const collections: Collections = { ...standing, ...given({ lookOn: nextLook(looked, today) }) };
  const isSame = taken.length === 0 && alike(after, known) && alike(collections, before);
  if (isSame && isSuspended === (balance.isOrderingSuspended ?? false)) return undefined;
  const events = [
    ...taken.map((step) => stepEvent(step, of, after)),
    ...(after?.closedOn !== undefined ? [closedEvent(after, of)] : []),
    ...(isSuspended === (balance.isOrderingSuspended ?? false) ? [] : [suspensionEvent(isSuspended, of)]),
  ];
  const id = `collections:${partnerId}:${today}`;
  const cause = { actor: { tenantId: partnerId, kind: 'schedule' as const }, correlationId: id, causationId: id };
  const changed = [...new Set(taken.map(({ invoice }) => invoice.invoiceId))];
  return {
    ...{ movements: [], changes: [] },
    facts: { isOrderingSuspended: isSuspended || undefined },
    writes: [
      collectionsWrite(before, { ...collections, reviewedOn: today }),
      ...changed.map((invoiceId) => progressWrite(partnerId, progress.get(invoiceId)!)),
      ...(after && !alike(after, known) ? [caseWrite(known, after)] : []),
      ...outboxWrite({ aggregate: collectionsKey(partnerId), version: before.version + 1, events, cause }),
    ],
    // What became overdue since something was given up is a case of its own.
    goesOn: all.length > taken.length || (isClosed && open.some((each) => isOverdue(each, today))),
  };
}

/** The case after a day: opened, as it is now, or closed; undefined: there is none. */
function caseAfter({ partnerId, today, open, steps, known, collections, before }: Looked): CollectionsCase | undefined {
  const reviewed = { collections, open, steps, progressOf: () => undefined };
  const invoices = caseInvoices(known?.invoices ?? [], open, today);
  if (!known) {
    const openedOn = caseOpensOn(reviewed, today);
    if (openedOn === undefined) return undefined;
    const caseId = caseIdOf(partnerId, collections.cases + 1);
    const { currency } = before.balance;
    return { ...{ caseId, partnerId, currency, openedOn, invoices }, status: 'open', version: 0 };
  }
  if (collections.writeOffOn !== undefined)
    return { ...known, invoices: caseInvoices(known.invoices, [], today), closedOn: today };
  if (overdueOf(invoices) === 0n) return { ...known, invoices, status: 'resolved', closedOn: today };
  const isPromised = known.promisedOn !== undefined && known.promisedOn >= today;
  return { ...known, invoices, status: isPromised ? 'promised' : 'open' };
}

/** The same case of a partner has the same id, however often its opening is tried. */
const caseIdOf = (partnerId: string, no: number): string =>
  guidFromHex(createHash('sha256').update(`${partnerId}\u0000collections\u0000${no}`).digest('hex'));

function stepEvent({ invoice, on, daysLate, action }: Taken, of: Looked, open: CollectionsCase | undefined): NewEvent {
  const { partnerId, at } = of;
  const money = (minorUnits: bigint) => toMoneyWire({ minorUnits, currency: of.before.balance.currency });
  const { invoiceId, dueOn } = invoice;
  const late = { partnerId, invoiceId, dueOn, balance: money(openOf(invoice)), daysLate, stepOn: on };
  const envelope = { tenantId: partnerId, aggregateId: partnerId, occurredAt: at };
  if (action === 'late') return newEvent(PaymentLate, envelope, late);
  const overdue = money(overdueOf(caseInvoices([], of.open, of.today)));
  return newEvent(CollectionsStep, envelope, { ...late, action, overdue, ...(open && { caseId: open.caseId }) });
}

function closedEvent({ caseId, openedOn, status }: CollectionsCase, { partnerId, today, at }: Looked): NewEvent {
  const outcome = status === 'writtenOff' ? 'writtenOff' : 'resolved';
  return newEvent(
    CollectionsClosed,
    { tenantId: partnerId, aggregateId: partnerId, occurredAt: at },
    { partnerId, caseId, openedOn, closedOn: today, outcome },
  );
}

const suspensionEvent = (isSuspended: boolean, { partnerId, at }: Looked): NewEvent =>
  newEvent(
    OrderingSuspensionChanged,
    { tenantId: partnerId, aggregateId: partnerId, occurredAt: at },
    { partnerId, isSuspended },
  );
