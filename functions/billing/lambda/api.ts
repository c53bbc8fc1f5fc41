import { apiHandler, apiParts, apiSettings } from '../../../shared/http/api.ts';
import { s3Files } from '../../../shared/messaging/files.ts';
import { setting } from '../../../shared/observability/setting.ts';
import { billingRoutes } from '../routes.ts';
import type { BillingDeps } from './context.ts';
import { observed, table } from './environment.ts';
import { billingOperations } from './operations.ts';

const dependencies: BillingDeps = {
  table,
  log: observed.log,
  files: s3Files(setting('DOCUMENTS_BUCKET')),
  issued: s3Files(setting('ISSUED_BUCKET')),
};
const parts = apiParts(apiSettings(process.env), observed, table);

/** Entry of billing's API function. */
export const handler = apiHandler(billingRoutes, billingOperations, dependencies, parts);
