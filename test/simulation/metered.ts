import { addDays, type Day, type Instant, instant, utcDay } from '../../shared/kernel/time.ts';
import type { TestAnswer } from '../support/api.ts';
import type { Chance } from '../support/chance.ts';
import { METER, OFFERS, putMeteredOnSale } from '../support/sales.ts';
import type { PlainTerm, PlainVersion } from '../support/usage/plain-usage.ts';
import type { World } from '../support/world.ts';
import { BrokenInvariantError } from './broken-invariant.ts';
import type { PartnerLife, Wish } from './life.ts';

/** A subscription whose use is metered, while one partner has it: what it used on these days is that partner's. */
export interface MeteredSubscription {
  readonly subscriptionId: string;
  readonly partner: number;
  readonly from: Day;
  /** The first day that is not the partner's any more, as far as anybody reports. */
  until?: Day;
}

/** A record of use, as the program's services report it. */
export interface UsedRecord {
  readonly recordId: string;
  readonly subscriptionId: string;
  readonly meterId: string;
  readonly usageStartTime: string;
  readonly usageEndTime: string;
  readonly quantity: string;
  readonly resourceUri: string;
  readonly location: string;
  readonly correctsRecordId?: string;
}

/** A record in a batch that was received; `isConflict` once the batch said that its id has another content. */
export interface SentRecord {
  readonly record: UsedRecord;
  readonly batch: SentBatch;
  isConflict: boolean;
}

export interface SentBatch {
  readonly id: string;
  readonly reportedAt: Instant;
  readonly records: readonly UsedRecord[];
  /** Refused at its receipt. */
  readonly refused: ReadonlySet<string>;
  /** How many of its records count; unknown while they are being counted. */
  counted?: number;
}

/** What is known of metered use: enough to report more, and to say what is due for it. */
export interface MeteredLife {
  readonly subscriptions: MeteredSubscription[];
  /** Partners that have closed. */
  readonly closed: Set<number>;
  readonly batches: SentBatch[];
  /** By the id of the record. */
  readonly sent: Map<string, SentRecord[]>;
  /** Records that came before the program knew of their subscription: they are sent again. */
  readonly early: UsedRecord[];
  /** Rates of each meter from a day on, the oldest first. */
  readonly rates: Record<string, PlainVersion[]>;
  readonly terms: PlainTerm[];
  records: number;
}

export const meteredLife = (): MeteredLife => ({
  subscriptions: [],
  closed: new Set(),
  batches: [],
  sent: new Map(),
  early: [],
  rates: {},
  terms: [],
  records: 0,
});

/** Two meters: the second is not among those that offer terms lower. */
const METERS = [METER, METER.replace(/1$/, '2')] as const;
const QUANTITIES = ['1', '0.25', '7.5', '120', '64', '333.3333333333', '0.0000000001'] as const;
const RATES = ['0.12', '0.045', '1', '0', '0.0000001', '2.5'] as const;
const BOUNDS = ['10', '50.5', '500'] as const;

/** Offers and rates that are there before anybody buys. */
export async function sellMetered(world: World, metered: MeteredLife, draws: Chance): Promise<void> {
  await putMeteredOnSale(world, { withRateCard: false });
  const { path, body } = versionFrom(utcDay(world.program.now()), METERS, draws);
  const answer = await world.send({ method: 'POST', path, as: world.operator, body });
  learnVersion(metered, body, answer);
}

interface VersionBody {
  readonly effectiveDate: Day;
  readonly meters: readonly { id: string; rates: Readonly<Record<string, string>>; includedQuantity: string }[];
  readonly offerTerms?: readonly { name: string; discount: string; excludedMeterIds: readonly string[] }[];
}

