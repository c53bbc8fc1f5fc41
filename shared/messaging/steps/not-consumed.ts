import type { MiddlewareObj } from '@middy/core';
import type { SQSRecord } from 'aws-lambda';
import type { Log } from '../../observability/observability.ts';
import type { Brought } from './envelope.ts';

/** Says which event was not consumed; the queue delivers it again. */
export const notConsumedStep = (log: Log): MiddlewareObj<SQSRecord, void, Error, Brought> => ({
  onError({ event: { messageId }, error, context }) {
    const { event } = context as Partial<Brought>;
    log.error('event not consumed, it will be delivered again', {
      messageId,
      eventId: event?.eventId,
      type: event?.type,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  },
});
