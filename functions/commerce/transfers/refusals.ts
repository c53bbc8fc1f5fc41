import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** The clear no to moves that the program does not make (REL-9, CAT-7). */
export const transfersRefusals = {
  transfers_not_enabled: define(
    403,
    900137,
    'Subscriptions are not transferred between partners: the customer accepts your invitation, you order, and the other partner suspends.',
  ),
  transfer_not_found: define(404, 900100, 'The transfer was not found.'),
  upgrade_not_found: define(404, 900106, 'The product upgrade was not found.'),
} as const satisfies RefusalTable;

export type TransfersRefusal = keyof typeof transfersRefusals;
