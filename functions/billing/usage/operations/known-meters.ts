import type { UsageOwner } from '../domain/usage-owner.ts';
import type { UsageRecord } from '../domain/usage-record.ts';
import type { UsageDeps } from './dependencies.ts';

/** Which meters have a rate. */
export interface KnownMeters {
  has(owner: UsageOwner, record: UsageRecord): boolean;
}

/** A record, and who is charged for it. */
export interface OwnedRecord {
  readonly owner: UsageOwner;
  readonly record: UsageRecord;
}

/** Which of the meters that records name are on the rate card of their partner on their day. Every one, where there are no cards. */
export async function knownMeters(_records: readonly OwnedRecord[], _deps: UsageDeps): Promise<KnownMeters> {
  return { has: () => true };
}
