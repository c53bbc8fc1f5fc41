import { SendMessageBatchCommand, SQSClient } from '@aws-sdk/client-sqs';
import { invariant } from '../kernel/invariant.ts';

/** Sends messages to one queue; JSON in, JSON out. */
export interface Queue<M> {
  send(messages: readonly M[]): Promise<void>;
}

const BATCH_MAX = 10;

export function sqsQueue<M>(queueUrl: string, client = new SQSClient({})): Queue<M> {
  return {
    async send(messages) {
      for (let start = 0; start < messages.length; start += BATCH_MAX) {
        const Entries = messages
          .slice(start, start + BATCH_MAX)
          .map((message, index) => ({ Id: String(index), MessageBody: JSON.stringify(message) }));
        const { Failed } = await client.send(new SendMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
        invariant(!Failed?.length, `the queue took every message: ${Failed?.[0]?.Message ?? ''}`);
      }
    },
  };
}
