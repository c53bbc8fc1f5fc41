import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why a customer does not get its way with what it bought. */
export const directRefusals = {
  contact_your_partner: define(
    403,
    980009,
    'A partner sold this subscription: ask that partner to change it. Its support contact is in data.',
  ),
  cancelled_by_support: define(
    400,
    800096,
    'From 25 licences on support cancels a direct subscription: a service request was opened, its link is in data.',
  ),
} as const satisfies RefusalTable;

export type DirectRefusal = keyof typeof directRefusals;
