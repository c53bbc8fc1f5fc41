import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const DOMAIN_PATTERN = new RegExp(`^(?:${LABEL}\\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$`);
const PREFIX_PATTERN = new RegExp(`^${LABEL}$`);
/** Hyphens in third and fourth place announce an encoding (RFC 5891), `xn--` that of other scripts. */
const ENCODED_LABEL = /^..--/;

/** Characters of a sign-in name at the issuer. */
export const USER_NAME_LENGTH_MAX = 128;
/** So that the tenant's administrator has a sign-in name in it. */
const DOMAIN_LENGTH_MAX = USER_NAME_LENGTH_MAX - 'admin@'.length;

/** Domains below which the program gives names to customers; the first is that of a bare prefix. */
export type Suffixes = readonly [string, ...string[]];

/**
 * The full primary domain, in lower case (CUS-1): a full name as it is, a bare prefix with the platform's suffix behind
 * it. Refuses what is no domain name; one in another script is named in its encoded form.
 */
export function primaryDomain(text: string, [suffix]: Suffixes): Result<string, Refusal<'invalid_property'>> {
  const trimmed = text.trim();
  const lower = trimmed.toLowerCase();
  const full = PREFIX_PATTERN.test(lower) ? `${lower}.${suffix}` : lower;
  if (isAscii(trimmed) && full.length <= DOMAIN_LENGTH_MAX && DOMAIN_PATTERN.test(full)) return ok(full);
  return refuse('invalid_property', { field: 'domain', description: `domain: ${text} is no domain name.` });
}

/** Lower case turns a few letters of other scripts into Latin ones. */
const isAscii = (text: string): boolean => /^[\x21-\x7e]*$/.test(text);

/**
 * Whether the program itself gives this name: one label below one of its suffixes. Every other name is somebody's own, and
 * a tenant's only once that is proven. A label that is shown in another script than it is written in is given to nobody: it
 * could look like somebody else's.
 */
export const isGivenByProgram = (domain: string, suffixes: Suffixes): boolean =>
  suffixes.some((suffix) => {
    const label = domain.endsWith(`.${suffix}`) ? domain.slice(0, -suffix.length - 1) : '';
    return PREFIX_PATTERN.test(label) && !ENCODED_LABEL.test(label);
  });

/** True for `name@domain`, of a length and with a name that every directory takes. */
export const isUserPrincipalName = (text: string): boolean =>
  text.length <= USER_NAME_LENGTH_MAX && /^[a-z0-9._+'-]{1,64}@[^@\s]+$/i.test(text);
export const domainPartOf = (userPrincipalName: string): string =>
  userPrincipalName.slice(userPrincipalName.lastIndexOf('@') + 1).toLowerCase();
