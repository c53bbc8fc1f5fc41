import type { ContextName, ContextRoutes, RouteTable } from '../../shared/contracts/routes.ts';

/** A route of the HTTP API: `ANY /v1/operator/{proxy+}` → context. */
export interface GatewayRoute {
  readonly key: string;
  readonly context: ContextName;
}

/** An HTTP API takes this many routes (a quota that can be raised, but not here). */
export const GATEWAY_ROUTES_MAX = 300;

interface Segment {
  /** Operations that end here: method → context. */
  readonly own: Map<string, ContextName>;
  readonly below: Map<string, Segment>;
  /** As the first manifest spells it. */
  readonly path: string;
}

const segment = (path: string): Segment => ({ own: new Map(), below: new Map(), path });
const isVariable = (word: string): boolean => word.startsWith('{');

/**
 * Derives the gateway's routes from all manifests. Where everything below a path belongs to one context, one greedy
 * route takes it all; methods are told apart only where contexts share a path. What a context does not know below its
 * own greedy route it answers itself, in the API's error shape.
 */
export function gatewayRoutes(contexts: readonly ContextRoutes<RouteTable>[]): readonly GatewayRoute[] {
  const root = segment('');
  for (const { context, routes } of contexts)
    for (const { method, path, aliases = [] } of Object.values(routes))
      for (const each of [path, ...aliases]) add(root, each, method, context);
  return routesOf(root);
}

function add(root: Segment, path: string, method: string, context: ContextName): void {
  let at = root;
  for (const word of path.split('/').filter(Boolean)) {
    const key = isVariable(word) ? '{}' : word;
    const next = at.below.get(key) ?? segment(`${at.path}/${word}`);
    at.below.set(key, next);
    at = next;
  }
  at.own.set(method, context);
}

function contextsUnder({ own, below }: Segment): Set<ContextName> {
  const contexts = new Set(own.values());
  for (const child of below.values()) for (const context of contextsUnder(child)) contexts.add(context);
  return contexts;
}

function routesOf(at: Segment): GatewayRoute[] {
  const routes = ownRoutes(at);
  const contexts = contextsUnder(at);
  const [only] = contexts;
  if (at.path !== '' && contexts.size === 1 && at.below.size > 0)
    return [...routes, { key: `ANY ${at.path}/{proxy+}`, context: only! }];
  return [...routes, ...[...at.below.values()].flatMap(routesOf)];
}

function ownRoutes({ own, path }: Segment): GatewayRoute[] {
  const contexts = new Set(own.values());
  const [only] = contexts;
  if (contexts.size === 1) return [{ key: `ANY ${path}`, context: only! }];
  return [...own].map(([method, context]) => ({ key: `${method} ${path}`, context }));
}
