/** How mails write amounts and times: American English, times in UTC. */

/** `USD 1,234.50`: the code instead of a sign, because half of the program's currencies share one. */
export const formatAmount = ({ amount, currency }: { amount: string; currency: string }): string =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency, currencyDisplay: 'code' })
    .format(amount as `${number}`)
    .replaceAll('\u00a0', ' ');

/** `January 5, 2026` */
export const formatDay = (on: string): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${on}T00:00:00Z`));

/** `January 5, 2026 at 14:30 UTC` */
export const formatInstant = (at: string): string => `${formatDay(at.slice(0, 10))} at ${at.slice(11, 16)} UTC`;
