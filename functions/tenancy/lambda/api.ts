import { apiHandler, apiParts, apiSettings } from '../../../shared/http/api.ts';
import { instant } from '../../../shared/kernel/time.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { tenancyRoutes } from '../routes.ts';
import { apiDependencies } from './dependencies.ts';
import { table } from './environment.ts';
import { tenancyOperations } from './operations.ts';

const parts = apiParts(apiSettings(process.env), observability('tenancy-api'), table);
const { deps, seal, secrets } = await apiDependencies(parts);

const answer = apiHandler(tenancyRoutes, tenancyOperations, deps, { ...parts, seal });

/** Entry of tenancy's API function. */
export const handler: typeof answer = async (event) => {
  await secrets.moveTo(instant(event.requestContext.timeEpoch));
  return answer(event);
};
