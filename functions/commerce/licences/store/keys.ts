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
/** Who holds licences of a customer, user by user. */
export const licencesPartition = (customerId: string): string => `COMMERCE#${customerId}#LICENCES`;
const USER_PREFIX = 'USER#';
export const userLicencesKey = (of: { customerId: string; userId: string }): Key => ({
  pk: licencesPartition(of.customerId),
  sk: USER_PREFIX + of.userId,
});
export const userLicencesOf = (customerId: string): Query => ({
  pk: licencesPartition(customerId),
  sk: { beginsWith: USER_PREFIX },
  consistent: true,
});
export const poolsOf = (customerId: string): Query => ({
  pk: poolPartition(customerId),
  sk: { beginsWith: PLAN_PREFIX },
  consistent: true,
});
