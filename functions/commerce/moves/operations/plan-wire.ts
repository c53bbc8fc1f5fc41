import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { type Instant, toWireDay, toWireInstant } from '../../../../shared/kernel/time.ts';
import type * as s from '../../schemas.ts';
import {
  type PlanLine,
  type PoolFigure,
  STEPS,
  type TransitionPlan,
  warningsOf,
  windowOf,
} from '../domain/transition-plan.ts';

type PlanWire = z.input<typeof s.TransitionPlan>;

/** A transition plan as its partner sees it (commerce contract 19.5). */
export function toPlanWire(plan: TransitionPlan, at: Instant): PlanWire {
  const { planId, customerId, status } = plan;
  const path = `/customers/${customerId}/transitionplans/${planId}`;
  const window = windowOf(plan);
  return {
    id: planId,
    customerId,
    status,
    createdDate: toWireInstant(plan.createdAt),
    lines: plan.lines.map((line) => toLineWire(line, status !== 'draft')),
    warnings: warningsOf(plan, at),
    ...(window && { window: { from: toWireDay(window.from), to: toWireDay(window.to) } }),
    steps: STEPS.map((name) => {
      const taken = plan.taken[name];
      return { name, ...(taken && { date: toWireInstant(taken.at), pool: taken.pool.map(toFigureWire) }) };
    }),
    links: { self: link(path) },
    attributes: { objectType: 'TransitionPlan' },
  };
}

const toLineWire = (line: PlanLine, isOrdered: boolean): PlanWire['lines'][number] => ({
  directSubscriptionId: line.directSubscriptionId.toUpperCase(),
  offerId: line.offerId,
  quantity: line.quantity,
  billingCycle: line.billingCycle,
  ...given({ directTermEndDate: line.directTermEndOn && toWireDay(line.directTermEndOn) }),
  ...(isOrdered && { subscriptionId: line.subscriptionId.toUpperCase() }),
  price: {
    currencyCode: line.price.currency,
    unitPrice: Number(line.price.unit),
    firstCharge: Number(line.price.firstCharge),
  },
});

export const toFigureWire = ({ planId, active, consumed }: PoolFigure) => ({
  skuId: planId,
  activeUnits: active,
  consumedUnits: consumed,
  availableUnits: active - consumed,
});
