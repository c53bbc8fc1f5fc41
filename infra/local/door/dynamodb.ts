import type { Usage } from '../control/usage.ts';
import { runtimeAuthorization } from '../net/backend.ts';
import { authorise, type DoorService } from './call.ts';
import { dynamoDBAccesses, type TableKeys } from './dynamodb-access.ts';
import { answering, forwardJson, type Input } from './json-service.ts';

type Consumed = { CapacityUnits?: number };
type Output = { ConsumedCapacity?: Consumed | Consumed[] } & Record<string, unknown>;

const writes = new Set(['PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem', 'TransactWriteItems']);
const measured = new Set([...writes, 'GetItem', 'Query', 'BatchGetItem', 'TransactGetItems', 'Scan']);

/**
 * DynamoDB behind the door: checks keys, asks for the consumed capacity in order to count it, and takes it out of the answer
 * again where the caller did not ask. `written` is told after each write, which is when the stream has something new.
 */
export function dynamoDBService(options: {
  endpoint: string;
  tables: ReadonlyMap<string, TableKeys>;
  usage: Usage;
  written: () => void;
}): DoorService {
  const { endpoint, tables, usage, written } = options;
  return (call) =>
    answering(call, async ({ operation, input }) => {
      authorise(call.caller, dynamoDBAccesses(operation, input, tables));
      const body = JSON.stringify(
        measured.has(operation) ? { ...input, ReturnConsumedCapacity: capacityWanted(input) } : input,
      );
      const answer = await forwardJson(call, { endpoint, authorization: runtimeAuthorization, body });
      let text: Buffer | string = answer.body;
      if (measured.has(operation)) {
        if (writes.has(operation)) written();
        const output = JSON.parse(answer.body.toString()) as Output;
        const capacity =
          answer.status === 200 ? unitsOf(output.ConsumedCapacity) : unitsOfRefusal(operation, input, output);
        const unit = writes.has(operation) ? 'writeUnits' : 'readUnits';
        usage.count({ service: 'dynamodb', fn: call.caller.name, action: operation, units: { [unit]: capacity } });
        if (wanted(input) === 'NONE') {
          delete output.ConsumedCapacity;
          text = JSON.stringify(output);
        }
      }
      call.response.writeHead(answer.status, {
        'content-type': answer.headers['content-type'] ?? 'application/x-amz-json-1.0',
        'content-length': Buffer.byteLength(text),
        'x-amzn-requestid': answer.headers['x-amzn-requestid'] ?? '',
      });
      call.response.end(text);
    });
}

const wanted = (input: Input) => input.ReturnConsumedCapacity ?? 'NONE';
const capacityWanted = (input: Input) => (wanted(input) === 'NONE' ? 'TOTAL' : wanted(input));

function unitsOf(consumed: Output['ConsumedCapacity']): number {
  const list = Array.isArray(consumed) ? consumed : consumed ? [consumed] : [];
  return list.reduce((units, { CapacityUnits = 0 }) => units + CapacityUnits, 0);
}

/** A write whose condition fails is charged all the same; the least it can be, since the answer does not say. */
function unitsOfRefusal(operation: string, input: Input, { __type }: Output): number {
  const type = String(__type);
  if (type.endsWith('#ConditionalCheckFailedException')) return 1;
  if (!type.endsWith('#TransactionCanceledException') || !writes.has(operation)) return 0;
  return 2 * (input.TransactItems as unknown[]).length;
}
