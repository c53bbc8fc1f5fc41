import type { ContextName, ContextRoutes, Method, RouteTable } from '../../shared/contracts/routes.ts';

/** One method and path, and whose it is. */
export interface Way {
  readonly context: ContextName;
  readonly method: Method;
  readonly path: `/${string}`;
}

export const waysOf = (contexts: readonly ContextRoutes<RouteTable>[]): readonly Way[] =>
  contexts.flatMap(({ context, routes }) =>
    Object.values(routes).flatMap(({ method, path, aliases = [] }) =>
      [path, ...aliases].map((each): Way => ({ context, method, path: each })),
    ),
  );
