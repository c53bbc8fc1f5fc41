import { callJson } from '../net/backend.ts';

type StreamRecord = {
  eventID: string;
  eventName: string;
  dynamodb: { SequenceNumber: string; ApproximateCreationDateTime?: number } & Record<string, unknown>;
};
type Shard = { ShardId: string; ParentShardId?: string };
type Position = { shardId: string; sequenceNumber?: string };

/** Reads one table's stream from a position on, in order. */
export type StreamReader = {
  /** The next records, at most `limit`; none when everything written so far was read. */
  next(limit: number): Promise<StreamRecord[]>;
  /** Where reading goes on after what was given out, to be kept between runs. */
  position(): Position | undefined;
  /** Gives out again what comes after an earlier position. */
  rewind(to: Position | undefined): Promise<void>;
};

export type { Position, StreamRecord };

const target = (operation: string) => `DynamoDBStreams_20120810.${operation}`;

/** Opens the stream of `table`, from its beginning or after a kept `position`. */
export async function openStream(endpoint: string, table: string, from: Position | undefined): Promise<StreamReader> {
  const { Streams } = await callJson<{ Streams: { StreamArn: string }[] }>(endpoint, target('ListStreams'), {
    TableName: table,
  });
  const StreamArn = Streams.at(-1)?.StreamArn;
  if (!StreamArn) throw new Error(`the table ${table} has no stream`);
  const shards = async () => {
    const described = await callJson<{ StreamDescription: { Shards: Shard[] } }>(endpoint, target('DescribeStream'), {
      StreamArn,
    });
    return described.StreamDescription.Shards;
  };
  const iteratorAt = async ({ shardId, sequenceNumber }: Position): Promise<string> => {
    const place = sequenceNumber
      ? { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: sequenceNumber }
      : { ShardIteratorType: 'TRIM_HORIZON' };
    const input = { StreamArn, ShardId: shardId, ...place };
    try {
      return (await callJson<{ ShardIterator: string }>(endpoint, target('GetShardIterator'), input)).ShardIterator;
    } catch (error) {
      // A stream forgets its records after a day; what is still there comes after the kept place.
      if (sequenceNumber && String(error).includes('TrimmedDataAccess')) return iteratorAt({ shardId });
      throw error;
    }
  };
  const first = async (): Promise<Position | undefined> => {
    const known = await shards();
    if (from && known.some(({ ShardId }) => ShardId === from.shardId)) return from;
    const oldest = known.find(({ ParentShardId }) => !known.some(({ ShardId }) => ShardId === ParentShardId));
    return oldest && { shardId: oldest.ShardId };
  };
  let position = await first();
  let iterator = position && (await iteratorAt(position));
  /** A shard ends after some hours; its child goes on. */
  const moveToChild = async () => {
    const child = (await shards()).find(({ ParentShardId }) => ParentShardId === position?.shardId);
    if (child) position = { shardId: child.ShardId };
    iterator = child && position && (await iteratorAt(position));
    return Boolean(child);
  };
  const next = async (limit: number): Promise<StreamRecord[]> => {
    if (!iterator) return position && (await moveToChild()) ? next(limit) : [];
    const answer = await readRecords(endpoint, { ShardIterator: iterator, Limit: limit }, async () =>
      iteratorAt(position!),
    );
    iterator = answer.NextShardIterator;
    const last = answer.Records.at(-1);
    if (last && position) position = { ...position, sequenceNumber: last.dynamodb.SequenceNumber };
    return answer.Records.length === 0 && !iterator && (await moveToChild()) ? next(limit) : answer.Records;
  };
  return {
    next,
    position: () => position,
    async rewind(to) {
      position = to ?? (await first());
      iterator = position && (await iteratorAt(position));
    },
  };
}

type Records = { Records: StreamRecord[]; NextShardIterator?: string };

async function readRecords(
  endpoint: string,
  input: { ShardIterator: string; Limit: number },
  renew: () => Promise<string>,
): Promise<Records> {
  try {
    return await callJson<Records>(endpoint, target('GetRecords'), input);
  } catch (error) {
    // An iterator that was not used for a quarter of an hour is forgotten; the position is not.
    if (!String(error).includes('ExpiredIterator')) throw error;
    return callJson<Records>(endpoint, target('GetRecords'), { ...input, ShardIterator: await renew() });
  }
}
