/** What a refusal answers: HTTP status, the contract's error code, and what to tell the caller. */
export interface RefusalDefinition {
  readonly status: number;
  readonly code: number;
  readonly description: string;
  /** Somebody else is at it just now: the same call repeated may be taken. Of all others only another call, or another's, helps. */
  readonly isRetryable?: true;
}

/** Refusals by their name, which is unique in the whole program. Nobody writes a status or a code anywhere else. */
export type RefusalTable = Readonly<Record<string, RefusalDefinition>>;

export const define = (status: number, code: number, description: string): RefusalDefinition => ({
  status,
  code,
  description,
});

/** A conflict that passes by itself: the caller repeats the same call as `Retry-After` says. */
export const busy = (code: number, description: string): RefusalDefinition => ({
  ...define(409, code, description),
  isRetryable: true,
});

/**
 * The refusals that belong to no context: what any API answers, what the dispatcher finds out about a caller, and what
 * several contexts say in the same words. All others stand in `refusals.ts` of the slice that gives them.
 */
export const generalRefusals = {
  // --- any request ------------------------------------------------------------------------------------------------
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
  body_too_large: define(413, 800002, 'The body is larger than 1 MB; send larger files through an upload link.'),
  too_many_requests: define(429, 429, 'Too many requests: wait as Retry-After says.'),
  request_in_progress: busy(980014, 'The first call with this request id is still running: try again shortly.'),
  unexpected_error: define(
    500,
    800003,
    'An unexpected error occurred: try again; report it with the request id if it stays.',
  ),

  // --- who calls, and about whom ------------------------------------------------------------------------------------
  program_agreement_unsigned: define(
    403,
    900124,
    'Your company has not signed the program agreement yet: a global admin signs it first.',
  ),
  account_not_active: define(
    403,
    800039,
    'The partner account is not active in the program, so no new business can be done.',
  ),
  account_not_vetted: define(
    403,
    900149,
    'The program has refused the legal profile of your company, so no new business can be done: correct it and have it vetted anew.',
  ),
  no_relationship: define(403, 20002, 'There is no commerce relationship between the partner and this customer.'),
  customer_global_admin_required: define(
    403,
    980002,
    'Your role in the directory of your company does not allow this: ask one of its global admins.',
  ),
  tenant_not_found: define(404, 60003, 'The tenant was not found.'),
  invalid_customer_id: define(400, 900118, 'The customer id is not valid.'),
  delegated_admin_required: define(
    403,
    980001,
    'This needs delegated admin privileges from the customer: send it your invitation link again, or phone support.',
  ),

  // --- said by several contexts --------------------------------------------------------------------------------------
  subscription_not_found: define(404, 20003, 'The subscription was not found.'),
  not_usage_based: define(400, 800011, 'This is not a usage-based subscription.'),
  user_not_found: define(404, 60002, 'The user was not found.'),
  reseller_agreement_unsigned: define(403, 900123, 'The indirect reseller has not signed its program agreement.'),
  country_not_authorized: define(403, 2030, 'The partner is not authorized for this country.'),
  sandbox_limit_reached: define(400, 800018, 'The limit of the integration sandbox is reached.'),
  wrong_state: define(409, 950005, 'The document is in another state.'),
  operation_not_supported: define(400, 900141, 'This operation is not supported.'),
  unknown_enum_value: define(400, 900126, 'A value is none of those that the parameter takes.'),
} as const satisfies RefusalTable;

export type GeneralRefusal = keyof typeof generalRefusals;
