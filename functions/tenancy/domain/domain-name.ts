import { ok, type Refusal, type Result, refuse } from '../../../shared/kernel/result.ts';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const DOMAIN_PATTERN = new RegExp(`^(?:${LABEL}\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`);
const PREFIX_PATTERN = new RegExp(`^${LABEL}$`);

/** Characters of a sign-in name at the issuer. */
const USER_NAME_LENGTH_MAX = 128;
/** So that the tenant's administrator has a sign-in name in it. */
const DOMAIN_LENGTH_MAX = USER_NAME_LENGTH_MAX - 'admin@'.length;

/**
 * The full primary domain, in lower case (CUS-1): a full name as it is, a bare prefix with the platform's suffix behind
 * it. Refuses what is no domain name.
 */
export function primaryDomain(text: string, suffix: string): Result<string, Refusal<'invalid_property'>> {
  const lower = text.trim().toLowerCase();
  const full = PREFIX_PATTERN.test(lower) ? `${lower}.${suffix}` : lower;
  if (full.length <= DOMAIN_LENGTH_MAX && DOMAIN_PATTERN.test(full)) return ok(full);
  return refuse('invalid_property', { field: 'domain', description: `domain: ${text} is no domain name.` });
}

/** True for `name@domain`, of a length and with a name that every directory takes. */
export const isUserPrincipalName = (text: string): boolean =>
  text.length <= USER_NAME_LENGTH_MAX && /^[a-z0-9._+'-]{1,64}@[^@\s]+$/i.test(text);
export const domainPartOf = (userPrincipalName: string): string =>
  userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase();
