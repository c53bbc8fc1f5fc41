/** Shortest password that a person may choose. */
export const PASSWORD_LENGTH_MIN = 12;
const PASSWORD_LENGTH_MAX = 128;
/** Days that a mailed link to set a password lives. */
export const PASSWORD_LINK_DAYS = 7;

/** What issuers count as a symbol; other marks may stand beside one, but do not replace it. */
const SYMBOL = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+-]/;

/**
 * What is missing from a password, as a sentence for the person who chose it; undefined when it is strong enough: twelve
 * characters or more, of all four kinds (the strictest of the issuers that we know asks for them, and counts ASCII
 * alone), without the user's own name in it.
 */
export function passwordWeakness(password: string, userPrincipalName: string): string | undefined {
  if (password.length < PASSWORD_LENGTH_MIN) return `Use at least ${PASSWORD_LENGTH_MIN} characters.`;
  if (password.length > PASSWORD_LENGTH_MAX) return `Use at most ${PASSWORD_LENGTH_MAX} characters.`;
  if (password !== password.trim()) return 'Do not begin or end with a space.';
  if (!/[a-z]/.test(password)) return 'Add a lower-case letter.';
  if (!/[A-Z]/.test(password)) return 'Add an upper-case letter.';
  if (!/\d/.test(password)) return 'Add a digit.';
  if (!SYMBOL.test(password)) return 'Add a symbol, such as ! or -.';
  const name = userPrincipalName.split('@')[0]!.toLowerCase();
  if (name.length >= 4 && password.toLowerCase().includes(name)) return 'Leave your user name out of the password.';
  return undefined;
}
