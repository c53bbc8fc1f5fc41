const SYMBOLS: Readonly<Record<string, string>> = { USD: '$', GBP: '£', EUR: '€', JPY: '¥' };
/** The symbol of a billing currency, else its code (billing contract 2). */
export const currencySymbol = (currency: string): string => SYMBOLS[currency] ?? currency;