function versionFrom(effectiveDate: Day, meterIds: readonly string[], draws: Chance) {
  const meters = meterIds.map((id) => ({
    id,
    name: `Meter ${id.at(-1)}`,
    category: 'Virtual Machines',
    unit: '1 Hour',
    includedQuantity: draws.of(['0', '0', '5', '100.5']),
    rates: Object.fromEntries(
      ['0', ...BOUNDS.filter(() => draws.isTrue(0.3))].map((bound) => [bound, draws.of(RATES)] as const),
    ),
  }));
  const terms = [{ name: 'Wholesale', discount: draws.of(['0.15', '0.05', '0.333']), excludedMeterIds: [METERS[1]] }];
  const body: VersionBody & { currency: string; region: string } = {
    ...{ currency: 'USD', region: 'US', effectiveDate, meters },
    ...(meterIds.length > 1 && { offerTerms: terms }),
  };
  return { path: '/v1/operator/ratecards/azure/versions', body };
}

/** Rates of one meter, or of both with other terms, from one of the next days on. */
export function replaceRates(metered: MeteredLife, on: Day, draws: Chance): Wish {
  const from = addDays(on, draws.of([0, 1, 1, draws.between(2, 20)]));
  const { path, body } = versionFrom(from, draws.isTrue(0.3) ? METERS : [draws.of(METERS)], draws);
  const heard = (answer: TestAnswer) => learnVersion(metered, body, answer);
  return { what: 'rates', method: 'POST', path, body, context: 'billing', heard };
}

function learnVersion({ rates, terms }: MeteredLife, body: VersionBody, { status }: TestAnswer): void {
  if (status !== 201) return;
  const { effectiveDate: from, meters, offerTerms } = body;
  for (const { id, rates: byBound, includedQuantity: included } of meters) {
    const version = { from, included, rates: Object.entries(byBound).sort(([a], [b]) => Number(a) - Number(b)) };
    rates[id] = [...(rates[id] ?? []), version].sort(byDay);
  }
  if (!offerTerms) return;
  const [{ discount, excludedMeterIds: excludes }] = offerTerms as [NonNullable<typeof offerTerms>[number]];
  const all = [...terms, { from, discount, excludes }].sort(byDay);
  terms.splice(
    0,
    terms.length,
    ...all.map((term, at) => ({ ...term, ...(all[at + 1] && { until: all[at + 1]!.from }) })),
  );
}
const byDay = (a: { readonly from: string }, b: { readonly from: string }): number =>
  a.from < b.from ? -1 : a.from > b.from ? 1 : 0;

/** What of a partner's is metered, is reported on from a day on. */
export function meter(metered: MeteredLife, partner: number, { subscriptions }: PartnerLife, from: Day): void {
  if (metered.closed.has(partner)) return;
  const known = new Set(
    metered.subscriptions.filter((each) => each.partner === partner).map(({ subscriptionId }) => subscriptionId),
  );
  for (const { id: subscriptionId, offerId } of subscriptions.values())
    if (offerId.toLowerCase() === OFFERS.metered && !known.has(subscriptionId))
      metered.subscriptions.push({ subscriptionId, partner, from });
}

/** From a day on nothing is reported on a partner that has closed: whose the days of a succession are, nobody can tell before. */
export function meterNoMore({ subscriptions, closed }: MeteredLife, partner: number, until: Day): void {
  closed.add(partner);
  for (const each of subscriptions) if (each.partner === partner) each.until ??= until;
}

/**
 * A batch of what was used with a partner: of today, of days or months ago, sent before, sent before with another content, corrected.
 * Undefined where there is nothing to report.
 */
