import { createHash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import type { FileReply } from '../../../../shared/http/call.ts';
import { BYTE_ORDER_MARK } from '../../../../shared/kernel/csv.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { combined, type Deflated, deflateText, LAST_BLOCK } from '../../../../shared/messaging/deflated.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import { ANSWER_BYTES_MAX, GZIP_HEADER, gzipBytes, gzipTrailer } from '../../../../shared/messaging/gzip-parts.ts';
import { zipArchive } from '../../../../shared/messaging/zip-archive.ts';
import { quotedRow } from '../domain/cells.ts';

/** Rows that are deflated at a time: some hundred kilobytes of text. */
const ROWS_AT_ONCE = 500;

/** A file as it grows, deflated piece by piece: its whole text is never there at once. */
export function sheetFile(columns: readonly string[], isMarked: boolean) {
  const parts: Deflated[] = [deflateText((isMarked ? BYTE_ORDER_MARK : '') + quotedRow(columns))];
  let waiting: string[] = [];
  const flush = (): void => {
    if (waiting.length > 0) parts.push(deflateText(waiting.join('')));
    waiting = [];
  };
  return {
    add(row: readonly string[]): void {
      waiting.push(quotedRow(row));
      if (waiting.length >= ROWS_AT_ONCE) flush();
    },
    parts(): readonly Deflated[] {
      flush();
      return parts;
    },
  };
}

interface Wish {
  /** Without its ending. */
  readonly name: string;
  readonly at: Instant;
  readonly requestId: string;
  readonly acceptEncoding: string | undefined;
  readonly files: Files;
}

const CSV = 'text/csv; charset=utf-8';
const LINK_SECONDS = 300;

/** Whether an encoding is named, and not with a quality of 0. */
export const takes = (acceptEncoding: string | undefined, encoding: string): boolean =>
  (acceptEncoding ?? '').split(',').some((one) => {
    const [name = '', ...parameters] = one.split(';').map((part) => part.trim().toLowerCase());
    return name === encoding && !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter));
  });

/**
 * Answers a file: as a ZIP archive where the caller takes `deflate`, as clients of the public API expect; else as it is while it
 * fits into an answer, else compressed, else as a link that lives a few minutes.
 */
export async function sheetReply(parts: readonly Deflated[], wish: Wish) {
  const headers = (ending: string) => ({
    'request-id': wish.requestId,
    'content-disposition': `attachment; filename=${wish.name}.${ending}`,
  });
  const file = (bytes: Uint8Array | string, mediaType: string, more: Record<string, string>) =>
    ok({ status: 200, headers: more, file: { bytes, mediaType } } satisfies FileReply<200>);
  const sum = combined(parts);
  if (takes(wish.acceptEncoding, 'deflate')) {
    const zip = () => zipArchive([{ name: `${wish.name}.csv`, parts, bytes: () => bytesOf(parts) }], wish.at);
    if (sum.fileBytes > ANSWER_BYTES_MAX) return linkTo(zip(), 'zip', parts, wish);
    return file(await gathered(zip()), 'application/octet-stream', headers('zip'));
  }
  if (sum.textBytes <= ANSWER_BYTES_MAX) return file(parts.map(textOf).join(''), CSV, headers('csv'));
  if (takes(wish.acceptEncoding, 'gzip') && gzipBytes(sum) <= ANSWER_BYTES_MAX) {
    const bytes = Buffer.concat([GZIP_HEADER, ...parts.map((part) => part.bytes), gzipTrailer(sum)]);
    return file(bytes, CSV, { ...headers('csv'), 'content-encoding': 'gzip' });
  }
  return linkTo(plainBytes(parts), 'csv', parts, wish);
}

/** The same file lies under the same name, whoever asks for it. */
async function linkTo(
  pieces: AsyncIterable<Uint8Array>,
  ending: 'zip' | 'csv',
  parts: readonly Deflated[],
  { name, files, requestId }: Wish,
) {
  const digest = createHash('sha256');
  for (const { bytes } of parts) digest.update(bytes);
  const [key, fileName] = [`commerce/sheets/${digest.digest('hex')}.${ending}`, `${name}.${ending}`];
  await files.putStream(key, pieces, { contentType: ending === 'zip' ? 'application/octet-stream' : CSV, fileName });
  const location = await files.link(key, { seconds: LINK_SECONDS, fileName });
  return ok({ status: 302, headers: { location, 'request-id': requestId } } as const);
}

const unpacked = ({ bytes }: Deflated): Buffer => inflateRawSync(Buffer.concat([bytes, LAST_BLOCK]));
const textOf = (part: Deflated): string => unpacked(part).toString('utf8');

async function* bytesOf(parts: readonly Deflated[]): AsyncGenerator<Uint8Array> {
  for (const { bytes } of parts) yield bytes;
}

async function* plainBytes(parts: readonly Deflated[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield unpacked(part);
}

async function gathered(pieces: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
