import type { Method } from '../../shared/contracts/routes.ts';
import type { Api } from '../manifests.ts';

/** One method and path, and whose it is. */
export interface Way {
  readonly api: Api['api'];
  readonly method: Method;
  readonly path: `/${string}`;
}

export const waysOf = (apis: readonly Api[]): readonly Way[] =>
  apis.flatMap(({ api, routes }) =>
    Object.values(routes).flatMap(({ method, path, aliases = [] }) =>
      [path, ...aliases].map((each): Way => ({ api, method, path: each })),
    ),
  );
