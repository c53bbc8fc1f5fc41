import { apiHandler, apiParts, apiSettings } from '../../../shared/http/api.ts';
import { instant } from '../../../shared/kernel/time.ts';
import { observability } from '../../../shared/observability/observability.ts';
import { tenancyContext } from './context.ts';
import { apiDependencies } from './dependencies.ts';

const parts = apiParts(apiSettings(process.env), observability('tenancy-api'));
const { deps, seal, secrets } = await apiDependencies(process.env, parts);

const answer = apiHandler(tenancyContext.routes, tenancyContext.operations, deps, { ...parts, seal });

/** Entry of tenancy's API function. */
export const handler: typeof answer = async (event) => {
  await secrets.moveTo(instant(event.requestContext.timeEpoch));
  return answer(event);
};
