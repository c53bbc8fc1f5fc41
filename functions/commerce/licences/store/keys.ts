import type { Key, Query } from '../../../../shared/dynamo/table.ts';
import { poolPlan } from '../domain/pool.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** The seats of a customer by plan, over all channels. */
export const poolPartition = (customerId: string): string => `COMMERCE#${customerId}#POOL`;
const PLAN_PREFIX = 'PLAN#';
export const poolKey = (of: { customerId: string; planId: string }): Key => ({
  pk: poolPartition(of.customerId),
  sk: PLAN_PREFIX + poolPlan(of.planId),
});
export const poolsOf = (customerId: string): Query => ({
  pk: poolPartition(customerId),
  sk: { beginsWith: PLAN_PREFIX },
  consistent: true,
});
