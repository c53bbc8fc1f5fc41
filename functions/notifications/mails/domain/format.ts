/** How mails write amounts and times: American English, times in UTC. */

/** `USD 1,234.50`: the code instead of a sign, because half of the program's currencies share one. */
export const formatAmount = ({ amount, currency }: { amount: string; currency: string }): string =>
  amountFormat(currency)
    .format(amount as `${number}`)
    .replaceAll('\u00a0', ' ');

const amountFormats = new Map<string, Intl.NumberFormat>();

function amountFormat(currency: string): Intl.NumberFormat {
  const known = amountFormats.get(currency);
  if (known) return known;
  const made = new Intl.NumberFormat('en-US', { style: 'currency', currency, currencyDisplay: 'code' });
  amountFormats.set(currency, made);
  return made;
}

const dayFormat = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' });

/** `January 5, 2026` */
export const formatDay = (on: string): string => dayFormat.format(new Date(`${on}T00:00:00Z`));

const monthFormat = new Intl.DateTimeFormat('en-US', { year: 'numeric', month: 'long', timeZone: 'UTC' });

/** `January 2026`, of `2026-01`. */
export const formatMonth = (month: string): string => monthFormat.format(new Date(`${month}-01T00:00:00Z`));

/** `January 5, 2026 at 14:30 UTC` */
export const formatInstant = (at: string): string => `${formatDay(at.slice(0, 10))} at ${at.slice(11, 16)} UTC`;
