import { CreateTableCommand, DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { startDynamoDB } from '../../infra/local/dynamodb.ts';
import { dynamodbTable } from '../../shared/dynamo/dynamodb-table.ts';
import type { Table } from '../../shared/dynamo/table.ts';

const KEY_ATTRIBUTES = ['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk'];

const keySchema = (prefix: string) => [
  { AttributeName: `${prefix}pk`, KeyType: 'HASH' as const },
  { AttributeName: `${prefix}sk`, KeyType: 'RANGE' as const },
];

/** One for all files that a worker runs; it ends with the process that started it. */
let emulator: ReturnType<typeof startDynamoDB> | undefined;
let tables = 0;

/** A table on DynamoDB Local with the keys and indexes of the program's one table, for tests that hold both to one suite. */
export async function startDynamodbTable(): Promise<{ table: Table; stop(): Promise<void> }> {
  emulator ??= startDynamoDB();
  const { endpoint } = await emulator;
  tables += 1;
  const TableName = `contract-${tables}`;
  const client = new DynamoDBClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: KEY_ATTRIBUTES.map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
      KeySchema: keySchema(''),
      GlobalSecondaryIndexes: ['gsi1', 'gsi2'].map((IndexName) => ({
        IndexName,
        KeySchema: keySchema(IndexName),
        Projection: { ProjectionType: 'ALL' },
      })),
    }),
  );
  return {
    table: dynamodbTable(TableName, client),
    stop: async () => {
      await client.send(new DeleteTableCommand({ TableName }));
      client.destroy();
    },
  };
}

/** A request to DynamoDB as it is on the wire; the random token of a transaction is `token`. */
export interface WireRequest {
  readonly action: string;
  readonly body: string;
}

/** What DynamoDB answers; `refusal` names its exception. */
export interface WireAnswer {
  readonly refusal?: string;
  readonly [member: string]: unknown;
}

/** The real client with no DynamoDB behind it: what it would send is handed to `answer`. */
export const wireClient = (answer: (request: WireRequest) => WireAnswer): DynamoDBClient =>
  new DynamoDBClient({
    region: 'us-east-1',
    credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
    endpoint: 'http://127.0.0.1:9',
    requestHandler: {
      async handle({ headers, body }: { headers: Record<string, string>; body: Uint8Array }) {
        const { refusal, ...members } = answer({
          action: headers['x-amz-target']!.split('.')[1]!,
          body: Buffer.from(body)
            .toString()
            .replace(/(?<="ClientRequestToken":")[^"]+/, 'token'),
        });
        const type = refusal && { __type: `com.amazonaws.dynamodb.v20120810#${refusal}` };
        const text = JSON.stringify({ ...type, ...members });
        return { response: { statusCode: refusal ? 400 : 200, headers: {}, body: new Blob([text]).stream() } };
      },
    } as never,
  });
