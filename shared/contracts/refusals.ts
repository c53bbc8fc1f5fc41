/**
 * Every refusal that the API can answer: HTTP status, the contract's error code, and what to tell the caller.
 * Operations name a refusal; nobody writes a status or a code anywhere else.
 */
export interface RefusalDefinition {
  readonly status: number;
  readonly code: number;
  readonly description: string;
}

const define = (status: number, code: number, description: string): RefusalDefinition => ({
  status,
  code,
  description,
});

export const refusals = {
  // --- any endpoint ----------------------------------------------------------------------------------------------
  not_defined: define(501, 0, 'This operation is not defined.'),
  unauthenticated: define(401, 400, 'Access denied: send a valid access token in the Authorization header.'),
  resource_not_found: define(404, 1000, 'The resource was not found.'),
  access_denied: define(403, 2032, 'Access denied for this kind of account or token.'),
  role_lacks_right: define(403, 900150, 'The role of the caller lacks the right to do this.'),
  stale_etag: define(
    400,
    2055,
    'The ETag is missing or no longer valid: read the resource again and repeat the change.',
  ),
  invalid_property: define(400, 3000, 'A property of the request is invalid.'),
  invalid_input: define(400, 800002, 'The request is invalid.'),
  unknown_enum_value: define(400, 900126, 'A value is none of those that the parameter takes.'),
  body_too_large: define(413, 800002, 'The body is larger than 1 MB; send larger files through an upload link.'),
  too_many_requests: define(429, 429, 'Too many requests: wait as Retry-After says.'),
  request_in_progress: define(409, 980014, 'The first call with this request id is still running: try again shortly.'),
  unexpected_error: define(
    500,
    800003,
    'An unexpected error occurred: try again; report it with the request id if it stays.',
  ),
  operation_not_supported: define(400, 900141, 'This operation is not supported.'),
  not_supported_in_environment: define(400, 900127, 'This is not supported in this environment.'),

  // --- program and accounts --------------------------------------------------------------------------------------
  program_agreement_unsigned: define(
    403,
    900124,
    'Your company has not signed the program agreement yet: a global admin signs it first.',
  ),
  reseller_agreement_unsigned: define(403, 900123, 'The indirect reseller has not signed its program agreement.'),
  account_not_active: define(
    403,
    800039,
    'The partner account is not active in the program, so no new business can be done.',
  ),
  country_not_authorized: define(403, 2030, 'The partner is not authorized for this country.'),
  partner_exists: define(409, 980020, 'This company is enrolled already with this tenant.'),
  invalid_partner_transition: define(409, 980021, 'The partner account cannot go to this status from its present one.'),
  notice_too_short: define(400, 980022, 'Notice must be given at least 30 days ahead.'),
  template_version_exists: define(409, 980023, 'This version of the agreement template exists already.'),
  agreement_already_signed: define(409, 980024, 'The program agreement is signed already.'),
  last_global_admin: define(409, 980025, 'The last global admin cannot be removed.'),
  program_role_mismatch: define(403, 980026, 'The kinds of the two partner accounts do not fit together.'),
  organization_not_found: define(404, 3000, 'No partner organization has this network id.'),
  compliance_input_malformed: define(400, 2000, 'Give exactly one of mpnId (a number) and tenantId (a GUID).'),
  compliance_input_missing: define(400, 2001, 'Give mpnId or tenantId.'),

  reseller_mpn_unknown: define(400, 2200, 'No enrolled partner has this network id.'),
  reseller_other_region: define(400, 2201, 'The partner with this network id belongs to another region.'),
  reseller_mpn_unsigned: define(400, 2203, 'The partner with this network id has not signed the program agreement.'),
  not_an_indirect_reseller: define(400, 2204, 'The partner is not enrolled as an indirect reseller.'),
  reseller_tenant_unknown: define(400, 2205, 'No partner account has this tenant id.'),
  reseller_tenant_unsigned: define(400, 2206, 'The partner has not signed the program agreement.'),

  // --- customers and relationships -------------------------------------------------------------------------------
  no_relationship: define(403, 20002, 'There is no commerce relationship between the partner and this customer.'),
  invalid_customer_id: define(400, 900118, 'The customer id is not valid.'),
  tenant_not_found: define(404, 60003, 'The tenant was not found.'),
  user_not_found: define(404, 60002, 'The user was not found.'),
  delegated_admin_required: define(
    403,
    980001,
    'This needs delegated admin privileges from the customer: send it your invitation link again, or phone support.',
  ),
  customer_global_admin_required: define(403, 980002, 'Only a global admin of the customer can do this.'),
  syndication_customer: define(403, 980003, 'A customer of a syndication partner cannot enter this relationship.'),
  indirect_reseller_cannot_invite: define(
    403,
    980004,
    'Indirect resellers pass on the invitation link of their provider.',
  ),
  customer_has_active_subscriptions: define(409, 980005, 'Suspend all subscriptions of the customer first.'),
  domain_not_proven: define(
    400,
    980031,
    'This domain is not proven to be the customer’s: take a name below one of the program’s own domains.',
  ),
  domain_in_use: define(409, 980006, 'This domain is in use already.'),
  primary_domain_immutable: define(400, 980007, 'The primary domain never changes.'),
  own_tenant_not_allowed: define(403, 980008, 'A partner may not sell to itself nor to another partner.'),
  contact_your_partner: define(403, 980009, 'Contact the partner that sold this subscription.'),
  invitation_not_found: define(
    404,
    980012,
    'This invitation does not exist or was withdrawn: ask the partner for a new one.',
  ),
  account_status_missing: define(404, 600074, 'The account of this customer was never vetted.'),
  customer_rejected: define(403, 980013, 'The program does not do business with this customer.'),
  user_principal_name_in_use: define(409, 980016, 'This user principal name is in use already.'),
  associated_partner_invalid: define(400, 800016, 'This is not an indirect reseller in partnership with you.'),
  sandbox_limit_reached: define(400, 800018, 'The limit of the integration sandbox is reached.'),
  registration_number_not_used: define(400, 600002, 'This market does not use organization registration numbers.'),
  registration_number_missing: define(
    400,
    600049,
    'This market needs the organization registration number of the customer.',
  ),
  registration_number_malformed: define(400, 600050, 'The organization registration number is malformed.'),
  customer_phone_missing: define(400, 600051, 'This market needs the phone number of the customer.'),
  address_invalid: define(400, 2007, 'The address is not valid.'),
  agreement_confirmation_exists: define(409, 600061, 'The same confirmation of this agreement exists already.'),

  // --- customer state, as commerce answers it ---------------------------------------------------------------------
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

  // --- catalogue and prices ----------------------------------------------------------------------------------------
  offer_unknown: define(400, 800004, 'No offer has this id.'),
  item_not_in_offers: define(400, 2100, 'This item is not in the Offers API: use Products.'),
  product_not_found: define(404, 400013, 'The product was not found.'),
  sku_not_found: define(404, 400018, 'The SKU was not found.'),
  availability_not_found: define(404, 400019, 'The availability was not found.'),
  segment_not_allowed: define(403, 400030, 'This segment is closed.'),
  view_not_allowed: define(403, 400036, 'This catalogue view does not exist or is closed.'),
  no_access_to_prices: define(403, 800043, 'The role of the caller has no access to prices.'),
  offer_exists: define(409, 950008, 'An offer with this id exists already.'),
  price_list_exists: define(409, 950008, 'A price list for this month exists already.'),
  price_list_published: define(409, 950005, 'A published price list does not change: correct it instead.'),

  // --- orders and carts -----------------------------------------------------------------------------------------------
  order_not_found: define(404, 20000, 'The order was not found.'),
  order_in_progress: define(409, 800060, 'The order is being processed: try again shortly.'),
  order_failed: define(500, 800005, 'The order failed: try again.'),
  cart_not_found: define(404, 800008, 'The cart was not found or has expired.'),
  cart_items_refused: define(400, 800009, 'Some items of the cart are refused.'),
  cart_in_progress: define(409, 800064, 'The cart is being processed: try again shortly.'),
  cart_already_ordered: define(400, 800065, 'The cart was ordered already.'),
  offer_not_sold: define(403, 2091, 'The offer is no longer sold.'),
  partner_not_valid_for_offer: define(403, 2006, 'The partner may not sell this offer.'),
  offer_not_eligible: define(403, 2085, 'This offer is closed in the program.'),
  customer_not_qualified: define(400, 800086, 'The customer lacks the qualification that this offer needs.'),
  offer_not_in_market: define(400, 800070, 'The offer is not sold in this country.'),
  quantity_outside_limits: define(400, 2002, 'The quantity is outside the limits of the offer.'),
  tenant_seat_cap: define(403, 800088, 'The seats exceed what remains of the cap for this customer.'),
  purchase_limit_reached: define(400, 27006, 'The purchase limit of this offer is reached.'),
  base_subscription_invalid: define(400, 800021, 'This is not a subscription of this customer that you sold.'),
  not_active: define(400, 800012, 'The subscription is not active.'),
  not_an_azure_subscription: define(400, 800011, 'This is not a usage-based subscription.'),
  addon_parent_mismatch: define(400, 800029, 'The add-on does not belong to that base offer.'),
  billing_cycle_not_offered: define(400, 6001, 'The offer is not billed in this cycle.'),
  cycle_change_needs_active: define(
    400,
    6000,
    'The billing cycle changes only while every subscription of the order is active.',
  ),
  billing_cycle_mismatch: define(400, 800085, 'The billing cycle differs from that of the order of the base.'),
  no_inventory: define(400, 800010, 'Nothing of this item is left.'),
  term_not_available: define(403, 800028, 'The offer is not sold for this term.'),
  order_provisioning: define(400, 800072, 'The order is still being provisioned: try again once that is done.'),
  bad_line_number: define(400, 800071, 'Line numbers are unique and count from 0.'),
  order_not_cancellable: define(
    400,
    800063,
    'Orders are not cancelled in the live program: suspend the subscription instead.',
  ),
  nothing_to_cancel: define(400, 800061, 'Nothing of this order can be cancelled.'),
  usage_cycle_fixed: define(400, 800097, 'The billing cycle of a usage-based subscription does not change.'),
  provisioning_not_found: define(404, 800007, 'There is no provisioning information.'),
  reseller_unknown: define(404, 800015, 'No reseller has this network id.'),
  reseller_not_partnered: define(
    400,
    800016,
    'This network id is not that of an indirect reseller in partnership with you.',
  ),
  own_network_id: define(404, 2072, 'The network id of an indirect provider cannot be partner on record.'),
  partner_on_record_fixed: define(400, 800098, 'The partner on record cannot be set here.'),

  // --- subscriptions -------------------------------------------------------------------------------------------------
  subscription_not_found: define(404, 20003, 'The subscription was not found.'),
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
  subscription_in_progress: define(409, 800082, 'The subscription is being processed: try again shortly.'),

  // --- billing -------------------------------------------------------------------------------------------------------
  key_reused: define(409, 950001, 'This key was used before with other content.'),
  period_closed: define(409, 950002, 'The period is closed already.'),
  wrong_state: define(409, 950005, 'The document is in another state.'),
} as const satisfies Record<string, RefusalDefinition>;

export type RefusalName = keyof typeof refusals;
