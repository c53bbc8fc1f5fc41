import { generalRefusals, type RefusalTable } from '../contracts/refusals.ts';
import type { ContextName, ContextRoutes, Route, RouteTable } from '../contracts/routes.ts';
import { invariant } from '../kernel/invariant.ts';
import type { Operation, Operations } from './call.ts';
import type { Way } from './router.ts';

/** An operation with its route. */
export interface Served<Deps> {
  readonly route: Route;
  readonly operation: Operation<Route, Deps>;
}

/** What an API function answers. Ways are known from its start, by the operationId; what they lead to may be loaded later. */
export interface Api<Deps> {
  readonly context: ContextName;
  /** What each refusal answers: the context's own and the general ones. */
  readonly refusals: RefusalTable;
  readonly ways: Readonly<Record<string, Way>>;
  load(operationId: string): Promise<Served<Deps>>;
}

/** Routes of a slice with what answers them: one without the other does not compile. */
export interface Slice<Deps> {
  readonly routes: RouteTable;
  readonly operations: Readonly<Record<string, Operation<Route, Deps>>>;
}
export const slice = <T extends RouteTable, O extends Operations<T, never>>(
  routes: T,
  operations: O,
): Slice<DepsOf<O>> => ({
  routes,
  operations: operations as never,
});

/** All that operations work with. */
type DepsOf<O> = O[keyof O] extends (call: never, deps: infer Deps) => unknown ? Deps : never;

/** All operations of a context at once. */
export function allAtOnce<T extends RouteTable, O extends Operations<T, never>>(
  { context, routes, refusals }: ContextRoutes<T>,
  operations: O,
): Api<DepsOf<O>> {
  const all = slice(routes, operations);
  return { context, refusals, ways: routes, load: async (operationId) => servedBy(all, operationId) };
}

/** A way, and the slice that it leads into. */
export interface WayIntoSlice extends Way {
  readonly slice: string;
}

interface Sliced<Deps> {
  readonly context: ContextName;
  /** The context's own: an empty table where it has none. */
  readonly refusals: RefusalTable;
  readonly ways: Readonly<Record<string, WayIntoSlice>>;
  /** Loads a slice. */
  readonly slices: Readonly<Record<string, () => Promise<{ readonly answers: Slice<Deps> }>>>;
}

/**
 * Operations by their slices, each loaded with the first request for it: a function starts without schemas and rules that its
 * first caller does not ask for, however many operations its context has.
 */
export function bySlice<Deps>({ context, refusals: own, ways, slices }: Sliced<Deps>): Api<Deps> {
  const refusals: RefusalTable = { ...generalRefusals, ...own };
  return {
    context,
    refusals,
    ways,
    async load(operationId) {
      const open = slices[ways[operationId]!.slice];
      invariant(open, `lambda/ loads the slice of ${operationId}`);
      const served = servedBy((await open()).answers, operationId);
      // A refusal that nobody knows would be a 500 for whoever meets it: so no call passes, the first one shows it.
      for (const name of served.route.refusals)
        invariant(refusals[name], `lambda/ gives the table with ${name}, a refusal of ${operationId}`);
      return served;
    },
  };
}

const servedBy = <Deps>({ routes, operations }: Slice<Deps>, operationId: string): Served<Deps> => ({
  route: routes[operationId]!,
  operation: operations[operationId]!,
});
