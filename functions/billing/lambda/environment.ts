import { dynamodbTable } from '../../../shared/dynamo/dynamodb-table.ts';
import { invariant } from '../../../shared/kernel/invariant.ts';
import { observability } from '../../../shared/observability/observability.ts';

export const setting = (name: string): string => {
  const value = process.env[name];
  invariant(value, `the environment has ${name}`);
  return value;
};

export const observed = observability('billing');
export const table = dynamodbTable(setting('TABLE_NAME'));
