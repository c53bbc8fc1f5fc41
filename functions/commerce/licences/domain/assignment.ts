import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { LicenseGroup, Plan } from '../../catalogue/domain/offer.ts';
import { isThere, type Pool, poolPlan } from './pool.ts';

/** What one user of a customer holds of one plan. */
export interface Licence {
  /** Lower case. */
  readonly planId: string;
  /** Services of the plan that the user does not get, by their ids as the plan spells them. */
  readonly excludedPlans: readonly string[];
  readonly assignedAt: Instant;
}

/** All licences of a user. */
export interface UserLicences {
  readonly customerId: string;
  readonly userId: string;
  /** In the order in which they were assigned. */
  readonly licences: readonly Licence[];
  /** When the user was last deleted: what it held until then it holds no more. */
  readonly freedAt?: Instant | undefined;
  readonly version: number;
}

/** Licences of one user, and services left out of all of them: what lies in one item. */
export const LICENCES_MAX = 200;
export const EXCLUDED_MAX = 1000;

/** What somebody wants of a user's licences (commerce contract 12): removal first, all or nothing. */
export interface LicenceWish {
  readonly assign: readonly { readonly skuId: string; readonly excludedPlans: readonly string[] }[];
  readonly remove: readonly string[];
}

/** What the wish is judged by. */
export interface LicenceFacts {
  readonly at: Instant;
  readonly pools: ReadonlyMap<string, Pool>;
  readonly planOf: (planId: string) => Plan | undefined;
}

/** What the wish comes down to: the licences afterwards, and the plans that gain or lose a user. */
export interface DecidedLicences {
  readonly licences: readonly Licence[];
  /** Got, or changed in what is left out. */
  readonly assigned: readonly string[];
  readonly removed: readonly string[];
  /** By plan: users more or less. Those with 0 were given back and taken again, on condition that a seat is free. */
  readonly seats: ReadonlyMap<string, -1 | 0 | 1>;
}

type Refused = Refusal<'licence_quota_exceeded' | 'invalid_property'>;

/**
 * SUB-3, SUB-8: judges a wish. A seat is free while fewer users than active seats of all channels hold a licence; after seats were
 * removed that are in use, none is until enough were given back. Who holds the plan already keeps its seat. Refuses what is no
 * plan of the customer, services that the plan has not, and licences of two groups at once.
 */
export function decideLicences(
  before: Pick<UserLicences, 'licences'>,
  wish: LicenceWish,
  facts: LicenceFacts,
): Result<DecidedLicences, Refused> {
  const refusal = unknownSku(before, wish, facts) ?? twoGroups(wish, facts) ?? unknownService(wish, facts);
  if (refusal) return refusal;
  const held = new Map(before.licences.map((licence) => [licence.planId, licence]));
  const after = new Map(held);
  const given = new Set<string>();
  for (const planId of wish.remove.map(poolPlan)) if (after.delete(planId)) given.add(planId);
  const seats = new Map<string, -1 | 0 | 1>([...given].map((planId) => [planId, -1]));
  const assigned: string[] = [];
  for (const [index, { skuId, ...wanted }] of wish.assign.entries()) {
    const planId = poolPlan(skuId);
    const excludedPlans = spelledAs(facts.planOf(planId), wanted.excludedPlans);
    const known = after.get(planId);
    if (known && isSame(known.excludedPlans, excludedPlans)) continue;
    if (!known) {
      const pool = facts.pools.get(planId)!;
      if (pool.consumed - (given.has(planId) ? 1 : 0) >= pool.active) return exhausted(facts, planId, index);
      seats.set(planId, given.has(planId) ? 0 : 1);
    }
    after.set(planId, { planId, excludedPlans, assignedAt: facts.at });
    assigned.push(planId);
  }
  const licences = [...after.values()];
  const removed = [...given].filter((planId) => !after.has(planId));
  return tooMany(licences) ?? ok({ licences, assigned, removed, seats });
}

const isSame = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id) => b.includes(id));

