import type { UsageOwner } from '../domain/usage-owner.ts';
import { type UsageRecord, usageDay } from '../domain/usage-record.ts';
import type { UsageDeps } from './dependencies.ts';
import { type MetersOf, metersOf } from './meters.ts';

/** Which meters have a rate. */
export interface KnownMeters {
  has(owner: UsageOwner, record: UsageRecord): boolean;
}

/** A record, and who is charged for it. */
export interface OwnedRecord {
  readonly owner: UsageOwner;
  readonly record: UsageRecord;
}

/** Which of the meters that records name are on the rate card of their partner on their day (950004). */
export async function knownMeters(records: readonly OwnedRecord[], deps: UsageDeps): Promise<KnownMeters> {
  const books = new Map<string, MetersOf>();
  const days = records.map(({ record }) => usageDay(record)).sort();
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) return { has: () => false };
  for (const partnerId of new Set(records.map(({ owner }) => owner.partnerId)))
    books.set(partnerId, await metersOf(partnerId, { from, to }, deps));
  return {
    has: ({ partnerId }, record) => books.get(partnerId)?.(record.meterId, usageDay(record)) !== undefined,
  };
}
