import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto';
import type { PasswordHash } from '../people/operations/dependencies.ts';

const SALT_BYTES = 16;
const HASH_BYTES = 32;
/** About 40 ms on a function's processor, and 16 MB. */
const COST = 16_384;

const derive = (password: string, salt: Buffer, options: ScryptOptions): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, HASH_BYTES, options, (error, hash) => (error ? reject(error) : resolve(hash)));
  });

/** Hashes by scrypt: slow on purpose, because people choose passwords that others could guess. `cost` is a power of two. */
export function scryptPasswords(cost = COST): PasswordHash {
  const options = { N: cost, r: 8, p: 1 };
  return {
    async hash(password) {
      const salt = randomBytes(SALT_BYTES);
      return [salt, await derive(password, salt, options)].map((bytes) => bytes.toString('base64url')).join('.');
    },
    async matches(password, stored) {
      const [salt, hash] = (stored ?? '.').split('.').map((text) => Buffer.from(text, 'base64url'));
      const derived = await derive(password, salt!, options);
      return hash!.length === derived.length && timingSafeEqual(hash!, derived);
    },
  };
}
