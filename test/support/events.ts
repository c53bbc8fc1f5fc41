import { createHash } from 'node:crypto';
import type { EventDefinition, EventDetail, EventOf, EventRecord } from '../../shared/contracts/events.ts';
import { guidFromHex } from '../../shared/kernel/ids.ts';

/** An event as it arrives, its detail checked by its definition; the id is derived from what it says. */
export function anEvent<E extends EventDefinition>(
  definition: E,
  detail: EventDetail<E>,
  change: Partial<EventRecord> = {},
): EventOf<E> {
  const aggregateVersion = change.aggregateVersion ?? 1;
  const content = JSON.stringify([definition.type, definition.version, detail, aggregateVersion]);
  return {
    eventId: guidFromHex(createHash('sha256').update(content).digest('hex')),
    type: definition.type,
    version: definition.version,
    source: definition.source,
    occurredAt: '2026-02-05T01:00:00.000Z',
    tenantId: '11111111-1111-4111-8111-111111111111',
    aggregateId: 'aggregate',
    aggregateVersion,
    correlationId: 'c0ffee00-0000-4000-8000-000000000000',
    causationId: 'cause',
    actor: { tenantId: '11111111-1111-4111-8111-111111111111', kind: 'schedule' },
    ...change,
    detail: definition.detail.strict().parse(detail) as EventDetail<E>,
  };
}
