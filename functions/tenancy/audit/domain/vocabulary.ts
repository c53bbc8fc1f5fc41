/** Kinds of change as the public API's log names them (tenancy contract 11.1). */
export const publicOperations = [
  'update_customer_qualification',
  'update_subscription',
  'add_customer',
  'update_customer_billing_profile',
  'update_customer_partner_contract_company_name',
  'update_customer_spending_budget',
  'delete_customer',
  'remove_partner_customer_relationship',
  'create_order',
  'update_order',
  'create_customer_user',
  'delete_customer_user',
  'update_customer_user',
  'update_customer_user_licenses',
  'reset_customer_user_password',
  'update_customer_user_principal_name',
  'restore_customer_user',
  'create_partner_relationship',
  'remove_partner_relationship',
  'register_application',
  'unregister_application',
  'create_partner_user',
  'update_partner_user',
  'remove_partner_user',
  'create_self_serve_policy',
  'update_self_serve_policy',
  'delete_self_serve_policy',
  'increase_spending_limit',
  'ready_invoice',
  'void_invoice',
  'adjust_invoice',
  'create_agreement',
  'extend_relationship',
  'dap_admin_relationship_approved',
  'dap_admin_relationship_terminated',
] as const;

/** Kinds of change that this program has besides. */
export const ownOperations = [
  'create_partner',
  'update_partner',
  'update_program_agreement',
  'update_application',
  'update_application_credential',
  'offer_partner_choice',
  'update_regions',
  'update_country_rules',
  'send_sign_in_link',
  'send_invitation',
  'update_customer_validation_status',
  'update_customer_channels',
  'add_customer_domain',
  'publish_agreement_template',
  'announce_agreement_template',
  'accept_agreement',
  'create_application_consent',
  'remove_application_consent',
  'request_customer_export',
  'advance_customer_export',
  'advance_import',
  'announce_customer_erasure',
  'advance_customer_erasure',
  'create_subscription',
  'request_subscription_cancellation',
  'update_transition_plan',
  'advance_succession',
  'near_spending_budget',
  'exceed_spending_budget',
  'advance_price_list_publication',
  'publish_price_list',
  'correct_price_list',
  'publish_rate_card',
  'retell_rate_card',
  'publish_exchange_rates',
  'retell_exchange_rates',
  'record_payment',
  'take_back_payment',
  'grant_credit',
  'withdraw_credit',
  'change_billing_terms',
  'miss_payment',
  'take_collections_step',
  'close_collections_case',
  'change_collections_case',
  'suspend_ordering',
  'resume_ordering',
  'update_price_book',
  'update_partner_product',
  'update_product_assignment',
  'change_available_credit',
  'accrue_incentives',
  'pay_incentives',
  'change_incentive_rule',
  'update_offer',
  'update_offer_category',
  'update_segment',
] as const;

export const operations = [...publicOperations, ...ownOperations] as const;
export type OperationType = (typeof operations)[number];

/** What was changed, as the public API's log names it. */
export const publicResources = [
  'customer',
  'customer_user',
  'order',
  'subscription',
  'license',
  'transfer',
  'application',
  'application_credential',
  'partner_user',
  'partner_relationship',
  'partner_customer_dap',
  'invoice',
  'agreement',
] as const;

export const ownResources = [
  'partner',
  'invitation',
  'price_list',
  'rate_card',
  'exchange_rates',
  'payment',
  'credit',
  'billing_account',
  'collections_case',
  'price_book',
  'partner_product',
  'product_assignment',
  'incentive',
  'incentive_rule',
  'offer',
  'offer_category',
  'segment',
  'market',
  'customer_export',
  'import',
] as const;

export const resources = [...publicResources, ...ownResources] as const;
export type ResourceType = (typeof resources)[number];

/** What stands in a log for a kind that its reader does not know: a member of the enums of all published clients. */
export const UNDEFINED = 'undefined';

/** Public kinds that the published Java client lacks or spells otherwise: one of them breaks its whole page. */
const UNKNOWN_TO_JAVA: ReadonlySet<string> = new Set<OperationType | ResourceType>([
  'update_customer_partner_contract_company_name',
  'update_customer_spending_budget',
  'remove_partner_relationship',
  'create_self_serve_policy',
  'update_self_serve_policy',
  'delete_self_serve_policy',
  'increase_spending_limit',
  'extend_relationship',
  'dap_admin_relationship_approved',
  'dap_admin_relationship_terminated',
  'partner_customer_dap',
]);
const PUBLIC: ReadonlySet<string> = new Set([...publicOperations, ...publicResources]);

/** Who reads a log: everybody of ours knows all kinds; clients of the public API only its own, or less. */
export type Client = 'own' | 'public' | 'java';

/** A kind as a client may see it. */
export const spelledFor = <K extends OperationType | ResourceType>(client: Client, kind: K): K | typeof UNDEFINED =>
  client === 'own' || (PUBLIC.has(kind) && !(client === 'java' && UNKNOWN_TO_JAVA.has(kind))) ? kind : UNDEFINED;
