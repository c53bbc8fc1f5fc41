import type { Usage } from '../control/usage.ts';
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
      const answer = await forwardJson(call, { endpoint, authorization, body });
      usage.count({ service: 'sqs', fn: call.caller.name, action: operation, units: { requests: 1 } });
      call.response.writeHead(answer.status, {
        'content-type': answer.headers['content-type'] ?? 'application/x-amz-json-1.0',
        'content-length': answer.body.length,
        'x-amzn-query-error': answer.headers['x-amzn-query-error'] ?? '',
      });
      call.response.end(answer.body);
    });
}

function sqsAccesses(operation: string, input: Input): Access[] {
  const queue = String(input.QueueUrl ?? input.QueueName ?? '*').replace(/^.*\//, '');
  return [{ action: `sqs:${operation.replace(/Batch$/, '')}`, resource: `arn:aws:sqs:${region}:${account}:${queue}` }];
}
