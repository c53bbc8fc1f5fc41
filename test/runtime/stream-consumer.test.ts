import { afterEach, describe, expect, it, vi } from 'vitest';
import type { StreamReader, StreamRecord } from '../../infra/local/events/stream.ts';
import { consumeStream, readStreamMapping } from '../../infra/local/events/stream-consumer.ts';
import type { Invoker } from '../../infra/local/functions/invoker.ts';
import { trackActivity } from '../../infra/local/time/activity.ts';

const record = (number: number, eventName = 'INSERT'): StreamRecord => ({
  eventID: `e${number}`,
  eventName,
  dynamodb: { SequenceNumber: String(number), NewImage: { pk: { S: `NOTES#${number}` } } },
});

type Event = { Records: { dynamodb: { SequenceNumber: string } }[] };

afterEach(() => vi.restoreAllMocks());

/** Lets a function work off the records 1 to 4; the function is given the numbers of a batch and may throw or report. */
async function workOff(settings: object, run: (numbers: number[], call: number) => unknown) {
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const batches: number[][] = [];
  const deadLetters: unknown[] = [];
  let records = [1, 2, 3, 4].map((number) => record(number, number === 4 ? 'REMOVE' : 'INSERT'));
  const reader: StreamReader = {
    next: async () => records.splice(0),
    position: () => undefined,
    rewind: async () => undefined,
  };
  const activity = trackActivity(() => {});
  const invoke: Invoker['invoke'] = async (_name, event) => {
    const numbers = (event as Event).Records.map(({ dynamodb }) => Number(dynamodb.SequenceNumber));
    batches.push(numbers);
    try {
      return { payload: run(numbers, batches.length), durationMs: 1 };
    } catch (error) {
      return { payload: undefined, error: { type: 'Error', message: String(error) }, durationMs: 1 };
    }
  };
  const consumer = consumeStream({
    mapping: readStreamMapping('m', { functionName: 'publisher', streamArn: 'arn:stream' }, settings),
    reader,
    invoker: { invoke } as Invoker,
    activity,
    keep: () => undefined,
    lost: {
      giveUp: async (_loss, copy) => {
        const { streamArn, batchSize, startSequenceNumber, endSequenceNumber } = JSON.parse(
          copy!.body,
        ).DDBStreamBatchInfo;
        deadLetters.push([copy!.destination, { streamArn, batchSize, startSequenceNumber, endSequenceNumber }]);
      },
    },
    stamp: (each) => each,
  });
  await activity.idle();
  records = [];
  await consumer.stop();
  return { batches, deadLetters };
}

const partial = { FunctionResponseTypes: ['ReportBatchItemFailures'] };
const failedFrom = (number: number) => ({ batchItemFailures: [{ itemIdentifier: String(number) }] });

describe('OPS-1: a stream is worked off as Lambda does', () => {
  it('hands over what the filter lets through', async () => {
    const Pattern = JSON.stringify({
      eventName: ['INSERT'],
      dynamodb: { NewImage: { pk: { S: [{ prefix: 'NOTES#' }] } } },
    });
    const { batches } = await workOff({ FilterCriteria: { Filters: [{ Pattern }] } }, () => null);
    expect(batches).toEqual([[1, 2, 3]]);
  });

  it('tries again from the first record that was reported as failed', async () => {
    const { batches } = await workOff(partial, (_numbers, call) => (call === 1 ? failedFrom(3) : {}));
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [3, 4],
    ]);
  });

  it('tries a whole batch again when the function throws', async () => {
    const { batches } = await workOff(partial, (_numbers, call) => {
      if (call === 1) throw new Error('once');
    });
    expect(batches).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]);
  });

  it('finds the one bad record by halves, gives it up after its tries, and goes on with the next', async () => {
    const settings = {
      ...partial,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: 'arn:dead' } },
    };
    const { batches, deadLetters } = await workOff(settings, (numbers) => {
      if (numbers.includes(2)) throw new Error('record 2 is bad');
    });
    expect(batches).toEqual([[1, 2, 3, 4], [1, 2], [1], [2], [2], [3, 4]]);
    expect(deadLetters).toEqual([
      ['arn:dead', { streamArn: 'arn:stream', batchSize: 1, startSequenceNumber: '2', endSequenceNumber: '2' }],
    ]);
  });

  it('gives up the whole batch where it may not be split', async () => {
    const settings = { MaximumRetryAttempts: 2, DestinationConfig: { OnFailure: { Destination: 'arn:dead' } } };
    const { batches, deadLetters } = await workOff(settings, () => {
      throw new Error('always');
    });
    expect(batches).toHaveLength(3);
    expect(deadLetters).toEqual([
      ['arn:dead', { streamArn: 'arn:stream', batchSize: 4, startSequenceNumber: '1', endSequenceNumber: '4' }],
    ]);
  });
});
