import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why a self-serve policy is not made, found or changed. */
export const entitlementsRefusals = {
  self_serve_policy_not_found: define(404, 600039, 'The self-serve policy was not found.'),
  self_serve_policy_id_wrong: define(
    404,
    600040,
    'The id is not that of the policy: it consists of the tenants of its grantor and of its entity.',
  ),
  self_serve_policy_exists: define(
    409,
    600041,
    'There is a self-serve policy of yours for this customer: change it, or delete it first.',
  ),
} as const satisfies RefusalTable;

export type EntitlementsRefusal = keyof typeof entitlementsRefusals;
