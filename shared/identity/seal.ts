import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

/** Makes a text of something that nobody but us can read or make. */
export interface Seal {
  seal(content: object): string;
  /** Undefined for everything that we did not seal. */
  open(sealed: string): unknown;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** What is sealed for one purpose cannot be opened for another. */
export type SealPurpose = 'cookie' | 'stored answer';

/** Seals with AES-256-GCM under a key derived from the deployment's secret: unreadable, and any change breaks it. */
export function aesSeal(secret: string, purpose: SealPurpose): Seal {
  const key = createHash('sha256').update(`csp ${purpose}\u0000${secret}`).digest();
  return {
    seal(content) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const text = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
    },
    open(sealed) {
      try {
        const bytes = Buffer.from(sealed, 'base64url');
        const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
        decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
        return JSON.parse(text.toString('utf8'));
      } catch {
        return undefined;
      }
    },
  };
}
