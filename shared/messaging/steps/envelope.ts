import type { MiddlewareObj } from '@middy/core';
import type { SQSRecord } from 'aws-lambda';
import type { EventRecord } from '../../contracts/events.ts';
import { type Instant, instant } from '../../kernel/time.ts';

/** What a record of a context's queue brings. */
export interface Brought {
  event: EventRecord;
  receivedAt: Instant;
}

/** What EventBridge puts around an event. */
interface BusEnvelope {
  readonly detail: EventRecord;
  readonly time?: string;
}

/** Takes the event out of what the bus put around it. */
export const envelopeStep = (): MiddlewareObj<SQSRecord, void, Error, Brought> => ({
  before({ event: { body }, context }) {
    const envelope = JSON.parse(body) as BusEnvelope;
    context.event = envelope.detail;
    context.receivedAt = receivedAt(envelope);
  },
});

/**
 * The bus stamps an event when it comes in; a delivery may wait or be repeated hours later. Whoever must know the day
 * on which a fact was stored takes the later of that and of now.
 */
const receivedAt = ({ time }: BusEnvelope): Instant =>
  instant(Math.max(time === undefined ? 0 : Date.parse(time), Date.now()));
