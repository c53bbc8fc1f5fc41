import { expect, test } from 'vitest';
import { dynamodbTable } from '../../shared/dynamo/dynamodb-table.ts';
import {
  isRefused,
  PremiseGoneError,
  putNew,
  retryOnConflict,
  type Write,
  WriteConflictError,
} from '../../shared/dynamo/table.ts';
import { wireClient } from '../support/tables.ts';

/** DynamoDB Local lets transactions wait for each other; DynamoDB refuses one of two that meet, as this client does. */
function refusingTable(refusals: readonly (readonly string[])[]) {
  let sent = 0;
  const client = wireClient(() => {
    const codes = refusals[sent++];
    return codes
      ? { refusal: 'TransactionCanceledException', CancellationReasons: codes.map((Code) => ({ Code })) }
      : {};
  });
  const waited: number[] = [];
  const table = dynamodbTable('t', client, async (tried) => void waited.push(tried));
  return { table, sent: () => sent, waited };
}

const writes: readonly Write[] = [
  putNew({ pk: 'a', sk: 'a' }),
  { check: { pk: 'b', sk: 'b' }, if: { kind: 'present' } },
];
const met = ['None', 'TransactionConflict'];

test.each([
  ['goes through when it met others', [met, met, met], 4, undefined],
  ['is given up at last', Array(9).fill(met), 6, [undefined, 'conflict']],
  [
    'is not sent again when a condition failed',
    [['ConditionalCheckFailed', 'TransactionConflict']],
    1,
    ['condition', 'conflict'],
  ],
] as const)('REL-9: a transaction %s', async (_, refusals, times, reasons) => {
  const { table, sent, waited } = refusingTable(refusals);
  const outcome = await table.write(writes).catch((error: unknown) => error);
  expect(outcome instanceof WriteConflictError ? outcome.reasons : outcome).toEqual(reasons);
  expect(sent()).toBe(times);
  expect(waited).toEqual(Array.from({ length: times - 1 }, (_, at) => at + 1));
});

const failed = ['ConditionalCheckFailed', 'None'];

test.each([
  ['waits before each further attempt', [failed, failed, failed], [1, 2, 3], undefined],
  ['does not wait for an attempt that it does not make', Array(9).fill(failed), [1, 2, 3, 4], WriteConflictError],
  ['does not wait when its premise is gone', [['None', 'ConditionalCheckFailed']], [], PremiseGoneError],
] as const)('REL-9: a load-decide-save that somebody was faster than %s', async (_, refusals, waits, error) => {
  const { table, waited } = refusingTable(refusals);
  const [own, premise] = writes;
  const attempt = retryOnConflict(() => table.write([own!, { ...premise!, isPremise: true }]));
  if (error) await expect(attempt).rejects.toThrow(error);
  else await attempt;
  expect(waited).toEqual(waits);
});

const single = (name: string, times: number): readonly string[] => Array(times).fill(name);

test.each([
  ['goes through when it met transactions', single('TransactionConflictException', 3), 4, undefined, undefined],
  ['is given up at last, and not taken for done', single('TransactionConflictException', 9), 6, ['conflict'], false],
  ['is done when its condition failed', single('ConditionalCheckFailedException', 9), 1, ['condition'], true],
] as const)('OPS-3: a single write %s', async (_, refusals, times, reasons, isDone) => {
  let sent = 0;
  const client = wireClient(() => {
    const refusal = refusals[sent++];
    return refusal ? { refusal } : {};
  });
  const outcome = await dynamodbTable('t', client, async () => {})
    .write(writes.slice(0, 1))
    .catch((error: unknown) => error);
  expect(outcome instanceof WriteConflictError ? outcome.reasons : outcome).toEqual(reasons);
  expect(sent).toBe(times);
  if (isDone !== undefined) expect(isRefused(outcome)).toBe(isDone);
});
