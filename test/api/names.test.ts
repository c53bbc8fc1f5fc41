import { expect, it } from 'vitest';
import * as z from 'zod';
import { held } from '../../shared/contracts/wire.ts';
import { normalizeNames } from '../../shared/http/names.ts';

const Leaf = z.object({ leafName: z.string() });

it.each<[string, z.ZodType, unknown, unknown]>([
  ['members of an object', Leaf, { LEAFNAME: 'a', other: 1 }, { leafName: 'a' }],
  [
    'inside optional, nullable and default',
    Leaf.nullable().optional().default(null),
    { LeafName: 'a' },
    { leafName: 'a' },
  ],
  ['inside lists', z.array(Leaf), [{ LeafName: 'a' }, 7], [{ leafName: 'a' }, 7]],
  [
    'inside records, whose own keys stay',
    z.record(z.string(), Leaf),
    { Key: { LEAFNAME: 'a' } },
    { Key: { leafName: 'a' } },
  ],
  ['behind a transform', Leaf.transform(({ leafName }) => leafName), { LeafName: 'a' }, { leafName: 'a' }],
  ['behind a preprocess', z.preprocess((value) => value, Leaf), { LeafName: 'a' }, { leafName: 'a' }],
  ['inside a recursive schema', z.lazy(() => Leaf), { LeafName: 'a' }, { leafName: 'a' }],
  ['of the fitting option of a union', z.union([z.string(), Leaf]), { LeafName: 'a' }, { leafName: 'a' }],
  [
    'of every option of a union of objects',
    z.discriminatedUnion('kind', [
      z.object({ kind: z.literal('a'), first: Leaf }),
      z.object({ kind: z.literal('b'), second: Leaf }),
    ]),
    { Kind: 'b', Second: { LeafName: 'x' } },
    { kind: 'b', second: { leafName: 'x' } },
  ],
  ['null for "not set" is dropped', z.object({ name: z.string().optional() }), { Name: null }, {}],
  ['null is kept where there must be a value', z.object({ name: z.string() }), { Name: null }, { name: null }],
  [
    'null is kept for what a resource always has',
    z.object({ name: held(z.string()), size: held(z.number()) }),
    { Name: null },
    { name: null },
  ],
  ['null is kept where it means something', z.object({ name: z.string().nullish() }), { Name: null }, { name: null }],
  [
    'null is kept for a union that has it',
    z.object({ name: z.union([z.string(), z.null()]) }),
    { Name: null },
    { name: null },
  ],
  ['a value of another kind is left to validation', Leaf, 'text', 'text'],
])('API-1: names of members are spelt as the schema spells them: %s', (_, schema, value, expected) => {
  expect(normalizeNames(schema, value)).toEqual(expected);
});
