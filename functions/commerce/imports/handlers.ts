import type { CustomerRowsTaken, ImportAdvanced } from '../../../events/index.ts';
import type { EventOf } from '../../../shared/contracts/events.ts';
import type { Delivery } from '../../../shared/messaging/consumer.ts';
import { placeOrder } from '../orders/operations/place-order.ts';
import { ordersRoutes } from '../orders/routes.ts';
import { advanceImport, placeCustomerRows } from './operations/advance-import.ts';
import { cancelImport } from './operations/cancel-import.ts';
import type { ImportsDeps } from './operations/dependencies.ts';
import { listImportResults } from './operations/list-import-results.ts';
import { listImports } from './operations/list-imports.ts';
import { resumeImport } from './operations/resume-import.ts';
import { startImport } from './operations/start-import.ts';
import { viewImport } from './operations/view-import.ts';
import { viewImportTemplate } from './operations/view-import-template.ts';

/** What answers each route of the slice. */
export const importsOperations = {
  startImport,
  listImports,
  viewImport,
  listImportResults,
  resumeImport,
  cancelImport,
  viewImportTemplate,
} as const;

/** Orders of rows go the way of every purchase, with the checks of its route. */
const order = { route: ordersRoutes.placeOrder, operate: placeOrder } as const;

/** What takes each event that the slice listens to. */
export const importsConsumerFunctions = {
  advanceImport: (event: EventOf<typeof ImportAdvanced>, deps: ImportsDeps, delivery: Delivery) =>
    advanceImport(event, { ...deps, order }, delivery),
  placeCustomerRows: (event: EventOf<typeof CustomerRowsTaken>, deps: ImportsDeps, delivery: Delivery) =>
    placeCustomerRows(event, { ...deps, order }, delivery),
} as const;
