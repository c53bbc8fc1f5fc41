/** Bytes that a UTF-16 unit takes in UTF-8 at most. */
const BYTES_PER_UNIT = 3;

/**
 * Collects text as UTF-8. Each piece is written at once: a run joins millions of short pieces, and one large string
 * made of them costs several times as much.
 */
export interface TextSink {
  write(text: string): void;
  /** What was written since the last time; good until more is written. */
  take(): Uint8Array;
}

export function textSink(bytes = 1 << 20): TextSink {
  let buffer = Buffer.allocUnsafe(bytes);
  let length = 0;
  return {
    write(text) {
      const needed = length + text.length * BYTES_PER_UNIT;
      if (needed > buffer.length) {
        const larger = Buffer.allocUnsafe(Math.max(needed, buffer.length * 2));
        buffer.copy(larger, 0, 0, length);
        buffer = larger;
      }
      length += buffer.write(text, length, 'utf8');
    },
    take() {
      const taken = buffer.subarray(0, length);
      length = 0;
      return taken;
    },
  };
}
