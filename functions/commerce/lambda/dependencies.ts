import { dynamodbTable } from '../../../shared/dynamo/dynamodb-table.ts';
import { accessRecords } from '../../../shared/identity/access.ts';
import { invariant } from '../../../shared/kernel/invariant.ts';
import { observability } from '../../../shared/observability/observability.ts';
import type { CommerceDeps } from '../operations/dependencies.ts';
import { pricedOffers } from '../price-lists/operations/priced-offers.ts';
import { noAssignments } from './no-assignments.ts';

const tableName = process.env.TABLE_NAME;
invariant(tableName, 'the environment has TABLE_NAME');

export const observed = observability('commerce');

const table = dynamodbTable(tableName);

export const dependencies: CommerceDeps = {
  table,
  records: accessRecords(table),
  log: observed.log,
  licences: noAssignments,
  pricedOffers: () => pricedOffers(table),
};
