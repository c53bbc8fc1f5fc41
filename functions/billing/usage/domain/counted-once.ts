/**
 * A record counts once per subscription: the first that was folded is its holder, whatever batches bring it again. The
 * holder is told by batch and row, so that a fold that was broken off and is repeated finds its own rows and counts none twice.
 */

/** Where a record stands, and hashes of its id and of all that it says. */
export interface Standing {
  /** 24 hex digits. */
  readonly id: string;
  /** 16 hex digits. */
  readonly content: string;
  readonly batchId: string;
  /** Place of the record in its batch. */
  readonly row: number;
}

export interface Verdicts<R> {
  /** Count now for the first time. */
  readonly fresh: readonly R[];
  /** Counted before, by the very same row. */
  readonly known: readonly R[];
  readonly duplicates: readonly R[];
  /** The id has been used with another content. */
  readonly conflicts: readonly R[];
}

/** Judges records in their order, by those that hold ids already. */
export function judge<R extends Standing>(records: readonly R[], holders: ReadonlyMap<string, Standing>): Verdicts<R> {
  const fresh: R[] = [];
  const known: R[] = [];
  const duplicates: R[] = [];
  const conflicts: R[] = [];
  const first = new Map<string, Standing>();
  for (const record of records) {
    const holder = holders.get(record.id) ?? first.get(record.id);
    if (holder === undefined) {
      first.set(record.id, record);
      fresh.push(record);
    } else if (holder.batchId === record.batchId && holder.row === record.row) known.push(record);
    else if (holder.content === record.content) duplicates.push(record);
    else conflicts.push(record);
  }
  return { fresh, known, duplicates, conflicts };
}
