import { createHash } from 'node:crypto';
import type { Actor, EventRecord, NewEvent } from '../contracts/events.ts';
import { guidFromHex } from '../kernel/ids.ts';
import { invariant } from '../kernel/invariant.ts';
import { epochMs, instant } from '../kernel/time.ts';
import { outboxValue, recordsOf } from './outbox-text.ts';
import { type Item, type Key, putNew, type Write } from './table.ts';

/**
 * Days that published events stay in the table: they explain and audit. Nothing reads them by date, so they are in no
 * index, which would double what an event costs: what could not be published is kept whole by the publisher's failure
 * destination, and what was published by the archive of the bus.
 */
const OUTBOX_DAYS = 400;

/** What every write carries about its cause. */
export interface Cause {
  readonly actor: Actor;
  readonly correlationId: string;
  /** Request id, event id or schedule that caused the write. */
  readonly causationId: string;
}

export interface OutboxInput {
  /** Key of the aggregate whose save raises the events; the outbox item lives in its partition. */
  readonly aggregate: Key;
  /** The aggregate's version after this save. */
  readonly version: number;
  readonly events: readonly NewEvent[];
  readonly cause: Cause;
}

/**
 * The write that stores a save's events in one item: put it in the transaction that stores the state. The publisher
 * reads it from the table's stream. Event ids are derived from aggregate, version and place, so a repeat of the same
 * save cannot raise a second event.
 */
export function outboxWrite({ aggregate, version, events, cause }: OutboxInput): Write[] {
  const [first] = events;
  if (first === undefined) return [];
  const records = events.map((event, index) => toRecord(event, { aggregate, version, index, cause }));
  invariant(!isUncarried(records), `queues take the text of ${first.definition.type} of ${aggregate.pk}`);
  const storedAt = first.occurredAt;
  const key = { pk: aggregate.pk, sk: `OUTBOX#${aggregate.sk}#${String(version).padStart(9, '0')}` };
  const item: Item = {
    ...key,
    outbox: outboxValue(records, key.pk + key.sk),
    expiresAt: Math.floor(epochMs(instant(storedAt)) / 1000) + OUTBOX_DAYS * 86_400,
  };
  return [putNew(item)];
}

/**
 * Whether no queue takes this text: U+FFFE, U+FFFF, half a character. Operations refuse it; what slips by must fail
 * with the write that stores it, because a queue that refuses it afterwards loses the event.
 */
function isUncarried(value: unknown): boolean {
  if (typeof value === 'string') return /[\uFFFE\uFFFF]/.test(value) || !value.isWellFormed();
  return typeof value === 'object' && value !== null && Object.entries(value).flat().some(isUncarried);
}

function toRecord(
  event: NewEvent,
  place: { aggregate: Key; version: number; index: number; cause: Cause },
): EventRecord {
  const { aggregate, version, index, cause } = place;
  const hash = createHash('sha256').update([aggregate.pk, aggregate.sk, version, index].join('\u0000')).digest('hex');
  return {
    eventId: guidFromHex(hash),
    type: event.definition.type,
    version: event.definition.version,
    source: event.definition.source,
    occurredAt: event.occurredAt,
    tenantId: event.tenantId,
    aggregateId: event.aggregateId,
    aggregateVersion: version,
    correlationId: cause.correlationId,
    causationId: cause.causationId,
    actor: cause.actor,
    detail: event.detail,
  };
}

/** The events of an outbox item, or none for any other item. */
export const eventsOf = (item: Readonly<Record<string, unknown>>): readonly EventRecord[] => recordsOf(item.outbox);
