import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import type { SecretInForce } from './rotation.ts';

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

/**
 * Seals with AES-256-GCM under a key derived from the deployment's secret: unreadable, and any change breaks it. What was
 * sealed before the secret was replaced opens as long as the old one counts.
 */
export function aesSeal(secret: SecretInForce, purpose: SealPurpose): Seal {
  const keyOf = (of: string): Buffer => createHash('sha256').update(`csp ${purpose}\u0000${of}`).digest();
  return {
    seal(content) {
      const key = keyOf(secret.current);
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const text = Buffer.concat([cipher.update(JSON.stringify(content), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url');
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64url');
      for (const each of secret.accepted) {
        const text = opened(bytes, keyOf(each));
        if (text !== undefined) return JSON.parse(text);
      }
      return undefined;
    },
  };
}

function opened(bytes: Buffer, key: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES));
    decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
    const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]);
    return text.toString('utf8');
  } catch {
    return undefined;
  }
}
