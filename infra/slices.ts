import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { slices } from '../functions/slices.ts';
import type { RouteTable } from '../shared/contracts/routes.ts';
import type { WayIntoSlice } from '../shared/http/served.ts';
import { contextNames, projectRoot } from './bundles.ts';
import { apis } from './manifests.ts';

/** Contexts by the API function that loads their slices one by one. */
const contextsSliced: ReadonlyMap<string, string> = new Map(
  contextNames
    .filter((context) => existsSync(resolve(projectRoot, 'functions', context, 'lambda/slices')))
    .map((context) => [`${context}-api`, context] as const),
);

export const slicedBundles: readonly string[] = [...contextsSliced.keys()];
export const isSliced = (bundle: string): boolean => contextsSliced.has(bundle);

/** Every way of such a function, by operationId, with the slice that it leads into. */
export async function waysIntoSlices(bundle: string): Promise<Readonly<Record<string, WayIntoSlice>>> {
  const context = contextsSliced.get(bundle)!;
  const { routes } = apis.find(({ api }) => api === context)!;
  const ways: Record<string, WayIntoSlice> = {};
  for (const slice of slices[context]!)
    for (const [operationId, { method, path, aliases }] of Object.entries(await routesOf(context, slice)))
      if (Object.hasOwn(routes, operationId)) ways[operationId] = { slice, method, path, ...(aliases && { aliases }) };
  return ways;
}

async function routesOf(context: string, slice: string): Promise<RouteTable> {
  const file = resolve(projectRoot, 'functions', context, slice, 'routes.ts');
  return existsSync(file)
    ? Object.assign({}, ...Object.values((await import(file)) as Record<string, RouteTable>))
    : {};
}