/** The ids of services as the plan spells them, each once, in the order of the plan. */
const spelledAs = (plan: Plan | undefined, ids: readonly string[]): string[] => {
  const wanted = new Set(ids.map((id) => id.toLowerCase()));
  return (plan?.servicePlans ?? []).map(({ id }) => id).filter((id) => wanted.has(id.toLowerCase()));
};

function exhausted({ planOf }: LicenceFacts, planId: string, index: number) {
  const name = planOf(planId)?.name ?? planId;
  return refuse('licence_quota_exceeded', {
    field: `licensesToAssign[${index}].skuId`,
    description: `No licence of ${name} is left: add seats, or take a licence from somebody.`,
    data: [`LicenseQuotaExceededException : no licence of the SKU ${planId} is left`],
  });
}

/** A plan of which the customer has seats, or the user a licence that is to go. */
function unknownSku(
  { licences }: Pick<UserLicences, 'licences'>,
  { assign, remove }: LicenceWish,
  { pools }: LicenceFacts,
) {
  const hasSeats = (planId: string): boolean => {
    const pool = pools.get(planId);
    return pool !== undefined && isThere(pool);
  };
  const holds = (planId: string): boolean => licences.some((licence) => licence.planId === planId);
  const unknown = (skuId: string, field: string) =>
    refuse('invalid_property', { field, description: `The customer has no licences of the SKU ${skuId}.` });
  for (const [index, { skuId }] of assign.entries()) {
    const [field, planId] = [`licensesToAssign[${index}].skuId`, poolPlan(skuId)];
    if (!hasSeats(planId)) return unknown(skuId, field);
    if (assign.findIndex((other) => poolPlan(other.skuId) === planId) !== index)
      return refuse('invalid_property', { field, description: `The SKU ${skuId} is named twice.` });
  }
  for (const [index, skuId] of remove.entries())
    if (!hasSeats(poolPlan(skuId)) && !holds(poolPlan(skuId))) return unknown(skuId, `licensesToRemove[${index}]`);
  return undefined;
}

/** The group that licences of a plan are assigned in. */
export const groupOf = (plan: Plan | undefined): LicenseGroup => plan?.licenseGroupId ?? 'group1';

function twoGroups({ assign, remove }: LicenceWish, { planOf }: LicenceFacts) {
  const groups = new Set([...assign.map(({ skuId }) => skuId), ...remove].map((id) => groupOf(planOf(id))));
  return groups.size > 1
    ? refuse('invalid_property', {
        field: 'licensesToAssign',
        description: 'Licences of group1 and of group2 are assigned and removed apart: send two requests.',
      })
    : undefined;
}

function unknownService({ assign }: LicenceWish, { planOf }: LicenceFacts) {
  for (const [index, { skuId, excludedPlans }] of assign.entries()) {
    const services = new Set((planOf(skuId)?.servicePlans ?? []).map(({ id }) => id.toLowerCase()));
    const unknown = excludedPlans.findIndex((id) => !services.has(id.toLowerCase()));
    if (unknown >= 0)
      return refuse('invalid_property', {
        field: `licensesToAssign[${index}].excludedPlans[${unknown}]`,
        description: `${excludedPlans[unknown]} is no service plan of the SKU ${skuId}.`,
      });
  }
  return undefined;
}

function tooMany(licences: readonly Licence[]) {
  const excluded = licences.reduce((sum, { excludedPlans }) => sum + excludedPlans.length, 0);
  return licences.length > LICENCES_MAX || excluded > EXCLUDED_MAX
    ? refuse('invalid_property', {
        field: 'licensesToAssign',
        description: `A user has ${LICENCES_MAX} licences at most, and ${EXCLUDED_MAX} services left out of them.`,
      })
    : undefined;
}

/** What is left once a user was deleted: what it got after it was restored (SUB-8). */
export const keptAfter = (licences: readonly Licence[], deletedAt: Instant): Licence[] =>
  licences.filter(({ assignedAt }) => assignedAt > deletedAt);
