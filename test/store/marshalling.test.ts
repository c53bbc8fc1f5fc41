import { describe, expect, it } from 'vitest';
import { dynamodbTable } from '../../shared/dynamo/dynamodb-table.ts';
import type { Query, Write } from '../../shared/dynamo/table.ts';
import { type WireAnswer, type WireRequest, wireClient } from '../support/tables.ts';

/**
 * What goes to DynamoDB and what comes back, as it is on the wire: items that were stored before must be read as they were
 * written, and written as they were, whatever makes them in between.
 */
function tableAnswering(answer: WireAnswer = {}) {
  const sent: WireRequest[] = [];
  const client = wireClient((request) => {
    sent.push(request);
    return answer;
  });
  return { table: dynamodbTable('table', client), sent };
}

const key = { pk: 'P', sk: 'S' };
const wireKey = { pk: { S: 'P' }, sk: { S: 'S' } };

/** A value, and what DynamoDB stores of it. */
const values: readonly (readonly [string, unknown, object])[] = [
  ['a text', 'text', { S: 'text' }],
  ['an empty text', '', { S: '' }],
  ['a decimal as text', '12345678901234567890.123456789', { S: '12345678901234567890.123456789' }],
  ['what is no letter', '\u0000\ud83d\ude00é', { S: '\u0000\ud83d\ude00é' }],
  ['a whole number', 42, { N: '42' }],
  ['nothing less than nothing', -0, { N: '0' }],
  ['a fraction', 0.1 + 0.2, { N: '0.30000000000000004' }],
  ['a tiny number', 1e-7, { N: '1e-7' }],
  ['the largest whole number', Number.MAX_SAFE_INTEGER, { N: '9007199254740991' }],
  ['a number beyond 2^53', 2n ** 53n + 1n, { N: '9007199254740993' }],
  ['true', true, { BOOL: true }],
  ['null', null, { NULL: true }],
  ['an empty list', [], { L: [] }],
  ['an empty map', {}, { M: {} }],
  ['members that are undefined', { kept: 1, absent: undefined }, { M: { kept: { N: '1' } } }],
  ['entries that are undefined', ['a', undefined, 'b'], { L: [{ S: 'a' }, { S: 'b' }] }],
  ['a nested value', { list: [{ deep: [null] }] }, { M: { list: { L: [{ M: { deep: { L: [{ NULL: true }] } } }] } } }],
  ['bytes', new Uint8Array([0, 1, 255]), { B: 'AAH/' }],
  ['no bytes', new Uint8Array(), { B: '' }],
  ['a set of texts', new Set(['a', 'b']), { SS: ['a', 'b'] }],
  ['a set of numbers', new Set([1, 2]), { NS: ['1', '2'] }],
];

/** What no item may hold: it is refused before anything is sent. */
const refused: readonly (readonly [string, unknown])[] = [
  ['a number beyond 2^53 that may be rounded', 2 ** 53 + 2],
  ['infinity', Number.POSITIVE_INFINITY],
  ['no number', Number.NaN],
  ['an empty set', new Set()],
  ['a moment', new Date(0)],
];

describe('items on the wire', () => {
  it.each(values)('%s is written', async (_, value, wire) => {
    const { table, sent } = tableAnswering();
    await table.write([{ put: { ...key, value } }]);
    expect(sent).toEqual([
      { action: 'PutItem', body: JSON.stringify({ TableName: 'table', Item: { ...wireKey, value: wire } }) },
    ]);
  });

  it.each(values.filter(([name]) => !/undefined|nothing less/.test(name)))('%s is read', async (_, value, wire) => {
    const { table } = tableAnswering({ Item: { ...wireKey, value: wire } });
    expect(await table.get(key)).toEqual({ ...key, value });
  });

  it.each(refused)('%s is refused', async (_, value) => {
    const { table, sent } = tableAnswering();
    await expect(table.write([{ put: { ...key, value } }])).rejects.toThrow();
    expect(sent).toEqual([]);
  });

  it('a member that is undefined at the top is no attribute', async () => {
    const { table, sent } = tableAnswering();
    await table.write([{ put: { ...key, absent: undefined } }]);
    expect(sent[0]!.body).toBe(JSON.stringify({ TableName: 'table', Item: wireKey }));
  });
});

describe('requests on the wire', () => {
  const condition = { kind: 'equals', values: { version: 3, state: 'open', gone: undefined } } as const;
  const writes: readonly (readonly [string, Write])[] = [
    ['put', { put: { ...key, a: 1 }, if: { kind: 'absent' } }],
    ['delete', { delete: { ...key, sk: 'D' }, if: condition }],
    ['check', { check: { ...key, sk: 'C' }, if: { kind: 'absentOrLess', attribute: 'at', value: 7 } }],
    [
      'update',
      {
        update: { ...key, sk: 'U' },
        set: { a: { b: undefined, c: '' } },
        add: { n: 1 },
        remove: ['old'],
        if: condition,
      },
    ],
  ];
  it.each(writes.filter(([name]) => name !== 'check'))('one %s', async (_, write) => {
    const { table, sent } = tableAnswering();
    await table.write([write]);
    expect(sent).toMatchSnapshot();
  });

  it('a transaction', async () => {
    const { table, sent } = tableAnswering();
    await table.write(writes.map(([, write]) => write));
    expect(sent).toMatchSnapshot();
  });

  it('reading many', async () => {
    const { table, sent } = tableAnswering({ Responses: { table: [{ ...wireKey, n: { N: '1' } }] } });
    expect(await table.batchGet([key, { ...key, sk: 'T' }], { consistent: true })).toEqual([{ ...key, n: 1 }]);
    expect(sent).toMatchSnapshot();
  });

  it.each<[string, Query]>([
    ['a partition', { pk: 'P' }],
    ['a page of an index', { index: 'gsi1', pk: 'P', sk: { beginsWith: 'a' }, limit: 2, descending: true }],
    ['a page after another', { pk: 'P', sk: { between: ['a', 'b'] }, after: { pk: 'P', sk: 'a' }, consistent: true }],
  ])('%s', async (_, query) => {
    const { table, sent } = tableAnswering({ Items: [{ ...wireKey, n: { N: '1' } }], LastEvaluatedKey: wireKey });
    expect(await table.query(query)).toEqual({ items: [{ ...key, n: 1 }], next: key });
    expect(sent).toMatchSnapshot();
  });
});
