import type { RouteTable } from '../../contracts/routes.ts';
import type { Observability } from '../../observability/observability.ts';
import type { GatewayEvent } from '../gateway.ts';
import { refusing } from '../problem.ts';
import { isPathAsRouted } from '../routed-path.ts';
import { type RouteMatch, router } from '../router.ts';
import type { Step } from './exchange.ts';

/** Finds the route of a request; a path that takes other methods says which (conventions 1). */
export function routeStep(routes: RouteTable, observability: Observability): Step {
  const ways = router(routes);
  return {
    before({ event, context }) {
      context.match = matchOf(ways, event);
      context.line.operation = context.match.operationId;
      observability.annotate('operation', context.match.operationId);
    },
  };
}

function matchOf(ways: ReturnType<typeof router>, event: GatewayEvent): RouteMatch {
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
