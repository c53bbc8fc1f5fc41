import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { slices } from '../../functions/slices.ts';
import { manifests } from '../../infra/manifests.ts';
import { generalRefusals, type RefusalTable } from '../../shared/contracts/refusals.ts';
import type { Route } from '../../shared/contracts/routes.ts';
import { refusalsOf } from '../../shared/http/route-refusals.ts';
import { root } from './imports.ts';

/** Codes that stand inside an answer and are no answer themselves, with the file that puts them there. */
const INSIDE: Readonly<Record<string, string>> = {
  usage_record_conflict: 'functions/billing/usage/operations/fold-batches.ts',
  usage_too_old: 'functions/billing/usage/operations/send-usage-records.ts',
  usage_meter_unknown: 'functions/billing/usage/operations/send-usage-records.ts',
  usage_subscription_unknown: 'functions/billing/usage/operations/send-usage-records.ts',
  cart_items_refused: 'functions/commerce/carts/operations/check-out-cart.ts',
};

interface Table {
  readonly file: string;
  readonly context: string;
  readonly refusals: RefusalTable;
}

const tables: readonly Table[] = await Promise.all(
  Object.entries(slices)
    .flatMap(([context, names]) =>
      names.map((slice) => ({ context, file: `functions/${context}/${slice}/refusals.ts` })),
    )
    .filter(({ file }) => existsSync(join(root, file)))
    .map(async ({ context, file }) => {
      const [refusals] = Object.values((await import(join(root, file))) as Record<string, RefusalTable>);
      return { context, file, refusals: refusals! };
    }),
);
const shared: Table = { file: 'shared/contracts/refusals.ts', context: 'shared', refusals: generalRefusals };

/** What tables say twice: a name would answer differently in two places. */
function repeated(all: readonly Table[]): string[] {
  const first = new Map<string, string>();
  return all.flatMap(({ file, refusals }) =>
    Object.keys(refusals).flatMap((name) => {
      const known = first.get(name);
      if (known === undefined) first.set(name, file);
      return known === undefined ? [] : [`${name} stands in ${known} and in ${file}`];
    }),
  );
}

const routes = manifests.flatMap(({ context, routes }) =>
  Object.values<Route>(routes.routes).map((route) => ({ context, route })),
);
const declaredBy = (context: string): ReadonlySet<string> =>
  new Set(
    routes
      .filter((found) => found.context === context)
      .flatMap(({ route: { refusals, inProgress, accountRefusal, roleRefusal } }) => [
        ...refusals,
        ...[inProgress, accountRefusal, roleRefusal],
      ])
      .filter((name) => name !== undefined),
  );
const declared = new Map(manifests.map(({ context }) => [context as string, declaredBy(context)]));

/** What the dispatcher answers by itself, whatever routes declare. */
const dispatchers = new Set(
  routes.flatMap(({ route: { inProgress: _, accountRefusal: __, roleRefusal: ___, ...route } }) =>
    refusalsOf({ ...route, refusals: [] }),
  ),
);

describe('API-2: refusals stand where they are given', () => {
  it('each once in the whole program: say it in shared/contracts/refusals.ts when two contexts say it', () => {
    expect(repeated([shared, ...tables])).toEqual([]);
  });

  it('a name that stands twice is found', () => {
    const again = { file: 'again.ts', context: 'billing', refusals: { wrong_state: generalRefusals.wrong_state } };
    expect(repeated([shared, again])).toEqual(['wrong_state stands in shared/contracts/refusals.ts and in again.ts']);
  });

  it.each(manifests)('$context hands in what its slices have', ({ context, routes: { refusals } }) => {
    const own = tables.filter((table) => table.context === context).map((table) => table.refusals);
    expect(refusals).toEqual(Object.assign({}, generalRefusals, ...own));
  });

  it.each(tables)('every one of $file is declared by a route: take away what nobody gives', ({ context, refusals }) => {
    const given = declared.get(context)!;
    expect(Object.keys(refusals).filter((name) => !given.has(name) && !Object.hasOwn(INSIDE, name))).toEqual([]);
  });

  it.each(Object.entries(INSIDE))('%s is no answer, and %s says it', (name, file) => {
    expect([...declared.values()].some((names) => names.has(name))).toBe(false);
    expect(readFileSync(join(root, file), 'utf8')).toContain(`.${name}.`);
  });

  it('shared has what the dispatcher or two contexts give: move what one context gives into its slice', () => {
    const contextsOf = (name: string) =>
      [...declared].filter(([, names]) => names.has(name)).map(([context]) => context);
    const others = Object.keys(generalRefusals).filter((name) => !dispatchers.has(name) && contextsOf(name).length < 2);
    expect(others).toEqual([]);
  });
});
