import { apiHandler, apiParts, apiSettings } from '../../../shared/http/api.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { tenancyContext } from './context.ts';
import { apiDependencies } from './dependencies.ts';

const parts = apiParts(apiSettings(process.env), observability('tenancy-api'));
const { deps, seal } = await apiDependencies(process.env, parts);

/** Entry of tenancy's API function. */
export const handler = apiHandler(tenancyContext.routes, tenancyContext.operations, deps, { ...parts, seal });
