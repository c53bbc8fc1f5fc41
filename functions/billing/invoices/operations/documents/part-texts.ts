import { constants, inflateRawSync } from 'node:zlib';

/** The text of a part. It has no last block: it goes on in the next. */
export const inflated = (bytes: Uint8Array): string =>
  inflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }).toString('utf8');
