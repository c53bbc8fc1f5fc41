import { globSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { accessKeys } from '../../../shared/identity/access.ts';
import { seenKeys } from '../../../shared/identity/seen.ts';
import { root } from '../../architecture/imports.ts';
import { type KeyModule, type KeyPattern, patternsOf } from '../../architecture/key-patterns.ts';
import { isNumberedContext, shapeFiles } from '../../support/stored-shapes.ts';

/** Whatever has a key has a kind: each pattern of the contexts whose items are numbered is that of an example. */
const modules: KeyPattern[] = [...patternsOf('shared/identity', { ...accessKeys, ...seenKeys })];
for (const file of globSync('functions/*/*/store/keys.ts', { cwd: root })) {
  const [, context, slice] = file.split(/[\\/]/);
  const keys: KeyModule = await import(join(root, file));
  modules.push(...patternsOf(`${context}/${slice}`, keys));
}
const patterns = Map.groupBy(
  modules.filter(({ place, pk }) => place === 'table' && isNumberedContext(pk)),
  ({ of }) => of,
);
const examples = [...shapeFiles().values()].flatMap((file) => file.examples);

/** Keys at which no item of a kind lies, and why. */
const WITHOUT: Readonly<Record<string, string>> = {
  'commerce/subscriptions salesErasureKey': 'it names an erasure towards the outbox',
  'commerce/price-lists publishedListKey': 'it names a published list towards the outbox',
  'commerce/catalogue offerKey': 'it names an offer towards the outbox; offers lie in parts',
  'commerce/catalogue categoryKey': 'it names a category towards the outbox; categories lie in parts',
  'tenancy/customer-imports answerKey': 'it names an answer towards the outbox',
  'commerce/catalogue segmentKey': 'it names a segment towards the outbox; what is open lies in the head',
};

const textOf = (pattern: string): RegExp =>
  new RegExp(
    `^${pattern
      .split(/‹[a-z]+›/)
      .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*')}$`,
    's',
  );

test.each([...patterns])('OPS-3: %s is the key of a stored kind', (of, all) => {
  const isFound = all.some(({ pk, sk }) => {
    const [partition, sort] = [textOf(pk), textOf(sk)];
    return examples.some((item) => partition.test(item.pk) && sort.test(item.sk));
  });
  const [{ pk, sk }] = all as [KeyPattern, ...KeyPattern[]];
  expect(
    isFound || of in WITHOUT,
    `define a kind with storedKind, and keep an item of it in test/store/shapes that lies at ${pk} / ${sk}`,
  ).toBe(true);
});

test('OPS-3: the keys that are looked for are many', () => {
  expect(patterns.size).toBeGreaterThan(25);
});
