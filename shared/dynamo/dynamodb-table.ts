import { randomInt } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  TransactWriteCommand,
  type TransactWriteCommandInput,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { type ConditionExpression, conditionExpression, keyCondition, updateExpression } from './expressions.ts';
import {
  assertWritable,
  type BackOff,
  batchesOf,
  type ConflictReason,
  type Cursor,
  conflictOf,
  type Item,
  isKey,
  isPlaceIn,
  type Key,
  type Page,
  type Query,
  type Table,
  type Write,
} from './table.ts';

type TransactItem = NonNullable<TransactWriteCommandInput['TransactItems']>[number];

/** Of an item that names a key too, the key alone. */
const keyOf = ({ pk, sk }: Key): Key => ({ pk, sk });

const WAIT_MS_MAX = 1000;
const FIRST_WAIT_MS = 30;

/** Up to 30 ms, twice as long each time, a second at most; of that any part ("full jitter"). */
const waitByChance: BackOff = (tried) => wait(randomInt(Math.min(FIRST_WAIT_MS * 2 ** (tried - 1), WAIT_MS_MAX)));

/** The one table on DynamoDB. `plain` finds endpoint and credentials in its environment. */
export function dynamodbTable(
  tableName: string,
  plain: DynamoDBClient = new DynamoDBClient({}),
  backOff: BackOff = waitByChance,
): Table {
  const client = DynamoDBDocumentClient.from(plain, { marshallOptions: { removeUndefinedValues: true } });
  return {
    async get(key, options = {}) {
      if (!isKey(key)) return undefined;
      const answer = await client.send(
        new GetCommand({ TableName: tableName, Key: keyOf(key), ConsistentRead: options.consistent ?? false }),
      );
      return answer.Item as Item | undefined;
    },
    batchGet: (keys, options = {}) => batchGet(client, tableName, keys, options.consistent ?? false),
    query: (query) => runQuery(client, tableName, query),
    async write(writes) {
      assertWritable(writes);
      const [only] = writes;
      if (only === undefined) return;
      if (writes.length === 1 && !('check' in only)) return writeOne(client, tableName, only, backOff);
      return transact(client, tableName, writes, backOff);
    },
  };
}

async function batchGet(
  client: DynamoDBDocumentClient,
  tableName: string,
  keys: readonly Key[],
  consistent: boolean,
): Promise<Item[]> {
  const items: Item[] = [];
  for (const batch of batchesOf(keys)) {
    let wanted = batch.map(keyOf);
    while (wanted.length > 0) {
      const answer = await client.send(
        new BatchGetCommand({ RequestItems: { [tableName]: { Keys: wanted, ConsistentRead: consistent } } }),
      );
      items.push(...((answer.Responses?.[tableName] ?? []) as Item[]));
      wanted = (answer.UnprocessedKeys?.[tableName]?.Keys ?? []) as Key[];
    }
  }
  return items;
}

/** DynamoDB refuses a range that ends before it begins; to the caller it is a range without items. */
const isEmptyRange = ({ sk }: Query): boolean =>
  sk !== undefined && 'between' in sk && Buffer.compare(Buffer.from(sk.between[0]), Buffer.from(sk.between[1])) > 0;

async function runQuery(client: DynamoDBDocumentClient, tableName: string, query: Query): Promise<Page> {
  if (isEmptyRange(query) || !isPlaceIn(query)) return { items: [] };
  const condition = keyCondition(query);
  const answer = await client.send(
    new QueryCommand({
      TableName: tableName,
      IndexName: query.index,
      KeyConditionExpression: condition.expression,
      ExpressionAttributeNames: condition.names,
      ExpressionAttributeValues: condition.values,
      ScanIndexForward: !query.descending,
      Limit: query.limit,
      ExclusiveStartKey: query.after && { ...query.after },
      ConsistentRead: query.consistent ?? false,
    }),
  );
  const items = (answer.Items ?? []) as Item[];
  return answer.LastEvaluatedKey ? { items, next: answer.LastEvaluatedKey as Cursor } : { items };
}

