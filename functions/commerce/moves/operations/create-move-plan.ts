import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import { NO_SEATS, poolStore } from '../../licences/index.ts';
import { type MovedPool, moveSteps } from '../domain/move-plan.ts';
import type { MovesOperation } from './dependencies.ts';
import { toFigureWire } from './plan-wire.ts';

/** Pools that a checklist shows: a customer has some tens. */
const POOLS_MAX = 500;

/**
 * REL-9: where moving a customer to the caller stands, from its own facts and the pool alone; nothing is stored, and nothing is
 * looked up at the other partner, whoever is named.
 */
export const createMovePlan: MovesOperation<'createMovePlan'> = async ({ at, body, caller, customer }, { table }) => {
  const fromPartnerId = body?.fromPartnerId;
  if (fromPartnerId === caller.tenantId)
    return refuse('invalid_property', {
      field: 'fromPartnerId',
      description: 'A customer moves from another partner.',
    });
  const { items } = await poolStore(table).ofCustomer(customer.customerId).page({ size: POOLS_MAX });
  const pools: MovedPool[] = items.map(({ planId, active, consumed, channels }) => {
    const { active: own } = channels.get(caller.tenantId) ?? NO_SEATS;
    return { planId, active, consumed, own };
  });
  return ok({
    status: 201,
    body: {
      customerId: customer.customerId,
      ...(fromPartnerId !== undefined && { fromPartnerId }),
      createdDate: toWireInstant(at),
      steps: moveSteps(pools).map(({ name, isDone }) => ({ name, done: isDone, description: DESCRIPTIONS[name] })),
      pool: pools.map((pool) => ({ ...toFigureWire(pool), ownUnits: pool.own, otherUnits: pool.active - pool.own })),
      attributes: { objectType: 'MovePlan' },
    },
  });
};

const DESCRIPTIONS = {
  invitationAccepted: 'The customer accepts your invitation: it is in your list.',
  orderedHere: 'You order as many seats of each plan as others still have.',
  otherSuspended: 'The other partner suspends what it sold: only it can, and the customer asks it to.',
} as const;
