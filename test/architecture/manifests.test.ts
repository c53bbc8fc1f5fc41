import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { eventCatalogue } from '../../events/index.ts';
import { manifests } from '../../infra/manifests.ts';
import { root } from './imports.ts';

const operations = manifests.flatMap(({ context, routes }) =>
  Object.entries(routes.routes).map(([name, route]) => ({ context, name, route })),
);
const ways = operations.flatMap(({ name, route }) =>
  [route.path, ...(route.aliases ?? [])].map((path) => ({ name, method: route.method, path })),
);

/** Paths that differ only in the names of their parameters, or in case, are the same path to the gateway. */
const structure = (path: string): string => path.toLowerCase().replace(/\{\w+\}/g, '{}');

const repeated = (texts: readonly string[]): string[] => texts.filter((text, index) => texts.indexOf(text) !== index);

describe('manifests agree with each other', () => {
  it('ROL-4: every operation declares who may call it', () => {
    const open = operations.filter(({ route }) => route.allow !== 'public' && !(route.allow.length > 0));
    expect(open.map(({ name }) => name)).toEqual([]);
  });

  it('no method and path is declared twice, in any context', () => {
    expect(repeated(ways.map(({ method, path }) => `${method} ${structure(path)}`))).toEqual([]);
  });

  it('no operation id is used twice: it is the name of the operation in generated clients', () => {
    expect(repeated(operations.map(({ name }) => name))).toEqual([]);
  });

  it('parameters in the same place have the same name', () => {
    const names = new Map<string, string>();
    const different = ways.flatMap(({ path }) => {
      const known = names.get(structure(path)) ?? path;
      names.set(structure(path), known);
      return known.toLowerCase() === path.toLowerCase() ? [] : [`${path} is elsewhere ${known}`];
    });
    expect(different).toEqual([]);
  });

  it('a schema of path parameters names those of the path, and no other', () => {
    const different = operations.flatMap(({ name, route }) => {
      if (!route.request?.path) return [];
      const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter!).sort();
      const inSchema = Object.keys(route.request.path.shape).sort();
      return inPath.join() === inSchema.join() ? [] : [`${name}: path ${inPath}, schema ${inSchema}`];
    });
    expect(different).toEqual([]);
  });

  it('a route that asks for a related customer has the customer in its path', () => {
    const without = operations.filter(({ route }) => route.customer && !route.path.includes('{customerId}'));
    expect(without.map(({ name }) => name)).toEqual([]);
  });

  it('contexts listen only to events that somebody publishes', () => {
    const known = new Set(eventCatalogue.map(({ type, version }) => `${type} v${version}`));
    const unknown = manifests.flatMap(({ consumers }) =>
      Object.entries(consumers.consumers).flatMap(([name, { on }]) =>
        on.filter(({ type, version }) => !known.has(`${type} v${version}`)).map(({ type }) => `${name}: ${type}`),
      ),
    );
    expect(unknown).toEqual([]);
  });

  it('no event is defined twice', () => {
    expect(repeated(eventCatalogue.map(({ type, version }) => `${type} v${version}`))).toEqual([]);
  });
});

describe('infra reads every manifest', () => {
  it.each(manifests)('of $context', async ({ context, routes, consumers, jobs, schemas }) => {
    expect([routes.context, consumers.context, jobs.context]).toEqual([context, context, context]);
    const hasSchemas = existsSync(join(root, 'functions', context, 'schemas.ts'));
    expect(
      Object.keys(schemas).length > 0,
      `infra/manifests.ts has the schemas of ${context} where it has a schemas.ts`,
    ).toBe(hasSchemas);
  });
});
