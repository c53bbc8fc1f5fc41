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

/** No id is longer; the keys that hold ids have a limit of 2,048 bytes. */
const PARAMETER_LENGTH_MAX = 2000;

/** What may follow the words so far: a fixed word (in lower case), a parameter, or the end. */
interface Place {
  readonly fixed: Map<string, Place>;
  parameter?: Place;
  readonly ends: Map<string, End>;
}
interface End {
  readonly operationId: string;
  readonly route: Route;
  readonly names: readonly string[];
}

const place = (): Place => ({ fixed: new Map(), ends: new Map() });

/** Repeated and trailing slashes do not count. */
const wordsOf = (path: string): string[] => path.split('/').filter((word) => word !== '');

const parameterName = (word: string): string | undefined => /^\{(\w+)\}$/.exec(word)?.[1];

/** Matches paths in any case, with repeated and trailing slashes; fixed words win over parameters (conventions 1). */
export function router(routes: RouteTable): Router {
  const root = place();
  for (const [operationId, route] of Object.entries(routes))
    for (const path of [route.path, ...(route.aliases ?? [])]) add(root, path, operationId, route);
  const find = (method: string, path: string): RouteMatch | undefined => {
    const words = decoded(path);
    return words && search(root, method, words, []);
  };
  return { find, knows: (path) => METHODS.some((method) => find(method, path) !== undefined) };
}

function add(root: Place, path: string, operationId: string, route: Route): void {
  const names: string[] = [];
  let at = root;
  for (const word of wordsOf(path)) {
    const name = parameterName(word);
    const next = (name === undefined ? at.fixed.get(word.toLowerCase()) : at.parameter) ?? place();
    if (name === undefined) at.fixed.set(word.toLowerCase(), next);
    else {
      at.parameter = next;
      names.push(name);
    }
    at = next;
  }
  at.ends.set(route.method, { operationId, route, names });
}

/** Words of a path, decoded one by one: an encoded slash is part of its word. Undefined for what is not encoded well. */
function decoded(path: string): readonly string[] | undefined {
  try {
    return wordsOf(path).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

/** A fixed word is tried first; where it leads nowhere with this method, the parameter in its place is. */
function search(
  at: Place,
  method: string,
  words: readonly string[],
  values: readonly string[],
  depth = 0,
): RouteMatch | undefined {
  const word = words[depth];
  if (word === undefined) return matchAt(at, method, values);
  const fixed = at.fixed.get(word.toLowerCase());
  const exact = fixed && search(fixed, method, words, values, depth + 1);
  if (exact || !at.parameter || word.length > PARAMETER_LENGTH_MAX) return exact;
  return search(at.parameter, method, words, [...values, word], depth + 1);
}

function matchAt({ ends }: Place, method: string, values: readonly string[]): RouteMatch | undefined {
  const end = ends.get(method);
  if (!end) return undefined;
  const params = Object.fromEntries(end.names.map((name, index) => [name, values[index]!]));
  return { operationId: end.operationId, route: end.route, params };
}
