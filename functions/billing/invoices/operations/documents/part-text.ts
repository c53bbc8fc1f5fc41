import { appendParts, type Deflated, deflatePart } from '../../../../../shared/messaging/deflated.ts';
import { textSink } from './text-sink.ts';

/** Rows of a file that are compressed together: the same cut whatever pages the table hands out. */
const ROWS_PER_CHUNK = 5000;

/** One part of a file in the making: rows are compressed as they come, some thousand at a time. */
export interface PartText {
  write(row: string): void;
  /** Rows so far. */
  readonly rowCount: number;
  /** All of it. */
  end(): Deflated & { readonly rowCount: number };
}

export function partText(): PartText {
  const sink = textSink();
  const chunks: Deflated[] = [];
  let rowCount = 0;
  const flush = (): void => {
    const rows = sink.take();
    if (rows.length > 0) chunks.push(deflatePart(rows));
  };
  return {
    write(row) {
      sink.write(row);
      rowCount += 1;
      if (rowCount % ROWS_PER_CHUNK === 0) flush();
    },
    get rowCount() {
      return rowCount;
    },
    end() {
      flush();
      return { ...appendParts(chunks), rowCount };
    },
  };
}
