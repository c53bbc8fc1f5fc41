import { createHash } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { type DayPeriod, instant } from '../../../../shared/kernel/time.ts';
import type { PeriodRow } from '../../accounts/index.ts';
import { carryCredits } from '../../credits/index.ts';
import {
  type BillingCase,
  caseWrite,
  type KnownSubscription,
  mendedWrite,
  type Obstacle,
  setAsideWrite,
} from '../../history/index.ts';
import { type AsideNote, type LeftOut, leftOutFile } from '../store/left-out-file.ts';
import type { FilePart } from '../store/part-item.ts';
import { usageAsideStore } from '../store/usage-aside-store.ts';
import type { RunDeps } from './dependencies.ts';

/** What a range leaves out, as far as it was computed. */
export interface LeftOutSoFar {
  readonly aside: AsideNote[];
  readonly mended: LeftOut['mended'][number][];
  readonly usageAside: AsideNote[];
}

/** What is said of a subscription that has an obstacle, or that broke. */
export function asideNote(
  ids: Pick<KnownSubscription, 'customerId' | 'subscriptionId'>,
  days: DayPeriod,
  why: Obstacle | { readonly reason: 'brokenHistory' | 'usageUnrated'; readonly error: unknown },
): AsideNote {
  const { customerId, subscriptionId } = ids;
  return { customerId, subscriptionId, days, reason: why.reason, detail: detailOf(why) };
}

const DETAIL_MAX = 500;
function detailOf(why: Parameters<typeof asideNote>[2]): string {
  if (why.reason === 'renewalMissing') return `The renewal of ${why.on} has not come.`;
  if (why.reason === 'usageUnrated') return textOf('Its usage cannot be rated', why.error);
  if (why.reason === 'saveMissing') return `Save ${why.version} has not come; later ones have.`;
  return textOf('Its lines cannot be computed', why.error);
}

const textOf = (what: string, error: unknown): string =>
  `${what}: ${error instanceof Error ? error.message : String(error)}`.slice(0, DETAIL_MAX);

/** Stores what a part leaves out; undefined when there is nothing to tell. */
export async function storeLeftOut(
  row: PeriodRow,
  range: number,
  leftOut: LeftOut,
  { files }: Pick<RunDeps, 'files'>,
): Promise<string | undefined> {
  const { aside, usageAside = [] } = leftOut;
  if (aside.length + leftOut.mended.length + usageAside.length === 0) return undefined;
  const mended = leftOut.mended.map(({ customerId, subscriptionId }) => ({ customerId, subscriptionId }));
  const bytes = gzipSync(leftOutFile.toText({ aside, mended, ...(usageAside.length > 0 && { usageAside }) }));
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 32);
  const key = `billing/${row.partnerId}/${row.end}/left-out/${String(range).padStart(5, '0')}-${hash}.json.gz`;
  await files.put(key, bytes, { contentType: 'application/gzip' });
  return key;
}

/** Writes done at once: a range whose subscriptions are all left out must end within the worker's time. */
const WRITES_AT_ONCE = 25;

/**
 * Carries out what the part that stands says: marks subscriptions that it leaves out, so that the next invoice begins
 * with their days, tells the operator, and takes mended ones off the list. Harmless when repeated.
 */
export async function settleLeftOut(row: PeriodRow, part: FilePart, scheduledAt: string, deps: RunDeps): Promise<void> {
  if (part.leftOutKey === undefined) return;
  const bytes = await deps.files.get(part.leftOutKey);
  invariant(bytes, 'what a part leaves out is stored with it');
  const { aside, mended, usageAside = [] } = leftOutFile.fromText(gunzipSync(bytes).toString('utf8'));
  const { partnerId } = row;
  const tasks = [
    ...aside.map((note) => () => setAside({ partnerId, ...note }, scheduledAt, deps)),
    ...usageAside.map((note) => () => setUsageAside({ partnerId, ...note }, scheduledAt, deps)),
    ...mended.map((ids) => () => deps.table.write([mendedWrite({ partnerId, ...ids })])),
  ];
  for (let start = 0; start < tasks.length; start += WRITES_AT_ONCE)
    await Promise.all(tasks.slice(start, start + WRITES_AT_ONCE).map((task) => task()));
  const count = aside.length + usageAside.length;
  if (count > 0) deps.count('SubscriptionsSetAside', count);
}

type Note = AsideNote & { readonly partnerId: string };

async function setAside(note: Note, scheduledAt: string, deps: RunDeps): Promise<void> {
  await deps.table.write([setAsideWrite(note, note.days)]);
  await carryCredits({ ...note, kind: 'seats', billingOn: note.days.end }, deps);
  await tellOperator(note, scheduledAt, deps);
}

async function setUsageAside(note: Note, scheduledAt: string, deps: RunDeps): Promise<void> {
  await usageAsideStore(deps.table).setAside(note, note.days);
  await carryCredits({ ...note, kind: 'usage', billingOn: note.days.end }, deps);
  await tellOperator(note, scheduledAt, deps);
}

async function tellOperator({ days, ...about }: Note, scheduledAt: string, { table, log }: RunDeps): Promise<void> {
  const found: BillingCase = { ...about, fromOn: days.start, foundAt: instant(scheduledAt) };
  log.error('a subscription is left out of an invoice', { ...found, billingOn: days.end });
  await table.write([caseWrite(found)]);
}
