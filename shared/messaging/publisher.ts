import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBBatchResponse, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import type { EventRecord } from '../contracts/events.ts';
import { eventsOf } from '../dynamo/outbox.ts';
import { invariant } from '../kernel/invariant.ts';
import { epochMs, instant } from '../kernel/time.ts';

/** Entries of one PutEvents call at most. */
const ENTRIES_MAX = 10;

export interface EventSink {
  /** Index of the first entry that was refused, or undefined when all were taken. */
  put(events: readonly EventRecord[]): Promise<number | undefined>;
}

/** Puts events on the bus; every entry's own result is checked. */
export function eventBridgeSink(busName: string, client = new EventBridgeClient({})): EventSink {
  return {
    async put(events) {
      for (let start = 0; start < events.length; start += ENTRIES_MAX) {
        const chunk = events.slice(start, start + ENTRIES_MAX);
        const answer = await client.send(
          new PutEventsCommand({ Entries: chunk.map((event) => toEntry(busName, event)) }),
        );
        const failed = (answer.Entries ?? []).findIndex((entry) => entry.ErrorCode !== undefined);
        if (failed >= 0) return start + failed;
      }
      return undefined;
    },
  };
}

const toEntry = (busName: string, event: EventRecord): PutEventsRequestEntry => ({
  EventBusName: busName,
  Source: `csp.${event.source}`,
  DetailType: event.type,
  Time: new Date(epochMs(instant(event.occurredAt))),
  Detail: JSON.stringify(event),
});

/**
 * Publishes the outbox items of a stream batch in order. Only inserts count: an outbox item never changes, and its
 * removal after its time streams too. The first record that fails is reported, so that the stream repeats from there.
 */
export async function publishBatch({ Records }: DynamoDBStreamEvent, sink: EventSink): Promise<DynamoDBBatchResponse> {
  const records = Records.filter((record) => record.eventName === 'INSERT');
  const entries = records.flatMap((record) => recordEvents(record).map((event) => ({ record, event })));
  const failed = await sink.put(entries.map(({ event }) => event));
  if (failed === undefined) return { batchItemFailures: [] };
  const { record } = entries[failed]!;
  invariant(record.dynamodb?.SequenceNumber, 'a stream record has a sequence number');
  return { batchItemFailures: [{ itemIdentifier: record.dynamodb.SequenceNumber }] };
}

function recordEvents(record: DynamoDBRecord): readonly EventRecord[] {
  const image = record.dynamodb?.NewImage;
  return image ? eventsOf(unmarshall(image as Parameters<typeof unmarshall>[0])) : [];
}
