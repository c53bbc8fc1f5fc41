import type { Day } from '../../../../shared/kernel/time.ts';

/**
 * The owner of a subscription is the partner that it was sold by, from the day on which it began there up to the day on
 * which another partner took it over (PRG-9). Usage of a day is charged to who owned the subscription on that day.
 */
export interface UsageOwner {
  readonly partnerId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly billingType: 'license' | 'usage';
  readonly orderId: string;
  readonly offerId: string;
  readonly offerName: string;
  readonly friendlyName: string;
  /** Network id of the reseller of record. */
  readonly resellerMpnId?: string;
  /** First day with this partner; absent until its beginning has been told of: then nothing is charged to it yet. */
  readonly from?: Day;
  /** The day on which another partner took it over: the first that is not this one's. */
  readonly until?: Day;
  /** States that it came into, by the version of the save, and from which day on. Only of metered ones. */
  readonly states: readonly OwnerState[];
  /** Version of the newest save that names, order and offer are of. */
  readonly asOf: number;
}

export interface OwnerState {
  readonly version: number;
  readonly on: Day;
  readonly status: 'active' | 'suspended' | 'deleted';
}

/** What one save of a subscription says of its owner. */
export interface OwnerSave
  extends Omit<UsageOwner, 'from' | 'until' | 'states' | 'asOf'>,
    Pick<OwnerState, 'on' | 'status'> {
  readonly version: number;
  readonly isBeginning: boolean;
  readonly isHandedOver: boolean;
  /** Whether the state is another one than before. */
  readonly isTurn: boolean;
}

/** States that are kept: the newest ones. */
const STATES_MAX = 200;

/**
 * The owner with one more save, in whatever order and however often saves come. What was there already gives the same
 * object back.
 */
export function withSave(owner: UsageOwner | undefined, save: OwnerSave): UsageOwner {
  const { version, on, status, isBeginning, isHandedOver, isTurn, ...named } = save;
  const known = owner ?? { ...named, states: [], asOf: 0 };
  const isNewer = version > known.asOf;
  const isKnown = known.states.some((state) => state.version === version);
  const isState = (isTurn || isBeginning) && !isKnown && named.billingType === 'usage';
  const isNews =
    owner === undefined ||
    isNewer ||
    isState ||
    (isBeginning && known.from === undefined) ||
    (isHandedOver && known.until === undefined);
  if (!isNews) return known;
  const { from, until, states, asOf, ...before } = known;
  const begins = isBeginning ? on : from;
  const ends = isHandedOver ? on : until;
  const turned = isState ? [...states, { version, on, status }].sort((a, b) => a.version - b.version) : states;
  return {
    ...(isNewer ? named : before),
    ...(begins !== undefined && { from: begins }),
    ...(ends !== undefined && { until: ends }),
    states: turned.slice(-STATES_MAX),
    asOf: Math.max(asOf, version),
  };
}

/** Who owned a subscription on a day, of all who ever did. */
export function ownerOn(owners: readonly UsageOwner[], on: Day): UsageOwner | undefined {
  let found: UsageOwner | undefined;
  for (const owner of owners) {
    const { from, until } = owner;
    if (from === undefined || from > on || (until !== undefined && until <= on)) continue;
    if (found === undefined || found.from! < from) found = owner;
  }
  return found;
}

/**
 * The day since which a subscription does not run any more, as of the end of a span: it was suspended or deleted, or its
 * partner lost it. Absent while it runs.
 */
export function endedOn({ states, until }: UsageOwner, before: Day): Day | undefined {
  const latest = states.filter(({ on }) => on < before).at(-1);
  const stopped = latest && latest.status !== 'active' ? latest.on : undefined;
  const left = until !== undefined && until < before ? until : undefined;
  return stopped !== undefined && (left === undefined || stopped < left) ? stopped : left;
}

/** Days before an end on which a subscription came to a stop: it was suspended or deleted, or its partner lost it. */
export const notRunningOn = ({ states, until }: UsageOwner, before: Day): Day[] =>
  [
    ...states.filter(({ status }) => status !== 'active').map(({ on }) => on),
    ...(until === undefined ? [] : [until]),
  ].filter((on) => on < before);
