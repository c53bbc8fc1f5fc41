import { expect, test } from 'vitest';
import * as z from 'zod';
import { apiDocument } from '../../infra/document.ts';
import { composedRoutes } from '../support/contexts.ts';

const PAGE_NUMBERS = ['size', 'offset', 'pageIndex'];

const numbers = composedRoutes.flatMap(([name, { request }]) =>
  Object.entries(request?.query?.shape ?? {})
    .filter(([member]) => PAGE_NUMBERS.includes(member))
    .map(([member, schema]) => [`${name} ${member}`, schema as z.ZodType] as const),
);

test.each(numbers)('API-1: %s is a whole number in decimal digits', (_, schema) => {
  for (const good of ['1', '10', '0010']) expect([good, z.safeParse(schema, good).success]).toEqual([good, true]);
  for (const bad of ['', ' 5', '1.0', '1e2', '0x10', '+5', '-1', 'all', '٥', '9'.repeat(20)])
    expect([bad, z.safeParse(schema, bad).success]).toEqual([bad, false]);
});

test('API-2: the document says so', () => {
  const types = Object.entries(apiDocument().paths).flatMap(([path, operations]) =>
    Object.values(operations).flatMap(({ parameters }) =>
      parameters
        .filter(({ name, in: place }) => place === 'query' && PAGE_NUMBERS.includes(name))
        .map(({ name, schema }) => `${path} ${name}: ${schema?.type}`),
    ),
  );
  expect(types.length).toBeGreaterThan(numbers.length - 1);
  expect(types.filter((type) => !type.endsWith(': integer'))).toEqual([]);
});
