import type { LineRequest } from '../../buying/index.ts';
import type { WantedOrder } from '../../orders/index.ts';
import type { PlanLine, PlannedOrder, TransitionPlan } from '../domain/transition-plan.ts';

/** The lines that one order of a plan has. */
export const linesOf = ({ lines }: Pick<TransitionPlan, 'lines'>, { billingCycle }: PlannedOrder): PlanLine[] =>
  lines.filter((line) => line.billingCycle === billingCycle);

/** An order of a plan as it is placed: with the ids that the plan gave, so that it is the same however often. */
export function wantedOrder(plan: Pick<TransitionPlan, 'lines'>, order: PlannedOrder): WantedOrder {
  const lines = linesOf(plan, order);
  const ids = new Map(lines.map(({ lineNumber, subscriptionId }) => [lineNumber, subscriptionId]));
  return {
    orderId: order.orderId,
    billingCycle: order.billingCycle,
    lines: lines.map(toRequest),
    subscriptionId: (lineNumber) => ids.get(lineNumber)!,
  };
}

const toRequest = ({ lineNumber, offerId, quantity, billingCycle, parentLineNumber }: PlanLine): LineRequest => ({
  lineNumber,
  itemId: offerId,
  quantity,
  billingCycle,
  ...(parentLineNumber !== undefined && { parentLineNumber }),
});
