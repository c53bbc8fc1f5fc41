import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readSource, root, sourceFiles } from './imports.ts';
import { canBeSame, collisions, type KeyModule, type KeyPattern, partitionsOf, patternsOf } from './key-patterns.ts';

const modules = await Promise.all(
  globSync('functions/*/*/store/keys.ts', { cwd: root }).map(async (file) => {
    const [, context, slice] = file.split(/[\\/]/);
    const keys: KeyModule = await import(join(root, file));
    return { context: context!, slice: `${context}/${slice}`, keys };
  }),
);
const contexts = [...new Set(modules.map(({ context }) => context))];

/** What `shared/` keeps among the items of every context. */
const sharedPatterns = (context: string): KeyPattern[] =>
  [
    { of: 'shared/http/once', place: 'table', pk: '‹tenantid›#REQUESTS', sk: '‹hash›' } as const,
    { of: 'shared/http/limits', place: 'table', pk: '‹tenantid›#LIMIT#‹limit›', sk: 'COUNT' } as const,
    { of: 'shared/http/limits', place: 'table', pk: '‹tenantid›#LIMIT#‹limit›', sk: 'PLACE#‹digit›' } as const,
  ].map((pattern) => ({ ...pattern, pk: `${context.toUpperCase()}#${pattern.pk}` }));

const patternsIn = (context: string): KeyPattern[] => [
  ...modules.filter((module) => module.context === context).flatMap(({ slice, keys }) => patternsOf(slice, keys)),
  ...sharedPatterns(context),
];

/** One kind under two names, on purpose. */
const SAME_KIND: readonly (readonly [string, string])[] = [
  // An entry in the spelling that it had before names were folded.
  ['tenancy/relationships nameEntryKey', 'tenancy/relationships formerNameEntryKeys'],
];

/** Keys that begin with a word from a list of ours: the kind of a link, a country. */
const CLOSED: readonly string[] = ['tenancy/invitations invitationKey', 'commerce/price-lists pairPricesKey'];

const shown = ({ of, place, pk, sk }: KeyPattern): string => `${of} (${place}) ${pk} / ${sk}`;

describe('keys of a context', () => {
  it.each(contexts)('of %s: no two kinds can have the same key', (context) => {
    const met = collisions(patternsIn(context))
      .filter(([left, right]) => !SAME_KIND.some((kind) => kind.includes(left.of) && kind.includes(right.of)))
      .map(([left, right]) => `${shown(left)}\n  is as well ${shown(right)}`);
    expect(met, 'give one of them a partition or a word of its own').toEqual([]);
  });

  it.each(modules)('of $slice begin with the name of the context', ({ context, slice, keys }) => {
    const prefix = `${context.toUpperCase()}#`;
    const partitions = [...patternsOf(slice, keys).map(({ pk }) => pk), ...partitionsOf(keys)];
    expect(partitions.filter((partition) => !partition.startsWith(prefix))).toEqual([]);
  });

  it.each(modules)('of $slice are all understood here', ({ slice, keys }) => {
    const read = new Set(patternsOf(slice, keys).map(({ of }) => of));
    const unread = Object.keys(keys).filter((name) => /(Key|Keys|Index)$/.test(name) && !read.has(`${slice} ${name}`));
    expect(unread, 'a key function takes texts, or an object of texts, and gives pk and sk').toEqual([]);
  });

  it.each(contexts)('of %s leave the words of the outbox and the inbox to it', (context) => {
    const words = ['OUTBOX#‹any›', 'INBOX#‹any›'];
    const taken = patternsIn(context).filter(
      ({ of, place, sk }) => place === 'table' && !CLOSED.includes(of) && words.some((word) => canBeSame(word, sk)),
    );
    expect(taken.map(shown)).toEqual([]);
  });

  it.each(contexts)('of %s have a row each in its README: which question they answer', (context) => {
    const rows = readSource(`functions/${context}/README.md`)
      .split('\n')
      .filter((line) => line.startsWith('|'));
    const missing = patternsIn(context)
      .filter(({ of }) => !of.startsWith('shared/'))
      .filter(({ pk, sk }) => {
        const words = sk.match(/[A-Z]+/g) ?? [];
        return !rows.some((row) => rowOf(pk).test(row) && words.every((word) => row.includes(word)));
      });
    expect(missing.map(shown)).toEqual([]);
  });

  it('are spelt in keys.ts alone', () => {
    const spelt = sourceFiles()
      .filter((file) => /^functions\/.*\/(store|operations|domain|pages)\//.test(file) && !file.endsWith('/keys.ts'))
      .filter((file) => /\b(gsi[12])?(pk|sk): *[`'"]/.test(readSource(file)));
    expect(spelt).toEqual([]);
  });
});

/** A partition as tables of READMEs write it: `BILLING#<partner>#PERIODS`. */
const rowOf = (pk: string): RegExp =>
  new RegExp(
    `\`${pk
      .split(/‹[a-z]+›|0(?=‹|$)/)
      .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('<[^#`]+>')}\``,
  );

describe('a collision is seen', () => {
  const key = (pk: string, sk: string) => ({ pk, sk });
  const planted = (keys: KeyModule): string[] => {
    const found = collisions(patternsOf('a/b', keys));
    return found.map(([left, right]) => `${left.of} ${right.of}`);
  };

  it.each<[string, KeyModule, number]>([
    ['the same words', { aKey: (id: string) => key(`A#${id}#X`, 'Y'), bKey: (id: string) => key(`A#${id}#X`, 'Y') }, 1],
    [
      'ids of two kinds in one place',
      {
        aKey: (customerId: string) => key('A#PROGRAM#X', customerId),
        bKey: (ids: { offerId: string }) => key('A#PROGRAM#X', ids.offerId),
      },
      1,
    ],
    [
      'a name that may spell what stands beside it',
      { aKey: (name: string) => key('A#X', name), bKey: () => key('A#X', 'HEAD') },
      1,
    ],
    [
      'only without a member that may be absent',
      {
        aKey: (of: { kind: string; id?: string }) => key('A#X', of.id === undefined ? of.kind : `ID#${of.id}`),
        bKey: () => key('A#X', 'HEAD'),
      },
      1,
    ],
    [
      'lists in one partition of an index',
      { aIndex: () => ({ gsi1pk: 'A#X', gsi1sk: '1' }), bIndex: () => ({ gsi1pk: 'A#X', gsi1sk: '2' }) },
      1,
    ],
    ['no id is a word in capitals', { aKey: (id: string) => key('A#X', id), bKey: () => key('A#X', 'HEAD') }, 0],
    [
      'no id has a second part',
      { aKey: (id: string) => key('A#X', id), bKey: (id: string) => key('A#X', `${id}#${id}`) },
      0,
    ],
    [
      'an own partition',
      { aKey: (id: string) => key(`A#${id}#X`, 'Y'), bKey: (id: string) => key(`A#${id}#Z`, 'Y') },
      0,
    ],
  ])('%s', (_, keys, count) => {
    expect(planted(keys)).toHaveLength(count);
  });

  it('a partition of another context is seen, in queries as well', () => {
    expect(partitionsOf({ aQuery: (id: string) => ({ pk: `B#${id}#X`, sk: { beginsWith: 'Y' } }) })).toEqual([
      'B#‹id›#X',
    ]);
  });
});
