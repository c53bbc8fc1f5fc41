import { apiHandler, apiParts, apiSettings } from '../../../shared/http/api.ts';
import { commerceContext } from './context.ts';
import { dependencies, observed } from './dependencies.ts';

const { routes, operations } = commerceContext;
const parts = apiParts(apiSettings(process.env), observed, dependencies.table);
export const handler = apiHandler(routes, operations, dependencies, parts);
