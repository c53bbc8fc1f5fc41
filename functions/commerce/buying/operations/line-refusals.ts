import { generalRefusals } from '../../../../shared/contracts/refusals.ts';
import type { Refusal } from '../../../../shared/kernel/result.ts';
import { commerceRefusals } from '../../refusals.ts';
import type { LineRefusal, RefusedLine } from '../domain/line.ts';

const refusals = { ...generalRefusals, ...commerceRefusals };

/** The contract's error code of a line's refusal. */
export const codeOf = ({ name }: LineRefusal): number => refusals[name].code;
export const textOf = (refusal: LineRefusal): string => refusal.description ?? refusals[refusal.name].description;

/**
 * ORD-1, ORD-2: refuses an order whole: status and code of the first line that fails, and in `data` the reason of
 * every one.
 */
export function orderRefusal(refused: readonly RefusedLine[], lineCount: number): Refusal<LineRefusal['name']> {
  const [first] = refused;
  const { name } = first!.refusal;
  const reason = textOf(first!.refusal);
  return {
    name,
    field: `lineItems[${first!.request.lineNumber}]`,
    description: lineCount === 1 ? reason : `${refused.length} of ${lineCount} lines refused; the first: ${reason}`,
    data: refused.map(({ request, refusal }) => ({
      lineItemNumber: request.lineNumber,
      offerId: request.itemId,
      code: codeOf(refusal),
      description: textOf(refusal),
    })),
  };
}
