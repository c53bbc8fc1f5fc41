import {
  appendFileSync,
  closeSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Files } from '../../../shared/messaging/files.ts';

/** What was asked of a bucket. */
export interface FilesUse {
  readonly puts: number;
  readonly gets: number;
  readonly bytesPut: number;
  readonly bytesGot: number;
}

export interface CountedFiles
  extends Pick<Files, 'put' | 'putOnce' | 'putStream' | 'putStreamOnce' | 'get' | 'range' | 'size' | 'remove'> {
  /** Since the last time. */
  counted(): FilesUse;
}

const PART_BYTES = 8 * 1024 * 1024;

/** Documents in a folder, so that what a process holds in memory is its own; requests are counted as S3 does. */
export function diskFiles(folder: string): CountedFiles {
  let [puts, gets, bytesPut, bytesGot] = [0, 0, 0, 0];
  const place = (key: string): string => join(folder, key);
  const got = <T extends Uint8Array | undefined>(bytes: T): T => {
    gets += 1;
    bytesGot += bytes?.length ?? 0;
    return bytes;
  };
  return {
    counted() {
      const use = { puts, gets, bytesPut, bytesGot };
      [puts, gets, bytesPut, bytesGot] = [0, 0, 0, 0];
      return use;
    },
    async put(key, body) {
      puts += 1;
      bytesPut += body.length;
      mkdirSync(dirname(place(key)), { recursive: true });
      writeFileSync(place(key), body);
    },
    async putStream(key, pieces) {
      mkdirSync(dirname(place(key)), { recursive: true });
      writeFileSync(place(key), '');
      let bytes = 0;
      for await (const piece of pieces) {
        appendFileSync(place(key), piece);
        bytes += piece.length;
      }
      bytesPut += bytes;
      // An upload in parts is begun and completed besides.
      puts += bytes < PART_BYTES ? 1 : 2 + Math.ceil(bytes / PART_BYTES);
    },
    putOnce(key, body, about) {
      return this.put(key, body, about);
    },
    putStreamOnce(key, pieces, about) {
      return this.putStream(key, pieces(), about);
    },
    async get(key) {
      return got(existing(place(key), (path) => new Uint8Array(readFileSync(path))));
    },
    async range(key, start, length) {
      const read = existing(place(key), (path) => {
        const file = openSync(path, 'r');
        // No more than there is: what is kept of an answer would hold all that was set aside for it.
        const bytes = Buffer.alloc(Math.max(0, Math.min(length, statSync(path).size - start)));
        const count = readSync(file, bytes, 0, bytes.length, start);
        closeSync(file);
        return bytes.subarray(0, count);
      });
      return got(read);
    },
    async size(key) {
      gets += 1;
      return existing(place(key), (path) => statSync(path).size);
    },
    async remove(key) {
      rmSync(place(key), { force: true });
    },
  };
}

function existing<T>(path: string, read: (path: string) => T): T | undefined {
  try {
    return read(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
