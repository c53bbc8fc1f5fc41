import { invariant } from '../../../../shared/kernel/invariant.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { type Money, sum } from '../../../../shared/kernel/money.ts';
import { runOffEndsOn } from '../../../../shared/kernel/run-off.ts';
import type { Entry } from '../../../../shared/kernel/seat-rating/history.ts';
import type { Line } from '../../../../shared/kernel/seat-rating/ledger.ts';
import { entryOfChange, entryOfCreation } from '../../../../shared/kernel/seat-rating/save.ts';
import { type Instant, startOfDay, utcDay } from '../../../../shared/kernel/time.ts';
import type { Buying } from '../../buying/index.ts';
import { decidingFrom, type Past, pastOf } from '../domain/past-saves.ts';
import { chargeOf, chargesOf, type IntendedSave, type NextCharge, nextChargeOf, nextLine } from '../domain/quote.ts';
import { nextTerm, type PartnerAgreement, renewed, renewsOn, type Subscription } from '../domain/subscription.ts';
import { followBase } from '../domain/subscription-change.ts';
import { latestSaves } from '../store/history-store.ts';
import { type SubscriptionStep, toSnapshot } from '../store/subscription-store.ts';
import type { SubscriptionsDeps } from './dependencies.ts';
import type { Settled } from './settled-view.ts';
import { type TermPrices, termPrices } from './term-prices.ts';

/** A save that is intended: of a subscription that exists, or the purchase of a new one. */
export interface Intention {
  /** Absent of a purchase. */
  readonly of?: { readonly settled: Settled; readonly step: SubscriptionStep } | undefined;
  /** The subscription as it would be. */
  readonly after: Subscription;
  /** The base of an add-on as it would be. */
  readonly base: Subscription | undefined;
}

/** What a subscription would be charged: a line of the invoice. */
export interface QuotedLine {
  readonly subscription: Subscription;
  readonly line: Line;
  /** What follows it, cycle by cycle, as long as nothing else happens. */
  readonly next?: Line | undefined;
}

export interface Quote {
  readonly currency: string;
  readonly total: Money;
  readonly lines: readonly QuotedLine[];
  /** Day of the month on which the partner is invoiced. */
  readonly billingDay: number;
}

type Deps = Pick<SubscriptionsDeps, 'table'>;

/**
 * BIL-9, BIL-1: prices intended saves by the rules that billing charges them by, before tax; writes nothing. Metered use has no
 * lines: it is charged as it is used. A renewal that follows is priced by the lists that partners may see now (CAT-4).
 */
export async function quoteIntentions(
  intentions: readonly Intention[],
  { at, caller }: Pick<Buying, 'at' | 'caller'>,
  deps: Deps,
): Promise<Quote> {
  const { partner } = caller.account;
  invariant(partner?.billingDay, 'a buyer has signed the agreement');
  const { currency, billingDay, agreementSignedOn, agreementEndedOn: endedOn } = partner;
  const agreement = { isSigned: agreementSignedOn !== undefined, endedOn };
  const prices = renewalPrices(at, deps);
  const found = new Map<Intention, QuotedLine[]>();
  const seats = intentions.filter(({ after }) => after.billingType === 'license');
  await inLanes(seats, async (intention) => {
    found.set(intention, await linesOf(intention, { at, agreement, prices }, deps));
  });
  const lines = seats.flatMap((intention) => found.get(intention)!);
  const total = sum(
    lines.map(({ line }) => chargeOf(line)),
    currency,
  );
  return { currency, total, lines, billingDay };
}

/** Prices of terms that begin later, by the instant of their beginning. */
function renewalPrices(seenAt: Instant, { table }: Deps): (at: Instant) => TermPrices {
  const known = new Map<Instant, TermPrices>();
  return (at) => {
    const prices = known.get(at) ?? termPrices(at, table, seenAt);
    known.set(at, prices);
    return prices;
  };
}

interface Circumstances {
  readonly at: Instant;
  readonly agreement: PartnerAgreement;
  readonly prices: (at: Instant) => TermPrices;
}

async function linesOf(intention: Intention, facts: Circumstances, { table }: Deps): Promise<QuotedLine[]> {
  const { after: subscription, of } = intention;
  const on = utcDay(facts.at);
  const save: IntendedSave = of
    ? {
        on,
        past: await loadPast(of.settled.stored, on, table),
        due: of.settled.due.map((step) => entryOf(step, 'due')),
        intended: entryOf(of.step, 'intended'),
      }
    : { on, past: NOTHING_PAST, due: [], intended: creationOf(subscription) };
  const { lines, ledger } = chargesOf(save);
  const next = nextChargeOf(ledger);
  const following = next && (await followingLine(save, next, intention, facts));
  return lines.map((line) => ({
    subscription,
    line,
    ...(following && line.sign > 0 && line.end === next.on && { next: following }),
  }));
}

const NOTHING_PAST: Past = { entries: [], opening: undefined };

async function loadPast(stored: Subscription, on: IntendedSave['on'], table: Deps['table']): Promise<Past> {
  const current = toSnapshot(stored);
  const from = decidingFrom(current, on);
  return pastOf(current, await latestSaves(table, stored, from), from);
}

function entryOf({ before, after, trigger, occurredAt }: SubscriptionStep, eventId: string): Entry {
  const on = utcDay(occurredAt);
  const save = { version: after.version, eventId: `${eventId} ${after.version}`, effectiveOn: on, storedOn: on };
  return entryOfChange({ before: toSnapshot(before), after: toSnapshot(after), trigger }, save);
}

function creationOf(created: Subscription): Entry {
  const on = utcDay(created.createdAt);
  return entryOfCreation(toSnapshot(created), { version: 1, eventId: 'intended 1', effectiveOn: on, storedOn: on });
}

/** The line of the next cycle; undefined where the subscription does not go on until then. */
async function followingLine(
  save: IntendedSave,
  next: NextCharge,
  { after, base }: Intention,
  { agreement, prices }: Circumstances,
): Promise<Line | undefined> {
  const { endedOn } = agreement;
  if (endedOn && runOffEndsOn(endedOn) <= next.on) return undefined;
  if (!next.isRenewal) return nextLine(save, next, undefined);
  const renewal = await renewalOf(after, base, agreement, prices(startOfDay(next.on)));
  return renewal && nextLine(save, next, entryOf(renewal, 'renewal'));
}

/** SUB-1: the step with which a subscription begins its next term, an add-on with its base; undefined where it ends. */
async function renewalOf(
  of: Subscription,
  base: Subscription | undefined,
  agreement: PartnerAgreement,
  prices: TermPrices,
): Promise<SubscriptionStep | undefined> {
  const leading = base ?? of;
  const occurredAt = startOfDay(of.termEndOn!);
  const lock = await prices(leading);
  if (leading.status !== 'active' || !lock || !renewsOn(leading, agreement, true)) return undefined;
  const after = renewed(leading, nextTerm(leading, lock));
  if (!base) return { before: of, after, trigger: 'renew', occurredAt };
  const following = followBase(of, after, occurredAt, await prices(of));
  return following?.trigger === 'renew' ? { before: of, ...following, occurredAt } : undefined;
}
