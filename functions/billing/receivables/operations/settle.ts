import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import { type Instant, instant, utcDay } from '../../../../shared/kernel/time.ts';
import {
  type AccountBalance,
  accountStore,
  type BalanceFacts,
  creditApplied,
  creditFreed,
  type Movement,
  type SettleMessage,
  writeOffTakenBack,
} from '../../accounts/index.ts';
import { type Payment, unallocatedOf, withAllocated } from '../domain/payment.ts';
import { openOf, type Receivable, shareOut } from '../domain/receivable.ts';
import { type SettledInvoice, settlement } from '../domain/settlement.ts';
import { paymentStore, paymentWrite } from '../store/payment-store.ts';
import type { ReceivablesDeps } from './dependencies.ts';
import {
  allocations,
  type Change,
  changesOf,
  INVOICES_PER_WRITE,
  listed,
  movedWrites,
  receivablesOf,
} from './moved.ts';
import { takeBackSome } from './take-back-payment.ts';

type Deps = Pick<ReceivablesDeps, 'table'>;
export type SettleOutcome = 'balanced';

/** An account of which every invoice has what is theirs. */
export interface SettledAccount {
  readonly partnerId: string;
  readonly before: AccountBalance;
  /** From the oldest on that is owed; those were read after the balance. */
  readonly receivables: readonly Receivable[];
  readonly at: Instant;
}

/** What follows from it, to be written in the transaction that rests on its balance. */
export interface Followed {
  readonly movements: readonly Movement[];
  readonly changes: readonly Change[];
  readonly facts: BalanceFacts;
  readonly writes: readonly Write[];
  /** There is more than one transaction holds. */
  readonly goesOn: boolean;
}

/** What slices above do once an account is settled; undefined: nothing. It is asked again whenever the account changed meanwhile. */
export type FollowSettled = (settled: SettledAccount) => Promise<Followed | undefined>;

/**
 * L6: brings an account's invoices to where they belong: goes on with payments that are under way, frees what invoices have too
 * much, and sets what is free against what is owed longest. It looks at what is stored and nothing else, a transaction for some
 * invoices at a time, until nothing moves: so it may come at any time, twice, at once, or break off between any two. The account is
 * unsettled until all that follows is written.
 */
export async function settle(
  { partnerId, at }: Omit<SettleMessage, 'kind'>,
  { table }: Deps,
  follow: FollowSettled,
): Promise<SettleOutcome> {
  const account = await accountStore(table).load(partnerId);
  if (!account) return 'balanced';
  const about = { partnerId, currency: account.profile.currency, at: instant(at) };
  while (await retryOnConflict(() => settleSome(about, { table }, follow)));
  return 'balanced';
}

interface About {
  readonly partnerId: string;
  readonly currency: string;
  readonly at: Instant;
}

/** Does what one transaction holds. Returns whether there may be more. */
async function settleSome(
  { partnerId, currency, at }: About,
  { table }: Deps,
  follow: FollowSettled,
): Promise<boolean> {
  const before = await accountStore(table).balance(partnerId, currency);
  const [place] = before.underway ?? [];
  if (place !== undefined) {
    await goOn(place, before, { partnerId, currency, at }, { table });
    return true;
  }
  const free = -before.books.creditBalance;
  let receivables = await receivablesOf(partnerId, before.openFrom, { table });
  let { changes, isShort } = settlement(receivables, free);
  if (isShort) {
    receivables = await receivablesOf(partnerId, before.firstInvoiceOn, { table });
    ({ changes, isShort } = settlement(receivables, free));
  }
  if (changes.length > 0) {
    const some = changes.slice(0, INVOICES_PER_WRITE);
    const movements = some.flatMap((change) => movementsOf(change, { no: before.version, on: utcDay(at) }));
    await table.write(await movedWrites({ partnerId, before }, { movements, changes: some }, { table }));
    return true;
  }
  const openFrom = oldestOpen(receivables);
  const followed = await follow({ partnerId, before, receivables, at });
  if (!followed && !before.isUnsettled && openFrom === before.openFrom) return false;
  const { movements = [], changes: also = [], facts, writes = [], goesOn = false } = followed ?? {};
  const moved = await movedWrites(
    { partnerId, before },
    { movements, changes: also, facts: { openFrom, ...facts, isUnsettled: goesOn || undefined } },
    { table },
  );
  await table.write([...moved, ...writes]);
  return goesOn;
}

/** Billing date of the oldest invoice that is owed. */
const oldestOpen = (receivables: readonly Receivable[]) =>
  receivables
    .filter((receivable) => openOf(receivable) !== 0n)
    .map(({ invoiceOn }) => invoiceOn)
    .sort()[0];

function movementsOf(
  { receivable, credited, writtenOff }: SettledInvoice,
  at: Parameters<typeof creditFreed>[2],
): Movement[] {
  return [
    ...(writtenOff < 0n ? [writeOffTakenBack(receivable, -writtenOff, at)] : []),
    ...(credited < 0n ? [creditFreed(receivable, -credited, at)] : []),
    ...(credited > 0n ? [creditApplied(receivable, credited, at)] : []),
  ];
}

/** Sets more of a payment against invoices, or takes more of it back. */
async function goOn(place: string, before: AccountBalance, { partnerId, at }: About, { table }: Deps): Promise<void> {
  const payment = (await paymentStore(table).at(partnerId, place))!;
  if (payment.status !== 'recorded') {
    const cause = {
      actor: { tenantId: partnerId, kind: 'schedule' as const },
      correlationId: payment.paymentId,
      causationId: payment.paymentId,
    };
    await takeBackSome(payment, { at, cause }, { table });
    return;
  }
  await allocateSome(payment, before, at, { table });
}

async function allocateSome(payment: Payment, before: AccountBalance, at: Instant, { table }: Deps): Promise<void> {
  const { partnerId } = payment;
  const open = await receivablesOf(partnerId, before.openFrom, { table });
  const all = shareOut(open, unallocatedOf(payment));
  const shares = all.slice(0, INVOICES_PER_WRITE);
  const isLast = shares.length === all.length;
  const moved = await movedWrites(
    { partnerId, before },
    {
      movements: allocations(payment, shares, utcDay(at)),
      changes: changesOf(shares),
      facts: isLast ? { underway: listed(before.underway!.slice(1)) } : {},
    },
    { table },
  );
  await table.write([paymentWrite(withAllocated(payment, shares)), ...moved]);
}
