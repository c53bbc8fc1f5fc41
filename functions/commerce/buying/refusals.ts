import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why a purchase is refused: by the standing of partner and customer, or by one of its lines (commerce contract 3 and 8.2). */
export const buyingRefusals = {
  customer_agreement_missing: define(
    403,
    13605,
    'The customer has not accepted the customer agreement in force: attest its acceptance first.',
  ),
  customer_under_review: define(403, 800073, 'The account of the customer is under review.'),
  customer_not_approved: define(403, 800075, 'The program does not do business with this customer.'),
  not_eligible_for_transaction: define(400, 800024, 'A partner may not buy for itself nor for another partner.'),
  ordering_suspended: define(
    403,
    800069,
    'Ordering is suspended because payments are late: settle the overdue invoices.',
  ),
  credit_limit_exceeded: define(403, 900121, 'The credit limit does not cover this purchase.'),
  offer_not_sold: define(403, 2091, 'The offer is no longer sold.'),
  partner_not_valid_for_offer: define(403, 2006, 'The partner may not sell this offer.'),
  offer_not_eligible: define(403, 2085, 'This offer is closed in the program.'),
  customer_not_qualified: define(400, 800086, 'The customer lacks the qualification that this offer needs.'),
  quantity_outside_limits: define(400, 2002, 'The quantity is outside the limits of the offer.'),
  tenant_seat_cap: define(403, 800088, 'The seats exceed what remains of the cap for this customer.'),
  purchase_limit_reached: define(400, 27006, 'The purchase limit of this offer is reached.'),
  base_subscription_invalid: define(400, 800021, 'This is not a subscription of this customer that you sold.'),
  not_active: define(400, 800012, 'The subscription is not active.'),
  addon_parent_mismatch: define(400, 800029, 'The add-on does not belong to that base offer.'),
  billing_cycle_not_offered: define(400, 6001, 'The offer is not billed in this cycle.'),
  billing_cycle_mismatch: define(400, 800085, 'The billing cycle differs from that of the order of the base.'),
  no_inventory: define(400, 800010, 'Nothing of this item is left.'),
  term_not_available: define(403, 800028, 'The offer is not sold for this term.'),
  reseller_unknown: define(404, 800015, 'No reseller has this network id.'),
  reseller_not_partnered: define(
    400,
    800016,
    'This network id is not that of an indirect reseller in partnership with you.',
  ),
  own_network_id: define(404, 2072, 'The network id of an indirect provider cannot be partner on record.'),
  partner_on_record_fixed: define(400, 800098, 'The partner on record cannot be set here.'),
} as const satisfies RefusalTable;

export type BuyingRefusal = keyof typeof buyingRefusals;
