import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** What is refused of metered use and its entitlements (commerce contract 11). */
export const azureRefusals = {
  entitlement_not_found: define(404, 800111, 'The Azure entitlement was not found.'),
  cancellation_reason_invalid: define(400, 900307, 'An entitlement is cancelled for the reason `compromise` alone.'),
  entitlement_not_reactivable: define(
    400,
    900337,
    'The entitlement cannot be reactivated: it was not cancelled, or its subscription is not active.',
  ),
} as const satisfies RefusalTable;

export type AzureRefusal = keyof typeof azureRefusals;
