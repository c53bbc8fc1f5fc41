import { busy, define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why an order is refused as a whole. */
export const ordersRefusals = {
  order_in_progress: busy(800060, 'The order is being processed: try again shortly.'),
  order_provisioning: define(400, 800072, 'The order is still being provisioned: try again once that is done.'),
  order_not_cancellable: define(
    400,
    800063,
    'Orders are not cancelled in the live program: suspend the subscription instead.',
  ),
  nothing_to_cancel: define(400, 800061, 'Nothing of this order can be cancelled.'),
  bad_line_number: define(400, 800071, 'Line numbers are unique and count from 0.'),
  too_many_limited_offers: define(
    400,
    800002,
    'Too many lines are of offers with a seat cap or an inventory, which are counted all at once: order them in several parts, of 40 such offers each.',
  ),
  too_many_add_ons: define(
    400,
    800002,
    'A base has at most 1,000 add-ons, those that are gone included: buy further ones for another base.',
  ),
  cycle_change_needs_active: define(
    400,
    6000,
    'The billing cycle changes only while every subscription of the order is active.',
  ),
  usage_cycle_fixed: define(400, 800097, 'The billing cycle of a usage-based subscription does not change.'),
} as const satisfies RefusalTable;

export type OrdersRefusal = keyof typeof ordersRefusals;
