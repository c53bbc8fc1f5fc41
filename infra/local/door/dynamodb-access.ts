import type { Deployment } from '../template/deployment.ts';
import type { Access } from './policy.ts';

type Attribute = Readonly<Record<string, unknown>>;
type Item = Readonly<Record<string, Attribute>>;
type KeySchema = { AttributeName: string; KeyType: string }[];
type Input = Readonly<Record<string, unknown>>;

/** The partition key's name of a table and of its indexes. */
export type TableKeys = {
  readonly arn: string;
  readonly partitionKey: string;
  readonly indexes: Readonly<Record<string, string>>;
};

export function readTableKeys(deployment: Deployment): Map<string, TableKeys> {
  return new Map(
    deployment.ofType('AWS::DynamoDB::Table').map(({ name, arn, properties }) => {
      const indexes = (properties.GlobalSecondaryIndexes ?? []) as { IndexName: string; KeySchema: KeySchema }[];
      return [
        name,
        {
          arn,
          partitionKey: hashKey(properties.KeySchema as KeySchema),
          indexes: Object.fromEntries(indexes.map(({ IndexName, KeySchema }) => [IndexName, hashKey(KeySchema)])),
        },
      ];
    }),
  );
}

const hashKey = (schema: KeySchema) => schema.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';

/**
 * What a DynamoDB call does, as IAM sees it: a transaction is as many accesses as it has items, and each access carries
 * the partition keys it touches (`dynamodb:LeadingKeys`), none for a call that names no key.
 */
export function dynamoDBAccesses(operation: string, input: Input, tables: ReadonlyMap<string, TableKeys>): Access[] {
  const read = operations[operation] ?? ((whole, find) => [single(operation, whole, find, [])]);
  return read(input, (name) => tableOf(name, tables));
}

type FindTable = (name: unknown) => TableKeys;
type Reader = (input: Input, find: FindTable) => Access[];

const operations: Readonly<Record<string, Reader>> = {
  GetItem: (input, find) => [single('GetItem', input, find, [input.Key as Item])],
  PutItem: (input, find) => [single('PutItem', input, find, [input.Item as Item])],
  UpdateItem: (input, find) => [single('UpdateItem', input, find, [input.Key as Item])],
  DeleteItem: (input, find) => [single('DeleteItem', input, find, [input.Key as Item])],
  Query: (input, find) => [query(input, find)],
  BatchGetItem: (input, find) =>
    Object.entries(input.RequestItems as Record<string, { Keys: Item[] }>).map(([TableName, { Keys }]) =>
      single('BatchGetItem', { TableName }, find, Keys),
    ),
  BatchWriteItem: (input, find) =>
    Object.entries(input.RequestItems as Record<string, BatchWrite[]>).map(([TableName, writes]) =>
      single(
        'BatchWriteItem',
        { TableName },
        find,
        writes.map(({ PutRequest, DeleteRequest }) => (PutRequest?.Item ?? DeleteRequest?.Key)!),
      ),
    ),
  TransactGetItems: (input, find) =>
    (input.TransactItems as { Get: { TableName: string; Key: Item } }[]).map(({ Get }) =>
      single('GetItem', Get, find, [Get.Key]),
    ),
  TransactWriteItems: (input, find) =>
    (input.TransactItems as TransactWrite[]).map((write) => transactWrite(write, find)),
};

type BatchWrite = { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } };
type Part = { TableName: string; Key?: Item; Item?: Item };
type TransactWrite = { Put?: Part; Update?: Part; Delete?: Part; ConditionCheck?: Part };

function transactWrite(write: TransactWrite, find: FindTable): Access {
  const [kind, part] = Object.entries(write)[0] as [string, Part];
  const action = kind === 'ConditionCheck' ? 'ConditionCheckItem' : `${kind}Item`;
  return single(action, part, find, [(part.Key ?? part.Item)!]);
}

function single(action: string, input: Input, find: FindTable, items: readonly (Item | undefined)[]): Access {
  const table = find(input.TableName);
  const index = input.IndexName === undefined ? '' : `/index/${input.IndexName}`;
  const keys = items.flatMap((item) => keyText(item?.[table.partitionKey]));
  return {
    action: `dynamodb:${action}`,
    resource: table.arn + index,
    context: { 'dynamodb:LeadingKeys': [...new Set(keys)] },
  };
}

function query(input: Input, find: FindTable): Access {
  const table = find(input.TableName);
  const key = input.IndexName === undefined ? table.partitionKey : table.indexes[String(input.IndexName)];
  const names = (input.ExpressionAttributeNames ?? {}) as Record<string, string>;
  const values = (input.ExpressionAttributeValues ?? {}) as Record<string, Attribute>;
  const keys: string[] = [];
  for (const [, name, value] of String(input.KeyConditionExpression ?? '').matchAll(/([#\w.-]+)\s*=\s*(:\w+)/g)) {
    if ((names[name!] ?? name) === key) keys.push(...keyText(values[value!]));
  }
  return { ...single('Query', input, find, []), context: { 'dynamodb:LeadingKeys': keys } };
}

function keyText(attribute: Attribute | undefined): string[] {
  const value = attribute?.S ?? attribute?.N ?? attribute?.B;
  return value === undefined ? [] : [String(value)];
}

function tableOf(name: unknown, tables: ReadonlyMap<string, TableKeys>): TableKeys {
  const plain = String(name).replace(/^arn:.*:table\//, '');
  // A table of no template: the policy decides about its name, and DynamoDB answers that there is none.
  return (
    tables.get(plain) ?? {
      arn: `arn:aws:dynamodb:us-east-1:000000000000:table/${plain}`,
      partitionKey: '',
      indexes: {},
    }
  );
}
