export const relationshipWords = ['none', 'reseller', 'advisor'] as const;

/** Roles that work for customers; which of them, requirements ROL-2 says. */
export const AGENTS = ['AdminAgent', 'HelpdeskAgent', 'SalesAgent'] as const;
