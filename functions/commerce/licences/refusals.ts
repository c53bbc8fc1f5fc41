import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why licences are not assigned (commerce contract 12). */
export const licencesRefusals = {
  licence_quota_exceeded: define(400, 60012, 'No licence of this plan is left.'),
} as const satisfies RefusalTable;

export type LicencesRefusal = keyof typeof licencesRefusals;