const expressionInput = (condition: ConditionExpression | undefined) =>
  condition && {
    ConditionExpression: condition.expression,
    ExpressionAttributeNames: condition.names,
    ...(Object.keys(condition.values).length > 0 && { ExpressionAttributeValues: condition.values }),
  };

async function writeOne(
  client: DynamoDBDocumentClient,
  tableName: string,
  write: Write,
  backOff: BackOff,
): Promise<void> {
  const request = toTransactItem(tableName, write);
  await untilMet([write], backOff, singleReasons, async () => {
    if (request.Put) await client.send(new PutCommand(request.Put));
    else if (request.Delete) await client.send(new DeleteCommand(request.Delete));
    else if (request.Update) await client.send(new UpdateCommand(request.Update));
  });
}

const singleReasons = (error: unknown): ConflictReason[] | undefined => {
  const name = (error as Error).name;
  if (name === 'ConditionalCheckFailedException') return ['condition'];
  return name === 'TransactionConflictException' ? ['conflict'] : undefined;
};

async function transact(
  client: DynamoDBDocumentClient,
  tableName: string,
  writes: readonly Write[],
  backOff: BackOff,
): Promise<void> {
  const TransactItems = writes.map((write) => toTransactItem(tableName, write));
  const reasonsOf = (error: unknown) => cancellationReasons(error, writes.length);
  await untilMet(writes, backOff, reasonsOf, () => client.send(new TransactWriteCommand({ TransactItems })));
}

/** Times that what only met a transaction is sent; the waits between add up to a second at most. */
const SENDS_MAX = 6;

/**
 * What met a transaction at one of its items, and of which no condition failed, is sent again as it is: purchases for one
 * customer hold the same relationship without being in each other's way, and a single write is no less than a transaction of one.
 */
async function untilMet(
  writes: readonly Write[],
  backOff: BackOff,
  reasonsOf: (error: unknown) => readonly ConflictReason[] | undefined,
  send: () => Promise<unknown>,
): Promise<void> {
  for (let sent = 1; ; sent += 1) {
    try {
      await send();
      return;
    } catch (error) {
      const reasons = reasonsOf(error);
      if (!reasons) throw error;
      if (reasons.includes('condition') || sent === SENDS_MAX)
        throw conflictOf(writes, reasons, { cause: error, backOff });
      await backOff(sent);
    }
  }
}

/** Reasons of a cancelled transaction, unless it was cancelled for something that no reload mends. */
function cancellationReasons(error: unknown, count: number): ConflictReason[] | undefined {
  const { name, CancellationReasons } = error as { name: string; CancellationReasons?: { Code?: string }[] };
  if (name === 'TransactionInProgressException') return Array(count).fill('conflict');
  if (name !== 'TransactionCanceledException' || !CancellationReasons) return undefined;
  const reasons = CancellationReasons.map(({ Code }): ConflictReason => {
    if (Code === 'ConditionalCheckFailed') return 'condition';
    return Code === 'TransactionConflict' ? 'conflict' : undefined;
  });
  return reasons.some((reason) => reason !== undefined) ? reasons : undefined;
}

function toTransactItem(tableName: string, write: Write): TransactItem {
  const condition = write.if && conditionExpression(write.if);
  const TableName = tableName;
  if ('put' in write) return { Put: { TableName, Item: write.put, ...expressionInput(condition) } };
  if ('delete' in write) return { Delete: { TableName, Key: keyOf(write.delete), ...expressionInput(condition) } };
  if ('check' in write) {
    const check = expressionInput(conditionExpression(write.if));
    return { ConditionCheck: { TableName, Key: keyOf(write.check), ...check! } };
  }
  const update = updateExpression(write);
  const values = { ...update.values, ...condition?.values };
  return {
    Update: {
      TableName,
      Key: keyOf(write.update),
      UpdateExpression: update.expression,
      ConditionExpression: condition?.expression,
      ExpressionAttributeNames: { ...update.names, ...condition?.names },
      ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    },
  };
}
