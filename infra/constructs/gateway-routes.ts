import type { ContextName, ContextRoutes, RouteTable } from '../../shared/contracts/routes.ts';

/** A route of the HTTP API: `ANY /v1/operator/{proxy+}` → context. */
export interface GatewayRoute {
  readonly key: string;
  readonly context: ContextName;
}

/** An HTTP API takes this many routes (a quota that can be raised, but not here). */
export const GATEWAY_ROUTES_MAX = 300;

/** A path of a manifest, in words. */
interface Known {
  readonly words: readonly string[];
  readonly method: string;
  readonly context: ContextName;
}

interface Segment {
  /** Operations that end here: method → context. */
  readonly own: Map<string, ContextName>;
  readonly below: Map<string, Segment>;
  /** As the first manifest spells it. */
  readonly words: readonly string[];
}

const segment = (words: readonly string[]): Segment => ({ own: new Map(), below: new Map(), words });
const isVariable = (word: string): boolean => word.startsWith('{');
const wordsOf = (path: string): string[] => path.split('/').filter(Boolean);

/**
 * Derives the gateway's routes from all manifests. Where everything below a path belongs to one context, one greedy
 * route takes it all; methods are told apart only where contexts share a path. What a context does not know below its
 * own greedy route it answers itself, in the API's error shape.
 *
 * The gateway tells upper from lower case, the API does not: a route with a variable where another context has a fixed
 * word would take that word, spelt `UsageRecords`, for an id. Such a route is left out, and the edge tells them apart.
 */
export function gatewayRoutes(contexts: readonly ContextRoutes<RouteTable>[]): readonly GatewayRoute[] {
  const known = contexts.flatMap(({ context, routes }) =>
    Object.values(routes).flatMap(({ method, path, aliases = [] }) =>
      [path, ...aliases].map((each): Known => ({ words: wordsOf(each), method, context })),
    ),
  );
  const root = segment([]);
  for (const way of known) add(root, way);
  return routesOf(root, known);
}

function add(root: Segment, { words, method, context }: Known): void {
  let at = root;
  for (const word of words) {
    const key = isVariable(word) ? '{}' : word;
    const next = at.below.get(key) ?? segment([...at.words, word]);
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

function routesOf(at: Segment, known: readonly Known[]): GatewayRoute[] {
  const [only, ...others] = contextsUnder(at);
  const isWhole = only !== undefined && others.length === 0 && at.below.size > 0 && at.words.length > 0;
  if (isWhole && !takesForeign(at.words, { context: only, greedy: true }, known))
    return [...ownRoutes(at, known), { key: `ANY ${pathOf(at.words)}/{proxy+}`, context: only }];
  return [...ownRoutes(at, known), ...[...at.below.values()].flatMap((child) => routesOf(child, known))];
}

const pathOf = (words: readonly string[]): string => `/${words.join('/')}`;

function ownRoutes({ own, words }: Segment, known: readonly Known[]): GatewayRoute[] {
  const [only, ...others] = new Set(own.values());
  const routes: GatewayRoute[] =
    only !== undefined && others.length === 0
      ? [{ key: `ANY ${pathOf(words)}`, context: only }]
      : [...own].map(([method, context]) => ({ key: `${method} ${pathOf(words)}`, context }));
  return routes.filter(({ context }) => !takesForeign(words, { context, greedy: false }, known));
}

/** True when a request for another context's path, spelt in another case, would match this route. */
function takesForeign(
  words: readonly string[],
  route: { readonly context: ContextName; readonly greedy: boolean },
  known: readonly Known[],
): boolean {
  return known.some((way) => {
    const isLongEnough = route.greedy ? way.words.length > words.length : way.words.length === words.length;
    if (way.context === route.context || !isLongEnough) return false;
    const fits = words.every(
      (word, index) => isVariable(word) || word.toLowerCase() === way.words[index]!.toLowerCase(),
    );
    return fits && words.some((word, index) => isVariable(word) && !isVariable(way.words[index]!));
  });
}
