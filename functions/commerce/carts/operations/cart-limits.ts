import { refuse } from '../../../../shared/kernel/result.ts';
import type { CartLineWish } from '../domain/cart.ts';

/** Lines of a cart at most, add-ons counted (commerce contract 7). */
const LINES_MAX = 100;

export const tooManyLines = (wishes: readonly CartLineWish[]) => {
  const count = wishes.reduce((lines, { addOns }) => lines + 1 + addOns.length, 0);
  return count > LINES_MAX
    ? refuse('invalid_input', {
        field: 'lineItems',
        description: `A cart has at most ${LINES_MAX} lines with add-ons.`,
      })
    : undefined;
};
