/** Audiences that SDKs ask for besides our own API root (conventions 2.2). */
const KNOWN = [
  'https://graph.windows.net',
  'https://api.partnercenter.microsoft.com',
  'https://api.partner.microsoft.com',
] as const;
/** Scopes of sign-in that say nothing about the audience. */
const SIGN_IN_SCOPES = new Set(['openid', 'profile', 'email', 'offline_access', 'csp/api']);

/** What is no address of a host (`urn:…`) has no origin. */
const originOf = (text: string): string | undefined =>
  URL.canParse(text) && new URL(text).host !== '' ? new URL(text).origin : undefined;

/**
 * The audience that a token request names by v1 `resource` or v2 `scope`; our own root when it names none. Undefined for
 * another one: a token for somebody else's API is not ours to give.
 */
export function audienceOf(requested: string | undefined, root: string): string | undefined {
  const own = originOf(root) ?? root;
  const named = (requested ?? '').split(/\s+/).filter((word) => word !== '' && !SIGN_IN_SCOPES.has(word.toLowerCase()));
  const origins = named.map((word) => originOf(word));
  const isOurs = (origin: string | undefined): origin is string =>
    origin !== undefined && (origin === own || hostOf(origin) === hostOf(own) || KNOWN.includes(origin as never));
  return origins.every(isOurs) ? (origins[0] ?? own) : undefined;
}

/** A machine's own name and its address are one place: a program on it may write either. */
const hostOf = (origin: string): string => new URL(origin).host.replace(/^localhost(?=:|$)/, '127.0.0.1');