export function report(metered: MeteredLife, partner: number, on: Day, draws: Chance): Wish | undefined {
  const own = metered.subscriptions.filter((each) => each.partner === partner);
  if (own.length === 0) return undefined;
  const records = new Map<string, UsedRecord>();
  const known = [...metered.sent.values()].flat().map(({ record }) => record);
  const ours = new Set(own.map(({ subscriptionId }) => subscriptionId));
  const earlier = known.filter(({ subscriptionId }) => ours.has(subscriptionId)).slice(-60);
  const add = (record: UsedRecord | undefined): void => {
    if (record && !records.has(record.recordId)) records.set(record.recordId, record);
  };
  for (let count = draws.between(1, 5); count > 0; count -= 1) {
    const drawn = draws.next();
    const before = earlier.length > 0 ? draws.of(earlier) : undefined;
    if (before && drawn < 0.12) add(before);
    else if (before && drawn < 0.16) add({ ...before, quantity: draws.of(QUANTITIES) });
    else if (before && drawn < 0.28) add(correctionOf(metered, before, draws));
    else add(freshRecord(metered, draws.of(own), on, draws));
  }
  if (draws.isTrue(0.5)) add(metered.early.shift());
  if (records.size === 0) return undefined;
  const body = { records: [...records.values()] };
  const heard = (answer: TestAnswer) => learnBatch(metered, body.records, answer);
  return { what: 'usage', method: 'POST', path: '/v1/operator/usagerecords', body, context: 'billing', heard };
}

function freshRecord(
  metered: MeteredLife,
  { subscriptionId, from, until }: MeteredSubscription,
  on: Day,
  draws: Chance,
): UsedRecord | undefined {
  const drawn = draws.next();
  const age = drawn < 0.6 ? draws.between(0, 1) : draws.between(2, drawn < 0.9 ? 30 : 95);
  const day = addDays(on, -age);
  if (day < from || (until !== undefined && day >= until)) return undefined;
  metered.records += 1;
  const hour = age === 0 ? 0 : draws.between(0, 22);
  const at = (of: number): string => `${day}T${String(of).padStart(2, '0')}:00:00.000Z`;
  return {
    recordId: `used-${metered.records}`,
    subscriptionId,
    meterId: draws.of(METERS),
    usageStartTime: at(hour),
    usageEndTime: at(hour + 1),
    quantity: draws.of(QUANTITIES),
    resourceUri: `/subscriptions/1/resourceGroups/web/providers/Microsoft.Compute/virtualMachines/vm${draws.between(1, 2)}`,
    location: 'westus',
  };
}

/** Mostly less than what it corrects, sometimes more than all of it. */
function correctionOf(metered: MeteredLife, of: UsedRecord, draws: Chance): UsedRecord {
  metered.records += 1;
  const quantity = draws.of(['-1', '-0.25', `-${of.quantity.replace('-', '')}`, '-500', '2']);
  return { ...of, recordId: `used-${metered.records}`, quantity, correctsRecordId: of.recordId };
}

const OLD = 950003;
const UNKNOWN_SUBSCRIPTION = 20003;
const AGE_MAX = 90;

function learnBatch(metered: MeteredLife, records: readonly UsedRecord[], { status, body, text }: TestAnswer): void {
  if (status !== 202) throw new BrokenInvariantError(`a batch of usage is taken: ${status} ${text}`);
  const reportedAt = instant(body.reportedAt);
  const rejected = body.rejected as { recordId: string; code: number; description: string }[];
  const batch: SentBatch = {
    ...{ id: body.id, reportedAt, records },
    refused: new Set(rejected.map(({ recordId }) => recordId)),
  };
  metered.batches.push(batch);
  const byId = new Map(records.map((record) => [record.recordId, record]));
  for (const { recordId, code, description } of rejected) {
    const record = byId.get(recordId)!;
    const isOld = record.usageStartTime < `${addDays(utcDay(reportedAt), -AGE_MAX)}`;
    if (code === UNKNOWN_SUBSCRIPTION && !isOld) metered.early.push(record);
    else if (code !== OLD || !isOld)
      throw new BrokenInvariantError(`${recordId} is taken, not refused: ${description}`);
  }
  for (const record of records) {
    if (batch.refused.has(record.recordId)) continue;
    const before = metered.sent.get(record.recordId) ?? [];
    metered.sent.set(record.recordId, [...before, { record, batch, isConflict: false }]);
  }
}
