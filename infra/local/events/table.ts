import { callJson } from '../net/backend.ts';
import type { Deployment, Resource } from '../template/deployment.ts';

type StreamSpecification = { StreamViewType: string };

/** Makes the template's tables in DynamoDB Local, unless kept data brought them along. */
export async function createTables(deployment: Deployment, endpoint: string): Promise<void> {
  const { TableNames } = await callJson<{ TableNames: string[] }>(endpoint, 'DynamoDB_20120810.ListTables', {});
  const missing = deployment.ofType('AWS::DynamoDB::Table').filter(({ name }) => !TableNames.includes(name));
  await Promise.all(
    missing.map((table) => callJson(endpoint, 'DynamoDB_20120810.CreateTable', createTableInput(table))),
  );
}

/** Time to live stays off: its clock would not be ours, and the code judges expiry by the trigger's time. */
function createTableInput({ name, properties }: Resource) {
  const { KeySchema, AttributeDefinitions, StreamSpecification } = properties;
  const indexes = (properties.GlobalSecondaryIndexes ?? []) as Record<string, unknown>[];
  return {
    TableName: name,
    KeySchema,
    AttributeDefinitions,
    BillingMode: 'PAY_PER_REQUEST',
    ...(indexes.length > 0
      ? {
          GlobalSecondaryIndexes: indexes.map(({ IndexName, KeySchema, Projection }) => ({
            IndexName,
            KeySchema,
            Projection,
          })),
        }
      : {}),
    ...(StreamSpecification
      ? {
          StreamSpecification: {
            StreamEnabled: true,
            StreamViewType: (StreamSpecification as StreamSpecification).StreamViewType,
          },
        }
      : {}),
  };
}
