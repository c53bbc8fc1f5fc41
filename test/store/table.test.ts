import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  allOf,
  type ConflictReason,
  type Item,
  type Key,
  PremiseGoneError,
  putIfVersion,
  putNew,
  type Query,
  retryOnConflict,
  type Table,
  type Write,
  WriteConflictError,
} from '../../shared/dynamo/table.ts';
import { relationshipPremise } from '../../shared/identity/access.ts';
import { memoryTable } from '../support/memory-table.ts';
import { startDynamodbTable } from '../support/tables.ts';

/**
 * One suite for both implementations of the table: what the simulation proves on the in-memory twin holds on DynamoDB
 * only because the two give the same answers here, conflicts and cancellation reasons included.
 */
const implementations: readonly [string, () => Promise<{ table: Table; stop(): Promise<void> }>][] = [
  ['the in-memory twin', async () => ({ table: memoryTable(), stop: async () => {} })],
  ['DynamoDB Local', startDynamodbTable],
];

describe.each(implementations)('the table port on %s', (_, start) => {
  let table: Table;
  let stop: () => Promise<void>;
  let partitions = 0;
  beforeAll(async () => {
    ({ table, stop } = await start());
  });
  afterAll(() => stop());

  /** A partition of its own for every test. */
  const partition = (): string => `TEST#${++partitions}#`;
  const reasonsOf = (writes: readonly Write[]): Promise<readonly ConflictReason[] | undefined> =>
    table.write(writes).then(
      () => undefined,
      (error) => {
        if (error instanceof WriteConflictError) return error.reasons;
        throw error;
      },
    );
  const stored = (key: Key): Promise<Item | undefined> => table.get(key, { consistent: true });
  const sortKeys = async (query: Query): Promise<string[]> => (await allOf(table, query)).map((item) => item.sk);
  const fill = async (pk: string, names: readonly string[]): Promise<void> => {
    for (const sk of names) await table.write([{ put: { pk, sk } }]);
  };

  describe('items', () => {
    it('come back as plain JSON, members that are undefined left out', async () => {
      const item = { pk: partition(), sk: 'a', text: '', list: [1, 'two', null, { three: false }], map: { deep: {} } };
      await table.write([{ put: { ...item, absent: undefined, nested: { kept: 1, absent: undefined } } }]);
      expect(await stored(item)).toEqual({ ...item, nested: { kept: 1 } });
    });

    it('are copies: who changes one changes nothing stored', async () => {
      const item = { pk: partition(), sk: 'a', list: [1] };
      await table.write([{ put: item }]);
      item.list.push(2);
      const read = (await stored(item))!.list as number[];
      // Those of the twin cannot be changed at all.
      if (!Object.isFrozen(read)) read.push(3);
      expect((await stored(item))!.list).toEqual([1]);
    });

    it.each([0, -1, 0.1, 0.1 + 0.2, 1e-7, 123456789.12345, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER])(
      'keep the number %s exactly',
      async (number) => {
        const key = { pk: partition(), sk: 'a' };
        await table.write([{ put: { ...key, number } }]);
        expect((await stored(key))!.number).toBe(number);
      },
    );

    it.each([
      ['infinity', Number.POSITIVE_INFINITY],
      ['not a number', Number.NaN],
      ['a number beyond the exact integers', 2 ** 53],
      ['a number nearer to zero than is kept', 1e-200],
      ['an instance', new Date(0)],
    ])('refuse %s', async (_name, value) => {
      const key = { pk: partition(), sk: 'a' };
      await expect(table.write([{ put: { ...key, value } }])).rejects.toThrow();
      expect(await stored(key)).toBeUndefined();
    });

    it.each([
      ['an empty partition key', { pk: '' }],
      ['an empty sort key', { sk: '' }],
      ['a partition key of more than 2048 bytes', { pk: 'x'.repeat(2049) }],
      ['a sort key of more than 1024 bytes', { sk: 'é'.repeat(513) }],
      ['an empty index key', { gsi1pk: 'x', gsi1sk: '' }],
      ['an index key that is no text', { gsi2pk: 'x', gsi2sk: 7 }],
      ['an item of more than 400 KB', { text: 'x'.repeat(400 * 1024) }],
    ])('refuse %s', async (_name, members) => {
      const item = { pk: partition(), sk: 'a', ...members };
      await expect(table.write([{ put: item }])).rejects.toThrow();
    });

    it.each([
      ['empty', { pk: 'x', sk: '' }],
      ['too long', { pk: 'x'.repeat(2049), sk: 'a' }],
      ['too long in bytes', { pk: 'x', sk: 'é'.repeat(513) }],
    ])('are not found at a key that none can have: %s', async (_name, key) => {
      expect(await table.get(key)).toBeUndefined();
      expect(await table.batchGet([key])).toEqual([]);
    });
  });

  describe('conditions', () => {
    const present = { version: 3, state: 'open', flag: true, name: 'b' };
    it.each<[string, Write['if'], boolean, boolean]>([
      // condition, holds on the stored item, holds on none
      ['none', undefined, true, true],
      ['absent', { kind: 'absent' }, false, true],
      ['present', { kind: 'present' }, true, false],
      ['equal number', { kind: 'equals', values: { version: 3 } }, true, false],
      ['other number', { kind: 'equals', values: { version: 4 } }, false, false],
      ['a number is no text', { kind: 'equals', values: { version: '3' } }, false, false],
      ['equal boolean', { kind: 'equals', values: { flag: true } }, true, false],
      ['all equal', { kind: 'equals', values: { version: 3, state: 'open' } }, true, false],
      ['one differs', { kind: 'equals', values: { version: 3, state: 'shut' } }, false, false],
      ['attribute absent', { kind: 'equals', values: { other: undefined } }, true, false],
      ['attribute not absent', { kind: 'equals', values: { state: undefined } }, false, false],
      ['equal and below', { kind: 'equals', values: { flag: true }, below: { version: 4 } }, true, false],
      ['equal and not below', { kind: 'equals', values: { flag: true }, below: { version: 3 } }, false, false],
      [
        'equal and below in an absent attribute',
        { kind: 'equals', values: { flag: true }, below: { other: 3 } },
        false,
        false,
      ],
      ['less', { kind: 'absentOrLess', attribute: 'version', value: 4 }, true, true],
      ['not less', { kind: 'absentOrLess', attribute: 'version', value: 3 }, false, true],
      ['less text', { kind: 'absentOrLess', attribute: 'name', value: 'c' }, true, true],
      ['less text by bytes', { kind: 'absentOrLess', attribute: 'name', value: 'a\u{1F600}' }, false, true],
      ['another type never compares', { kind: 'absentOrLess', attribute: 'version', value: '9' }, false, true],
      ['an attribute that is not there', { kind: 'absentOrLess', attribute: 'other', value: 9 }, false, true],
    ])('%s', async (_name, condition, holdsOnStored, holdsOnNone) => {
      const pk = partition();
      const guard = condition && { if: condition };
      await table.write([{ put: { pk, sk: 'stored', ...present } }]);
      const writesTo = (sk: string): Write[] => [
        { put: { pk, sk, ...present, note: 'put' }, ...guard },
        { update: { pk, sk }, set: { note: 'update' }, ...guard },
        { delete: { pk, sk }, ...guard },
        ...(condition ? [{ check: { pk, sk }, if: condition } as const] : []),
      ];
      for (const write of writesTo('stored')) {
        await table.write([{ put: { pk, sk: 'stored', ...present } }]);
        expect(await reasonsOf([write])).toEqual(holdsOnStored ? undefined : ['condition']);
        await table.write([{ put: { pk, sk: 'stored', ...present } }]);
        const inTransaction = await reasonsOf([{ put: { pk, sk: 'beside' } }, write]);
        expect(inTransaction).toEqual(holdsOnStored ? undefined : [undefined, 'condition']);
      }
      for (const write of writesTo('none')) {
        await table.write([{ delete: { pk, sk: 'none' } }]);
        expect(await reasonsOf([write])).toEqual(holdsOnNone ? undefined : ['condition']);
      }
    });

    it('a version is put once, and the next only on the one before', async () => {
      const key = { pk: partition(), sk: 'a' };
      await table.write([putIfVersion({ ...key, version: 1 }, 0)]);
      expect(await reasonsOf([putIfVersion({ ...key, version: 1 }, 0)])).toEqual(['condition']);
      await table.write([putIfVersion({ ...key, version: 2 }, 1)]);
      expect(await reasonsOf([putIfVersion({ ...key, version: 2 }, 1)])).toEqual(['condition']);
      expect((await stored(key))!.version).toBe(2);
    });
  });

  describe('transactions', () => {
    it('write all or nothing, and name every write that was refused', async () => {
      const pk = partition();
      await fill(pk, ['a', 'b']);
      const writes: Write[] = [
        putNew({ pk, sk: 'a', note: 'new' }),
        putNew({ pk, sk: 'c' }),
        { update: { pk, sk: 'b' }, set: { note: 'new' }, if: { kind: 'absent' } },
        { delete: { pk, sk: 'b2' } },
        { check: { pk, sk: 'd' }, if: { kind: 'present' } },
      ];
      expect(await reasonsOf(writes)).toEqual(['condition', undefined, 'condition', undefined, 'condition']);
      expect(await allOf(table, { pk })).toEqual([
        { pk, sk: 'a' },
        { pk, sk: 'b' },
      ]);
    });

    it('take 100 writes', async () => {
      const pk = partition();
      const writes = Array.from({ length: 100 }, (_, at) => putNew({ pk, sk: `n${at}` }));
      await table.write(writes);
      expect(await allOf(table, { pk })).toHaveLength(100);
    });

    it('refuse 101 writes', async () => {
      const pk = partition();
      const writes = Array.from({ length: 101 }, (_, at) => putNew({ pk, sk: `n${at}` }));
      await expect(table.write(writes)).rejects.toThrow('at most 100');
      expect(await allOf(table, { pk })).toEqual([]);
    });

    it('refuse one item twice', async () => {
      const key = { pk: partition(), sk: 'a' };
      const writes: Write[] = [{ put: key }, { check: key, if: { kind: 'absent' } }];
      await expect(table.write(writes)).rejects.toThrow('no item twice');
      expect(await stored(key)).toBeUndefined();
    });

    it('refuse more than 4 MB', async () => {
      const pk = partition();
      const text = 'x'.repeat(380 * 1024);
      const writes = Array.from({ length: 12 }, (_, at) => putNew({ pk, sk: `n${at}`, text }));
      await expect(table.write(writes)).rejects.toThrow();
      expect(await allOf(table, { pk })).toEqual([]);
    });

    it('do nothing when there is nothing to do', async () => {
      await table.write([]);
    });

    it('that run at once lose nothing when each loads and decides again', async () => {
      const key = { pk: partition(), sk: 'counter' };
      const witness = (at: number) => putNew({ pk: key.pk, sk: `witness${at}` });
      await table.write([{ put: { ...key, version: 1 } }]);
      const addOne = (at: number) =>
        retryOnConflict(async () => {
          const version = (await stored(key))!.version as number;
          await table.write([putIfVersion({ ...key, version: version + 1 }, version), witness(at)]);
        }, 100);
      await Promise.all(Array.from({ length: 8 }, (_, at) => addOne(at)));
      expect((await stored(key))!.version).toBe(9);
      expect(await sortKeys({ pk: key.pk, sk: { beginsWith: 'witness' } })).toHaveLength(8);
    });

    it('that run at once on one absent item: exactly one wins, the others are told of a conflict', async () => {
      const key = { pk: partition(), sk: 'a' };
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, (_, at) =>
          reasonsOf([putNew({ ...key, by: at }), { put: { ...key, sk: `by${at}` } }]),
        ),
      );
      expect(outcomes.filter((reasons) => reasons === undefined)).toHaveLength(1);
      expect(await sortKeys({ pk: key.pk, sk: { beginsWith: 'by' } })).toEqual([`by${(await stored(key))!.by}`]);
    });
  });

  describe('a premise', () => {
    const held = (key: Key): Write => ({
      check: key,
      if: { kind: 'equals', values: { version: undefined } },
      isPremise: true,
    });

    it('that holds changes nothing about a write', async () => {
      const key = { pk: partition(), sk: 'a' };
      await table.write([{ put: key }]);
      await table.write([{ put: { ...key, sk: 'b' } }, held(key)]);
      expect(await sortKeys({ pk: key.pk })).toEqual(['a', 'b']);
    });

    it('that is gone is not asked for again: whoever checked it checks it again', async () => {
      const key = { pk: partition(), sk: 'a' };
      await table.write([{ put: { ...key, version: 1 } }]);
      let tries = 0;
      const attempt = retryOnConflict(() => {
        tries += 1;
        return table.write([{ put: { ...key, sk: 'b' } }, held(key)]);
      });
      await expect(attempt).rejects.toBeInstanceOf(PremiseGoneError);
      expect([tries, await sortKeys({ pk: key.pk })]).toEqual([1, ['a']]);
      await expect(table.write([{ put: { ...key, version: 2 }, ...relationshipPremise({} as never) }])).rejects.toThrow(
        PremiseGoneError,
      );
    });

    it('is held by many at once', async () => {
      const [key, counter] = [
        { pk: partition(), sk: 'a' },
        { pk: partition(), sk: 'counter' },
      ];
      await table.write([{ put: key }]);
      const buy = (at: number) =>
        table.write([putNew({ ...key, sk: `b${at}` }), held(key), { update: counter, add: { count: 1 } }]);
      await Promise.all(Array.from({ length: 12 }, (_, at) => buy(at)));
      expect((await stored(counter))!.count).toBe(12);
    });
  });

  describe('updates', () => {
    it('set, add and remove, and leave the rest', async () => {
      const key = { pk: partition(), sk: 'a' };
      await table.write([{ put: { ...key, kept: 'kept', count: 2, gone: 'x', text: 'old' } }]);
      const update = { set: { text: 'new', map: { a: [1] }, absent: undefined }, add: { count: 3, fresh: -1 } };
      await table.write([{ update: key, ...update, remove: ['gone', 'never'] }]);
      expect(await stored(key)).toEqual({ ...key, kept: 'kept', text: 'new', map: { a: [1] }, count: 5, fresh: -1 });
    });

    it('make the item when there is none', async () => {
      const key = { pk: partition(), sk: 'a' };
      await table.write([{ update: key, add: { count: 1 } }]);
      expect(await stored(key)).toEqual({ ...key, count: 1 });
    });

    it('add decimals exactly', async () => {
      const key = { pk: partition(), sk: 'a' };
      for (const by of [0.1, 0.2, 0.3]) await table.write([{ update: key, add: { total: by } }]);
      expect((await stored(key))!.total).toBe(0.6);
    });

    it('refuse to add to a text', async () => {
      const key = { pk: partition(), sk: 'a' };
      await table.write([{ put: { ...key, text: '1' } }]);
      await expect(table.write([{ update: key, add: { text: 1 } }])).rejects.toThrow();
    });

    it('move an item to another place of an index, and out of it', async () => {
      const [key, from, to] = [{ pk: partition(), sk: 'a' }, partition(), partition()];
      await table.write([{ put: { ...key, gsi1pk: from, gsi1sk: '1' } }]);
      await table.write([{ update: key, set: { gsi1pk: to } }]);
      expect(await sortKeys({ index: 'gsi1', pk: from })).toEqual([]);
      expect(await sortKeys({ index: 'gsi1', pk: to })).toEqual(['a']);
      await table.write([{ update: key, remove: ['gsi1pk'] }]);
      expect(await sortKeys({ index: 'gsi1', pk: to })).toEqual([]);
    });
  });

  describe('queries', () => {
    const names = ['A#1', 'B#1', 'B#10', 'B#2', 'C#1', 'b#1'];
    it.each<[string, Query['sk'], string[]]>([
      ['everything, in the order of bytes', undefined, names],
      ['a prefix', { beginsWith: 'B#' }, ['B#1', 'B#10', 'B#2']],
      ['a prefix that nothing has', { beginsWith: 'Z' }, []],
      ['a span, both ends counted', { between: ['B#1', 'B#2'] }, ['B#1', 'B#10', 'B#2']],
      ['a span that ends before it begins', { between: ['B#2', 'B#1'] }, []],
      ['from a key on, counted', { from: 'B#2' }, ['B#2', 'C#1', 'b#1']],
      ['before a key, not counted', { before: 'B#10' }, ['A#1', 'B#1']],
    ])('%s', async (_name, sk, expected) => {
      const pk = partition();
      const range = sk ? { sk } : {};
      await fill(pk, names);
      expect(await sortKeys({ pk, ...range })).toEqual(expected);
      expect(await sortKeys({ pk, ...range, descending: true })).toEqual([...expected].reverse());
      for (const limit of [1, 2, 3]) {
        expect(await sortKeys({ pk, ...range, limit })).toEqual(expected);
        expect(await sortKeys({ pk, ...range, limit, descending: true })).toEqual([...expected].reverse());
      }
    });

    it('sort by UTF-8 bytes: an emoji comes after every letter', async () => {
      const pk = partition();
      await fill(pk, ['\u{1F600}', '\uFF21', 'é', 'z', 'Z', '~', '0']);
      expect(await sortKeys({ pk })).toEqual(['0', 'Z', 'z', '~', 'é', '\uFF21', '\u{1F600}']);
      expect(await sortKeys({ pk, sk: { from: '\uFF21' } })).toEqual(['\uFF21', '\u{1F600}']);
    });

    it('see only their own partition', async () => {
      const [pk, other] = [partition(), partition()];
      await fill(pk, ['a']);
      await fill(other, ['b']);
      expect(await sortKeys({ pk })).toEqual(['a']);
    });

    it('a page is full or the last, and a full one has a next', async () => {
      const pk = partition();
      await fill(pk, ['a', 'b', 'c']);
      const first = await table.query({ pk, limit: 2 });
      expect([first.items.length, first.next !== undefined]).toEqual([2, true]);
      const second = await table.query({ pk, limit: 2, after: first.next! });
      expect([second.items.length, second.next]).toEqual([1, undefined]);
    });

    it('a page that ends with the last item still has a next, and nothing behind it', async () => {
      const pk = partition();
      await fill(pk, ['a', 'b']);
      const page = await table.query({ pk, limit: 2 });
      expect(page.next).toBeDefined();
      expect(await table.query({ pk, limit: 2, after: page.next! })).toEqual({ items: [] });
    });

    it('go on behind the place of a cursor also when its item is gone', async () => {
      const pk = partition();
      await fill(pk, ['a', 'b', 'c']);
      const page = await table.query({ pk, limit: 2 });
      await table.write([{ delete: { pk, sk: 'b' } }]);
      expect((await table.query({ pk, after: page.next! })).items.map((item) => item.sk)).toEqual(['c']);
    });

    it('a cursor is plain JSON', async () => {
      const pk = partition();
      await fill(pk, ['a', 'b']);
      const { next } = await table.query({ pk, limit: 1 });
      const through = JSON.parse(JSON.stringify(next));
      expect((await table.query({ pk, after: through })).items.map((item) => item.sk)).toEqual(['b']);
    });

    it.each([
      ['of another partition', { pk: 'TEST#elsewhere', sk: 'a1' }],
      ['outside the range', { sk: 'b' }],
      ['of an index', { sk: 'a1', gsi1pk: 'x', gsi1sk: 'y' }],
      ['without a sort key', { sk: undefined }],
      ['with an empty key', { sk: '' }],
      ['with a key that is too long', { sk: `a${'x'.repeat(2000)}` }],
      ['with a member that no key has', { sk: 'a1', place: '2' }],
    ])('there is nothing behind a made-up place %s', async (_case, made) => {
      const pk = partition();
      await fill(pk, ['a1', 'a2', 'b']);
      const after = JSON.parse(JSON.stringify({ pk, ...made }));
      expect(await table.query({ pk, sk: { beginsWith: 'a' }, after })).toEqual({ items: [] });
    });

    it('hand out about 1 MB a page at most, also without a limit', async () => {
      const pk = partition();
      const text = 'x'.repeat(300 * 1024);
      for (const sk of ['a', 'b', 'c', 'd', 'e']) await table.write([{ put: { pk, sk, text } }]);
      const page = await table.query({ pk });
      expect(page.items.length).toBeLessThan(5);
      expect(page.next).toBeDefined();
      expect(await sortKeys({ pk })).toEqual(['a', 'b', 'c', 'd', 'e']);
    });

    it('refuse an empty prefix', async () => {
      await expect(table.query({ pk: partition(), sk: { beginsWith: '' } })).rejects.toThrow();
    });
  });

  describe('indexes', () => {
    it('hold what has both keys, sorted by the index, with all attributes', async () => {
      const [pk, index] = [partition(), partition()];
      await table.write([{ put: { pk, sk: 'a', gsi1pk: index, gsi1sk: '2', note: 'kept' } }]);
      await table.write([{ put: { pk, sk: 'b', gsi1pk: index, gsi1sk: '1' } }]);
      await table.write([{ put: { pk, sk: 'c', gsi1pk: index } }]);
      await table.write([{ put: { pk, sk: 'd', gsi2pk: index, gsi2sk: '0' } }]);
      expect(await allOf(table, { index: 'gsi1', pk: index })).toEqual([
        { pk, sk: 'b', gsi1pk: index, gsi1sk: '1' },
        { pk, sk: 'a', gsi1pk: index, gsi1sk: '2', note: 'kept' },
      ]);
      expect(await sortKeys({ index: 'gsi2', pk: index })).toEqual(['d']);
    });

    it('page through items that share a place', async () => {
      const index = partition();
      const keys = Array.from({ length: 7 }, (_, at) => ({ pk: `${index}${at % 3}`, sk: `n${at}` }));
      for (const key of keys) await table.write([{ put: { ...key, gsi1pk: index, gsi1sk: 'same' } }]);
      for (const descending of [false, true])
        expect((await sortKeys({ index: 'gsi1', pk: index, limit: 2, descending })).sort()).toEqual(
          keys.map(({ sk }) => sk).sort(),
        );
    });

    it('take ranges', async () => {
      const [pk, index] = [partition(), partition()];
      for (const gsi1sk of ['2026-01-01', '2026-02-01', '2026-03-01'])
        await table.write([{ put: { pk, sk: gsi1sk, gsi1pk: index, gsi1sk } }]);
      const until = { index: 'gsi1', pk: index, sk: { before: '2026-03-01' } } as const;
      expect(await sortKeys(until)).toEqual(['2026-01-01', '2026-02-01']);
      expect(await sortKeys({ ...until, descending: true, limit: 1 })).toEqual(['2026-02-01', '2026-01-01']);
    });

    it('are not read consistently', async () => {
      await expect(table.query({ index: 'gsi1', pk: partition(), consistent: true })).rejects.toThrow();
    });
  });

  describe('batches', () => {
    it('read what is there, each item once', async () => {
      const pk = partition();
      await fill(pk, ['a', 'b']);
      const keys = ['a', 'none', 'b', 'a'].map((sk) => ({ pk, sk }));
      const items = await table.batchGet(keys, { consistent: true });
      expect(items.map((item) => item.sk).sort()).toEqual(['a', 'b']);
    });

    it('read more keys than one request takes', async () => {
      const pk = partition();
      const keys = Array.from({ length: 150 }, (_, at) => ({ pk, sk: `n${at}` }));
      await table.write(keys.slice(0, 90).map((key) => ({ put: key })));
      await table.write(keys.slice(90).map((key) => ({ put: key })));
      expect(await table.batchGet(keys)).toHaveLength(150);
      expect(await table.batchGet([])).toEqual([]);
    });
  });
});
