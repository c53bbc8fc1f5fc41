import { createHash } from 'node:crypto';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';

/** The same reference of the same partner is the same payment. */
export const paymentIdOf = (partnerId: string, paymentReference: string): string =>
  guidFromHex(createHash('sha256').update(`${partnerId}\u0000${paymentReference}`).digest('hex'));

/** Tells contents apart: equal ones have the same. */
export const contentOf = (members: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(members, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
    .digest('hex')
    .slice(0, 32);
