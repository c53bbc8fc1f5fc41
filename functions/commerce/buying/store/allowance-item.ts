import { type StoredRecord, storedKind } from '../../../../shared/dynamo/stored-kind.ts';

/** Of the first shape were counters with a version. */
const withoutVersion = ({ version: _, ...counted }: StoredRecord): StoredRecord => counted;

/** Seats that one shard has counted. */
export const allowanceItem = storedKind<{ readonly used: number }>({
  kind: 'allowance',
  shape: 2,
  upgrades: [withoutVersion],
});
