import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why an invitation is not made or not accepted. */
export const invitationsRefusals = {
  invitation_not_found: define(
    404,
    980012,
    'This invitation does not exist or was withdrawn: ask the partner for a new one.',
  ),
  indirect_reseller_cannot_invite: define(
    403,
    980004,
    'Indirect resellers pass on the invitation link of their provider.',
  ),
  syndication_customer: define(403, 980003, 'A customer of a syndication partner cannot enter this relationship.'),
  customer_rejected: define(403, 980013, 'The program does not do business with this customer.'),
  not_supported_in_environment: define(400, 900127, 'This is not supported in this environment.'),
} as const satisfies RefusalTable;

export type InvitationsRefusal = keyof typeof invitationsRefusals;
