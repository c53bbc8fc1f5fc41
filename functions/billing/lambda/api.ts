import { apiHandler, apiParts, apiSettings } from '../../../shared/http/api.ts';
import { billingContext } from './context.ts';
import { dependencies, observed } from './dependencies.ts';

const parts = apiParts(apiSettings(process.env), observed, dependencies.table);
export const handler = apiHandler(billingContext.routes, billingContext.operations, dependencies, parts);
