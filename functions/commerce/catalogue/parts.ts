import { written } from '../../../shared/contracts/text.ts';

/** Wire shapes of the catalogue, orders, carts and subscriptions (commerce contract 5 to 10 and 19). */

export const text = (max: number) => written({ max, min: 0 });

export const name = (max = 256) => written({ max });

export const operator = ['Operator'] as const;

export const csv = (description: string) => ({ mediaType: 'text/csv', description });
