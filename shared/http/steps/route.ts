import type { Observability } from '../../observability/observability.ts';
import type { GatewayEvent } from '../gateway.ts';
import { refusing } from '../problem.ts';
import { isPathAsRouted } from '../routed-path.ts';
import { router, type WayMatch } from '../router.ts';
import type { Api } from '../served.ts';
import type { Step } from './exchange.ts';

/** Finds the route of a request; a path that takes other methods says which (conventions 1). */
export function routeStep<Deps>(api: Api<Deps>, observability: Observability): Step {
  const ways = router(api.ways);
  return {
    async before({ event, context }) {
      const match = matchOf(ways, event);
      context.line.operation = match.operationId;
      observability.annotate('operation', match.operationId);
      context.match = { ...match, ...(await api.load(match.operationId)) };
    },
  };
}

function matchOf(ways: ReturnType<typeof router>, event: GatewayEvent): WayMatch {
  const path = decodablePath(event.rawPath);
  if (!isPathAsRouted(event)) throw refusing('resource_not_found');
  const match = ways.find(event.requestContext.http.method, path);
  if (match) return match;
  throw refusing('resource_not_found', { allow: ways.methods(path) });
}

/** A path that cannot be decoded matches nothing. */
function decodablePath(path: string): string {
  try {
    decodeURIComponent(path);
    return path;
  } catch {
    throw refusing('resource_not_found');
  }
}
