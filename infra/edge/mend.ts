import type { Method } from '../../shared/contracts/routes.ts';
import { type Router, router } from '../../shared/http/router.ts';
import type { Way } from './ways.ts';

/** What the edge knows of a request: whose it is and how its path is spelt, or which methods its path takes. */
export type Found =
  | { readonly kind: 'way'; readonly way: Way; readonly rawPath: string }
  | { readonly kind: 'unknown'; readonly allow?: readonly Method[] };

export type Mend = (method: string, rawPath: string) => Found;

/** Finds the way of a request in any case and with any slashes, and spells its path as the manifest does. */
export function mender(ways: readonly Way[]): Mend {
  const known: Router = router(Object.fromEntries(ways.map((way, index) => [String(index), way])));
  return (method, rawPath) => {
    const path = decodable(rawPath);
    if (path === undefined) return { kind: 'unknown' };
    const match = known.find(method, path);
    if (!match) return { kind: 'unknown', allow: known.methods(path) };
    const way = ways[Number(match.operationId)]!;
    return { kind: 'way', way, rawPath: respelt(way.path, path) };
  };
}

/** Words as in the pattern, parameters as they came: some ids tell upper from lower case. */
function respelt(pattern: string, path: string): string {
  const given = path.split('/').filter(Boolean);
  const words = pattern.split('/').filter(Boolean);
  return `/${words.map((word, index) => (word.includes('{') ? given[index] : word)).join('/')}`;
}

/** A path that cannot be decoded matches nothing. */
function decodable(path: string): string | undefined {
  try {
    decodeURIComponent(path);
    return path;
  } catch {
    return undefined;
  }
}
