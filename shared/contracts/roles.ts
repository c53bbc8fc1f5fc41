/** Lists of roles that routes of several contexts let in (ROL-2). */

/** Roles that work for customers. */
export const AGENTS = ['AdminAgent', 'HelpdeskAgent', 'SalesAgent'] as const;

/** Roles that win customers and sell to them. */
export const SELLERS = ['AdminAgent', 'SalesAgent'] as const;
