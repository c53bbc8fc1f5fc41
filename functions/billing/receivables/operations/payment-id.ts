import { createHash } from 'node:crypto';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';

/** The same reference of the same partner is the same payment. */
export const paymentIdOf = (partnerId: string, paymentReference: string): string =>
  guidFromHex(createHash('sha256').update(`${partnerId}\u0000${paymentReference}`).digest('hex'));
