/** Shortest and longest password that is taken; issuers that we know take no longer one. */
export const PASSWORD_LENGTH_MIN = 8;
const PASSWORD_LENGTH_MAX = 256;
/** Days that a mailed link to set a password lives. */
export const PASSWORD_LINK_DAYS = 7;

/** Lower case, upper case, digits of any script, and everything else. */
const KINDS = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u];
const KINDS_MIN = 3;

/**
 * What is missing from a password, as a sentence for the person who chose it; undefined when it is strong enough: 8 to 256
 * characters, of three of the four kinds, without the user's own name in it. The issuer checks the length alone, because no
 * issuer that we know counts kinds; so every password passes here before it gets there.
 */
export function passwordWeakness(password: string, userPrincipalName: string): string | undefined {
  if (password.length < PASSWORD_LENGTH_MIN) return `Use at least ${PASSWORD_LENGTH_MIN} characters.`;
  if (password.length > PASSWORD_LENGTH_MAX) return `Use at most ${PASSWORD_LENGTH_MAX} characters.`;
  if (password !== password.trim()) return 'Do not begin or end with a space.';
  if (KINDS.filter((kind) => kind.test(password)).length < KINDS_MIN)
    return 'Use three of these: lower-case letters, upper-case letters, digits, symbols such as ! or -.';
  const name = userPrincipalName.split('@')[0]!.toLowerCase();
  if (name.length >= 4 && password.toLowerCase().includes(name)) return 'Leave your user name out of the password.';
  return undefined;
}
