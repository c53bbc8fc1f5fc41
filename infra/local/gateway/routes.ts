/**
 * Route selection of an HTTP API: the most specific route that has the method (fixed words before variables before a greedy
 * variable), and `$default` for what no route takes.
 */
export type Route<Target> = { readonly key: string; readonly target: Target };
export type Selected<Target> = {
  readonly route: Route<Target>;
  readonly pathParameters: Readonly<Record<string, string>>;
};

type Node<Target> = {
  fixed: Map<string, Node<Target>>;
  variable?: { node: Node<Target> };
  greedy?: Node<Target>;
  /** By method, `ANY` included, with the names of the variables on the way. */
  routes: Map<string, { route: Route<Target>; names: string[] }>;
};

const emptyNode = <Target>(): Node<Target> => ({ fixed: new Map(), routes: new Map() });

/** Builds a selector. @throws Error for a route key that is neither `METHOD /path` nor `$default`. */
export function routeSelector<Target>(routes: readonly Route<Target>[]) {
  const root = emptyNode<Target>();
  let fallback: Route<Target> | undefined;
  for (const route of routes) {
    const [method, path] = route.key.split(' ');
    if (route.key === '$default') fallback = route;
    else if (method && path?.startsWith('/')) insert(root, route, { method, path });
    else throw new Error(`the local runtime does not know the route key ${route.key}`);
  }
  return (method: string, path: string): Selected<Target> | undefined => {
    const segments = path.split('/').slice(1);
    const found = find(root, segments, 0, method, []);
    if (found) return found;
    return fallback && { route: fallback, pathParameters: {} };
  };
}

function insert<Target>(
  root: Node<Target>,
  route: Route<Target>,
  { method, path }: { method: string; path: string },
): void {
  let node = root;
  const names: string[] = [];
  for (const segment of path.split('/').slice(1)) {
    const [, name, greedy] = /^\{([^}+]+)(\+?)\}$/.exec(segment) ?? [];
    if (name) names.push(name);
    if (name && greedy) {
      node.greedy ??= emptyNode();
      node = node.greedy;
    } else if (name) {
      node.variable ??= { node: emptyNode() };
      node = node.variable.node;
    } else {
      const next = node.fixed.get(segment) ?? emptyNode<Target>();
      node.fixed.set(segment, next);
      node = next;
    }
  }
  if (node.routes.has(method)) throw new Error(`two routes have the key of ${route.key}`);
  node.routes.set(method, { route, names });
}

function find<Target>(
  node: Node<Target>,
  segments: readonly string[],
  depth: number,
  method: string,
  values: readonly string[],
): Selected<Target> | undefined {
  const segment = segments[depth];
  if (segment === undefined) return take(node, method, values);
  const fixed = node.fixed.get(segment);
  const exact = fixed && find(fixed, segments, depth + 1, method, values);
  if (exact) return exact;
  const variable =
    segment !== '' && node.variable && find(node.variable.node, segments, depth + 1, method, [...values, segment]);
  if (variable) return variable;
  const rest = segments.slice(depth).join('/');
  return node.greedy && rest !== '' ? take(node.greedy, method, [...values, rest]) : undefined;
}

function take<Target>(node: Node<Target>, method: string, values: readonly string[]): Selected<Target> | undefined {
  const found = node.routes.get(method) ?? node.routes.get('ANY');
  if (!found) return undefined;
  const pathParameters = Object.fromEntries(found.names.map((name, index) => [name, decode(values[index] ?? '')]));
  return { route: found.route, pathParameters };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
