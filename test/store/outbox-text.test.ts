import { marshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, test } from 'vitest';
import { SubscriptionUpdated } from '../../events/commerce.ts';
import { toSnapshot } from '../../functions/commerce/subscriptions/store/subscription-store.ts';
import { newEvent } from '../../shared/contracts/events.ts';
import { eventsOf, outboxWrite } from '../../shared/dynamo/outbox.ts';
import type { Item } from '../../shared/dynamo/table.ts';
import { instant } from '../../shared/kernel/time.ts';
import { publishBatch } from '../../shared/messaging/publisher.ts';
import { aSubscription } from '../support/commerce-builders.ts';
import { sizeOf } from '../support/plain-item.ts';

const guid = (n: number): string => `7e6f5d4c-3b2a-4190-8f7e-${String(n).padStart(12, '0')}`;
const before = aSubscription({ subscriptionId: guid(1), partnerId: guid(2), customerId: guid(3), orderId: guid(4) });
const after = { ...before, quantity: 11, friendlyName: 'Büro 東京 🗼' };
const cause = {
  actor: { tenantId: guid(2), kind: 'user' as const, principalId: guid(5), applicationId: guid(6) },
  correlationId: guid(7),
  causationId: guid(8),
};

function saved(friendlyName = after.friendlyName): Item {
  const about = { tenantId: guid(2), aggregateId: guid(1), occurredAt: instant('2026-02-10T09:00:00Z') };
  const is = toSnapshot({ ...after, friendlyName });
  const detail = { before: toSnapshot(before), after: is, changed: ['quantity'], trigger: 'resize' };
  const aggregate = { pk: `COMMERCE#${guid(2)}#CUSTOMER#${guid(3)}`, sk: `SUB#${guid(1)}` };
  const events = [newEvent(SubscriptionUpdated, about, detail as never)];
  const [write] = outboxWrite({ aggregate, version: 2, events, cause });
  return (write as { put: Item }).put;
}

describe('the events of a save', () => {
  test('are one unit of the table, though they say what was before and after, and come out as they were', () => {
    const item = saved();
    expect(typeof item.outbox).toBe('string');
    expect(sizeOf(item)).toBeLessThanOrEqual(1024);
    const [event] = eventsOf(item);
    expect(event).toMatchObject({ type: 'SubscriptionUpdated', aggregateVersion: 2, ...cause });
    expect(event!.detail).toMatchObject({
      before: { quantity: 10 },
      after: { quantity: 11, friendlyName: 'Büro 東京 🗼' },
    });
  });

  test('that were stored as they are, or packed with the first dictionary, are read for ever', () => {
    const events = eventsOf(saved());
    expect(eventsOf({ outbox: events })).toEqual(events);
    expect(eventsOf({ outbox: PACKED_ONCE })[0]).toMatchObject({ type: 'OrderCreated', detail: { customerId: 'c' } });
    expect(() => eventsOf({ outbox: '2 abc' })).toThrow('known');
    expect(eventsOf({ status: 'active' })).toEqual([]);
  });

  test('reach the bus whole', async () => {
    const item = saved();
    const published: unknown[] = [];
    const record = {
      eventName: 'INSERT' as const,
      dynamodb: { SequenceNumber: '1', NewImage: marshall(item) as never },
    };
    const sink = {
      async put(events: readonly unknown[]) {
        published.push(...events);
        return undefined;
      },
    };
    expect(await publishBatch({ Records: [record] }, sink)).toEqual({ batchItemFailures: [] });
    expect(published).toEqual(eventsOf(item));
  });
});

/** `[{"eventId":"e","type":"OrderCreated","version":1,"source":"commerce","detail":{"customerId":"c"}}]` as it was packed first. */
const PACKED_ONCE = '1 QwnmVEQ4o8QhjgBGCjwcliUr1dbGAgA=';
