import { createHash } from 'node:crypto';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';

/** The same reference of the same partner is the same credit. */
export const creditIdOf = (partnerId: string, creditReference: string): string =>
  guidFromHex(createHash('sha256').update(`${partnerId}\u0000credit\u0000${creditReference}`).digest('hex'));
