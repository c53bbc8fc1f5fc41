import type { Api } from '../manifests.ts';

type ApiName = Api['api'];

/** A route of the HTTP API: `ANY /v1/operator/{proxy+}` → API function. */
export interface GatewayRoute {
  readonly key: string;
  readonly api: ApiName;
}

/** An HTTP API takes this many routes (a quota that can be raised, but not here). */
export const GATEWAY_ROUTES_MAX = 300;

/** A path of a manifest, in words. */
interface Known {
  readonly words: readonly string[];
  readonly method: string;
  readonly api: ApiName;
}

interface Segment {
  /** Operations that end here: method → API function. */
  readonly own: Map<string, ApiName>;
  readonly below: Map<string, Segment>;
  /** As the first manifest spells it. */
  readonly words: readonly string[];
}

const segment = (words: readonly string[]): Segment => ({ own: new Map(), below: new Map(), words });
const isVariable = (word: string): boolean => word.startsWith('{');
const wordsOf = (path: string): string[] => path.split('/').filter(Boolean);

/**
 * Derives the gateway's routes from all manifests. Where everything below a path belongs to one API function, one greedy
 * route takes it all; methods are told apart only where two share a path. What a function does not know below its
 * own greedy route it answers itself, in the API's error shape.
 *
 * The gateway tells upper from lower case, the API does not: a route with a variable where another function has a fixed
 * word would take that word, spelt `UsageRecords`, for an id. Such a route is left out, and the edge tells them apart.
 */
export function gatewayRoutes(apis: readonly Api[]): readonly GatewayRoute[] {
  const known = apis.flatMap(({ api, routes }) =>
    Object.values(routes).flatMap(({ method, path, aliases = [] }) =>
      [path, ...aliases].map((each): Known => ({ words: wordsOf(each), method, api })),
    ),
  );
  const root = segment([]);
  for (const way of known) add(root, way);
  return routesOf(root, known);
}

function add(root: Segment, { words, method, api }: Known): void {
  let at = root;
  for (const word of words) {
    const key = isVariable(word) ? '{}' : word;
    const next = at.below.get(key) ?? segment([...at.words, word]);
    at.below.set(key, next);
    at = next;
  }
  at.own.set(method, api);
}

function apisUnder({ own, below }: Segment): Set<ApiName> {
  const apis = new Set(own.values());
  for (const child of below.values()) for (const api of apisUnder(child)) apis.add(api);
  return apis;
}

function routesOf(at: Segment, known: readonly Known[]): GatewayRoute[] {
  const [only, ...others] = apisUnder(at);
  const isWhole = only !== undefined && others.length === 0 && at.below.size > 0 && at.words.length > 0;
  if (isWhole && !takesForeign(at.words, { api: only, greedy: true }, known))
    return [...ownRoutes(at, known), { key: `ANY ${pathOf(at.words)}/{proxy+}`, api: only }];
  return [...ownRoutes(at, known), ...[...at.below.values()].flatMap((child) => routesOf(child, known))];
}

const pathOf = (words: readonly string[]): string => `/${words.join('/')}`;

function ownRoutes({ own, words }: Segment, known: readonly Known[]): GatewayRoute[] {
  const [only, ...others] = new Set(own.values());
  const routes: GatewayRoute[] =
    only !== undefined && others.length === 0
      ? [{ key: `ANY ${pathOf(words)}`, api: only }]
      : [...own].map(([method, api]) => ({ key: `${method} ${pathOf(words)}`, api }));
  return routes.filter(({ api }) => !takesForeign(words, { api, greedy: false }, known));
}

/** True when a request for another function's path, spelt in another case, would match this route. */
function takesForeign(
  words: readonly string[],
  route: { readonly api: ApiName; readonly greedy: boolean },
  known: readonly Known[],
): boolean {
  return known.some((way) => {
    const isLongEnough = route.greedy ? way.words.length > words.length : way.words.length === words.length;
    if (way.api === route.api || !isLongEnough) return false;
    const fits = words.every(
      (word, index) => isVariable(word) || word.toLowerCase() === way.words[index]!.toLowerCase(),
    );
    return fits && words.some((word, index) => isVariable(word) && !isVariable(way.words[index]!));
  });
}
