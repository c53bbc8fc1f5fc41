import { busy, define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why a subscription is not found or not changed. */
export const subscriptionsRefusals = {
  order_not_found: define(404, 20000, 'The order was not found.'),
  subscription_in_progress: busy(800082, 'The subscription is being processed: try again shortly.'),
  seats_fixed_while_suspended: define(
    400,
    2001,
    'Seats cannot change while the subscription is suspended: reactivate it first.',
  ),
  subscription_deleted: define(400, 2011, 'The subscription is deleted.'),
  cycle_changes_through_order: define(400, 2054, 'Change the billing cycle through the order.'),
  status_transition_invalid: define(400, 800040, 'The subscription cannot go to this status: suspend it instead.'),
  already_activated: define(400, 800041, 'The subscription is activated already.'),
  auto_renew_fixed: define(400, 800093, 'Automatic renewal cannot be changed here.'),
  seats_fixed: define(400, 800095, 'The quantity of a usage-based subscription does not change.'),
  not_reactivable: define(400, 800096, 'This subscription cannot be reactivated by the partner.'),
  parent_not_active: define(409, 27009, 'The base subscription is not active.'),
} as const satisfies RefusalTable;

export type SubscriptionsRefusal = keyof typeof subscriptionsRefusals;
