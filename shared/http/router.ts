import findMyWay from 'find-my-way';
import type { Method, Route, RouteTable } from '../contracts/routes.ts';

export interface RouteMatch {
  readonly operationId: string;
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

export interface Router {
  find(method: string, path: string): RouteMatch | undefined;
  /** True when the path is known, with another method. */
  knows(path: string): boolean;
}

const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'];

/** `/v1/customers/{customerId}` → `/v1/customers/:customerId`, with literal colons and parentheses escaped. */
const toPattern = (path: string): string => path.replaceAll(':', '::').replace(/\{(\w+)\}/g, ':$1');

/** Matches paths in any case, with repeated and trailing slashes; fixed words win over parameters (conventions 1). */
export function router(routes: RouteTable): Router {
  const ways = findMyWay({
    caseSensitive: false,
    ignoreTrailingSlash: true,
    ignoreDuplicateSlashes: true,
    maxParamLength: 2000,
  });
  for (const [operationId, route] of Object.entries(routes))
    for (const path of [route.path, ...(route.aliases ?? [])])
      ways.on(route.method, toPattern(path), () => {}, { operationId, route });
  return {
    find(method, path) {
      const found = ways.find(method as Method, path);
      if (!found) return undefined;
      const { operationId, route } = found.store as { operationId: string; route: Route };
      return { operationId, route, params: found.params as Record<string, string> };
    },
    knows: (path) => METHODS.some((method) => ways.find(method, path) !== null),
  };
}
