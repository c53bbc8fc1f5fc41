import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import { type CustomerScope, customerPartition } from '../../buying/index.ts';

/** Keys by access pattern; the README of the context has a row for each. */

const PLAN_PREFIX = 'TRANSITION#';
export const transitionPlanKey = (of: CustomerScope & { planId: string }): Key => ({
  pk: customerPartition(of),
  sk: PLAN_PREFIX + of.planId,
});
export const transitionPlansOf = (scope: CustomerScope): Query => ({
  pk: customerPartition(scope),
  sk: { beginsWith: PLAN_PREFIX },
  consistent: true,
});
/** Which plan of this partner has ordered in place of a direct subscription? */
export const takenOverKey = (of: CustomerScope & { directSubscriptionId: string }): Key => ({
  pk: customerPartition(of),
  sk: `TAKENOVER#${of.directSubscriptionId}`,
});
