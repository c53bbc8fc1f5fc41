import { createHash } from 'node:crypto';
import type { Usage } from '../control/usage.ts';
import { withoutAstral } from '../events/queue-text.ts';
import { account, region } from '../template/deployment.ts';
import { authorise, type DoorService } from './call.ts';
import { answering, forwardJson, type Input } from './json-service.ts';
import type { Access } from './policy.ts';

/** SQS behind the door. A batch is one request, but needs the permission of the single operation. */
export function sqsService({ endpoint, usage }: { endpoint: string; usage: Usage }): DoorService {
  return (call) =>
    answering(call, async ({ operation, input, body }) => {
      authorise(call.caller, sqsAccesses(operation, input));
      const authorization = call.request.headers.authorization ?? '';
      const sent = sending[operation];
      const wanted = sent ? JSON.stringify(sent.carry(input)) : body;
      const answer = await forwardJson(call, { endpoint, authorization, body: wanted });
      const text = sent && answer.status === 200 ? sent.answer(input, answer.body) : answer.body;
      usage.count({ service: 'sqs', fn: call.caller.name, action: operation, units: { requests: 1 } });
      call.response.writeHead(answer.status, {
        'content-type': answer.headers['content-type'] ?? 'application/x-amz-json-1.0',
        'content-length': Buffer.byteLength(text),
        'x-amzn-query-error': answer.headers['x-amzn-query-error'] ?? '',
      });
      call.response.end(text);
    });
}

type Message = { Id?: string; MessageBody?: string };
type Sent = { Id?: string; MD5OfMessageBody?: string };
/** How bodies are put on the emulator's queues, and the answer that their sender expects: senders check the digest. */
type Sending = { carry(input: Input): Input; answer(input: Input, body: Buffer): string };

const carried = (message: Message): Message => ({ ...message, MessageBody: withoutAstral(message.MessageBody ?? '') });

const digested = (sent: Sent, { MessageBody = '' }: Message = {}): Sent => ({
  ...sent,
  MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex'),
});

const sending: Readonly<Record<string, Sending>> = {
  SendMessage: {
    carry: carried as Sending['carry'],
    answer: (input, body) => JSON.stringify(digested(JSON.parse(body.toString()) as Sent, input as Message)),
  },
  SendMessageBatch: {
    carry: (input) => ({ ...input, Entries: ((input.Entries ?? []) as Message[]).map(carried) }),
    answer(input, body) {
      const answer = JSON.parse(body.toString()) as { Successful?: Sent[] };
      const messages = new Map(((input.Entries ?? []) as Message[]).map((message) => [message.Id, message]));
      return JSON.stringify({
        ...answer,
        Successful: (answer.Successful ?? []).map((sent) => digested(sent, messages.get(sent.Id))),
      });
    },
  },
};

function sqsAccesses(operation: string, input: Input): Access[] {
  const queue = String(input.QueueUrl ?? input.QueueName ?? '*').replace(/^.*\//, '');
  return [{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource: `arn:aws:sqs:${region}:${account}:${queue}` }];
}
