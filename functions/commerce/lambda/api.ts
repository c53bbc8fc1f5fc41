import { apiHandler, apiParts, apiSettings } from '../../../shared/http/api.ts';
import { accessRecords } from '../../../shared/identity/access.ts';
import { pricedOffers } from '../price-lists/operations/priced-offers.ts';
import { commerceRoutes } from '../routes.ts';
import type { CommerceDeps } from './context.ts';
import { observed, table } from './environment.ts';
import { noAssignments } from './no-assignments.ts';
import { commerceOperations } from './operations.ts';

const dependencies: CommerceDeps = {
  table,
  records: accessRecords(table),
  log: observed.log,
  licences: noAssignments,
  pricedOffers: () => pricedOffers(table),
};

/** Entry of commerce's API function. */
export const handler = apiHandler(
  commerceRoutes,
  commerceOperations,
  dependencies,
  apiParts(apiSettings(process.env), observed, table),
);
