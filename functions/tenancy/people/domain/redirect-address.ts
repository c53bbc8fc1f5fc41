/** Hosts that are the person's own machine: what goes there leaves it on no wire. */
const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/;

/** Visible ASCII but what browsers and servers read differently, or as a pattern. */
const PLAIN = /^[!-~]+$/;
const AMBIGUOUS = /[\\*#"<>^`{|}]|%(?:[01][0-9a-f]|7f|5c|2a)/i;

/**
 * May an issuer send a code to this address (conventions 2.1)? It is written out, because whoever can make it lead
 * elsewhere gets the code: https, http on the own machine, or the scheme of an app, which is a domain's name turned round
 * (RFC 8252, 7.1); no user info, wildcard, fragment, dot segment or character that is read in two ways. Scheme and own
 * machine are in lower case, because Cognito compares them as they are written.
 */
export function isRedirectAddress(text: string): boolean {
  if (!PLAIN.test(text) || AMBIGUOUS.test(text) || !URL.canParse(text)) return false;
  const [, scheme = '', authority = '', rest = ''] = /^([a-z][a-z0-9+.-]*):\/\/([^/?]*)(.*)$/.exec(text) ?? [];
  if (authority === '' || authority.includes('@') || hasDotSegment(rest)) return false;
  switch (scheme) {
    case 'https':
      return true;
    case 'http':
      return LOOPBACK.test(authority);
    default:
      return /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+$/.test(scheme);
  }
}

/** Browsers read `%2e` as a dot, and many servers `%2f` as a slash. */
const hasDotSegment = (rest: string): boolean =>
  rest
    .split('?')[0]!
    .replace(/%2e/gi, '.')
    .split(/\/|%2f/i)
    .some((segment) => segment === '.' || segment === '..');
