import { readdirSync, readFileSync } from 'node:fs';
import { billingRoutes } from '../../functions/billing/routes.ts';
import { commerceRoutes } from '../../functions/commerce/routes.ts';
import { notificationsRoutes } from '../../functions/notifications/routes.ts';
import { supportRoutes } from '../../functions/support/routes.ts';
import { tenancyRoutes } from '../../functions/tenancy/routes.ts';
import type { ContextName, ContextRoutes, RouteTable } from '../../shared/contracts/routes.ts';
import { router } from '../../shared/http/router.ts';

interface Called {
  readonly method: string;
  readonly path: string;
}

const AN_ID = '11111111-1111-4111-8111-111111111111';
/** Texts of constants that paths begin with, as in `${c}/users`: they stand for the path of a customer. */
const OF_CUSTOMER = `/v1/customers/${AN_ID}`;

/** Texts of a file with an id in place of whatever a template fills in, and a path where that begins it. */
const filledIn = (source: string): string => {
  const constants = [...source.matchAll(/const (\w+) = ['"`](\/[^'"`]+)['"`];/g)];
  const known = new Map(constants.map(([, name, path]) => [name!, path!]));
  const paths = source.replaceAll(
    /\$\{(\w+)\}(?=[/`?])/g,
    (text, name: string) => known.get(name) ?? (name === 'c' ? OF_CUSTOMER : text),
  );
  return paths.replaceAll(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, AN_ID);
};

/**
 * What a scenario calls, as its text says: `'POST /v1/…'` in one word; `{ method: 'POST', path: '/v1/…' }`; or a path alone,
 * which is read.
 */
export function callsIn(source: string): readonly Called[] {
  const text = filledIn(source);
  const spoken = [...text.matchAll(/['"`](GET|POST|PUT|PATCH|DELETE|HEAD) (\/[^\s'"`]*)/g)];
  // A path may hold quotes of another kind than those around it.
  const built = [...text.matchAll(/(\{[^{};]*)?(['"`])(\/[a-z0-9](?:(?!\2)\S)*)\2(?=([^{};]*))/gi)];
  return [
    ...spoken.map(([, method, path]) => ({ method: method!, path: path! })),
    ...built.map(([, before = '', , path, after = '']) => ({
      method: /method: '([A-Z]+)'/.exec(before + after)?.[1] ?? 'GET',
      path: path!,
    })),
  ];
}

const contexts: readonly ContextRoutes<RouteTable>[] = [
  tenancyRoutes,
  commerceRoutes,
  billingRoutes,
  notificationsRoutes,
  supportRoutes,
];

export const operationsOf = (): readonly { context: ContextName; operations: readonly string[] }[] =>
  contexts.map(({ context, routes }) => ({ context, operations: Object.keys(routes) }));

/** Files whose texts count: the scenarios, and what they build their companies and sales with. */
function sources(): string[] {
  const here = import.meta.dirname;
  const own = readdirSync(here).filter((name) => name.endsWith('.ts') && name !== 'called.ts');
  return [...own.map((name) => `${here}/${name}`), `${here}/../support/world.ts`, `${here}/../support/sales.ts`];
}

/** Operations that no scenario calls, by context. */
export function uncalledOperations(): ReadonlyMap<ContextName, readonly string[]> {
  const calls = sources().flatMap((file) => callsIn(readFileSync(file, 'utf8')));
  return new Map(
    contexts.map(({ context, routes }) => {
      const ways = router(routes);
      const called = new Set(calls.map(({ method, path }) => ways.find(method, path.split('?')[0]!)?.operationId));
      return [context, Object.keys(routes).filter((operationId) => !called.has(operationId))];
    }),
  );
}
