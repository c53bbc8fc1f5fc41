import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { ConsumerTable, ContextConsumers } from '../contracts/consumers.ts';
import { type EventOf, type EventRecord, parseEvent } from '../contracts/events.ts';
import type { Cause } from '../dynamo/outbox.ts';
import { putNew, type Table, type Write, WriteConflictError } from '../dynamo/table.ts';
import { type Instant, instant } from '../kernel/time.ts';
import type { Observability } from '../observability/observability.ts';
import { type Brought, envelopeStep } from './steps/envelope.ts';
import { flushStep } from './steps/flush.ts';
import { notConsumedStep } from './steps/not-consumed.ts';

/** How an event came; what took effect when is in the event itself. */
export interface Delivery {
  /** When this delivery reached the context: the later of the bus's time and the function's own. */
  readonly receivedAt: Instant;
}

/** Each handles its events; throwing makes the queue deliver one again. */
export type ConsumerFunctions<T extends ConsumerTable, Deps> = {
  readonly [Name in keyof T]: (event: EventOf<T[Name]['on'][number]>, deps: Deps, delivery: Delivery) => Promise<void>;
};

/**
 * Dispatches one event to each consumer of the context that listens to it. What none listens to is ignored. All
 * consumers are tried before a failure is reported: one that fails never keeps the others from their event.
 */
export async function dispatchEvent<T extends ConsumerTable, Deps>(
  { consumers }: ContextConsumers<T>,
  functions: ConsumerFunctions<T, Deps>,
  input: unknown,
  deps: Deps,
  delivery: Delivery = { receivedAt: instant((input as EventRecord).occurredAt) },
): Promise<void> {
  const { type, version, detail } = input as EventRecord;
  const failures: unknown[] = [];
  for (const [name, consumer] of Object.entries(consumers)) {
    const definition = consumer.on.find((known) => known.type === type && known.version === version);
    if (!definition || (consumer.unless !== undefined && consumer.unless in detail)) continue;
    try {
      await functions[name as keyof T](parseEvent(definition, input) as never, deps, delivery);
    } catch (cause) {
      failures.push(cause);
    }
  }
  if (failures.length === 1) throw failures[0];
  if (failures.length > 1) throw new AggregateError(failures, `${failures.length} consumers failed`);
}

/** The handler of a context's `events` function: EventBridge envelopes from its queue, failures item by item. */
export function eventsHandler<T extends ConsumerTable, Deps>(
  table: ContextConsumers<T>,
  functions: ConsumerFunctions<T, Deps>,
  deps: Deps,
  observability: Observability,
): (event: SQSEvent) => Promise<SQSBatchResponse> {
  const consume = middy()
    .use([notConsumedStep(observability.log), envelopeStep()] as never[])
    .handler(((_: SQSRecord, { event, receivedAt }: Brought) =>
      dispatchEvent(table, functions, event, deps, { receivedAt })) as never);
  return middy()
    .use([flushStep(observability)] as never[])
    .handler((async ({ Records }: SQSEvent) => {
      const batchItemFailures: { itemIdentifier: string }[] = [];
      for (const record of Records) {
        try {
          await consume(record as never, {} as never);
        } catch {
          batchItemFailures.push({ itemIdentifier: record.messageId });
        }
      }
      return { batchItemFailures };
    }) as never) as never;
}

/** What a change caused by an event carries: the event's own correlation, and the event as its cause. */
export const causeOf = (event: EventRecord): Cause => ({
  actor: event.actor,
  correlationId: event.correlationId,
  causationId: event.eventId,
});

/** Days that consumed event ids are kept: longer than the bus archive and the queues can bring one back. */
const INBOX_DAYS = 400;

/**
 * The write that records an event as consumed; put it in the transaction of the change that the event causes. When
 * the event comes again the transaction fails and {@link once} turns that into success.
 */
export const consumedWrite = (partition: string, consumer: string, event: EventRecord): Write =>
  putNew({
    pk: partition,
    sk: `INBOX#${consumer}#${event.eventId}`,
    expiresAt: Math.floor(Date.parse(event.occurredAt) / 1000) + INBOX_DAYS * 86_400,
  });

/**
 * Carries out the writes of a consumer once per event. Returns false when the event was consumed before.
 * @throws WriteConflictError when another condition fails: load again and decide again.
 */
export async function once(
  table: Table,
  at: { partition: string; consumer: string; event: EventRecord },
  writes: readonly Write[],
): Promise<boolean> {
  try {
    await table.write([consumedWrite(at.partition, at.consumer, at.event), ...writes]);
    return true;
  } catch (error) {
    if (error instanceof WriteConflictError && error.reasons[0] === 'condition') return false;
    throw error;
  }
}
