import { dynamodbTable } from '../../../shared/dynamo/dynamodb-table.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { setting } from '../../../shared/observability/setting.ts';

export const observed = observability('commerce');
export const table = dynamodbTable(setting('TABLE_NAME'));
