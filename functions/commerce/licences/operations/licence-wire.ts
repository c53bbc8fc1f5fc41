import type * as z from 'zod';
import type { Plan } from '../../catalogue/index.ts';
import { groupOf, type Licence } from '../domain/assignment.ts';
import { availableUnits, type Pool, type Seats, usersToUnassign } from '../domain/pool.ts';
import type * as s from '../schemas.ts';

type SkuWire = z.input<typeof s.SubscribedSku>;
type PooledWire = z.input<typeof s.PooledSku>;
type LicenseWire = z.input<typeof s.License>;
type ChannelWire = PooledWire['channels'][number];

/** A plan by its pool alone, should the catalogue not know it. */
const known = (plan: Plan | undefined, planId: string): Plan => plan ?? { id: planId, name: planId, unit: '' };

const productSku = (plan: Plan): SkuWire['productSku'] => ({
  id: plan.id.toLowerCase(),
  name: plan.name,
  skuPartNumber: plan.skuPartNumber ?? plan.id.toLowerCase(),
  targetType: 'User',
  licenseGroupId: groupOf(plan),
});

const servicePlans = ({ servicePlans = [] }: Plan, capabilityStatus: string): SkuWire['servicePlans'] =>
  servicePlans.map(({ id, name, displayName = name, targetType = 'User' }) => ({
    displayName,
    serviceName: name,
    id,
    capabilityStatus,
    targetType,
  }));

/** Licences of a plan over all channels (commerce contract 12). */
export function toSkuWire(pool: Pool, found: Plan | undefined): SkuWire {
  const plan = known(found, pool.planId);
  const { active, suspended, consumed } = pool;
  const capabilityStatus = active > 0 ? 'Enabled' : 'Suspended';
  const unassign = usersToUnassign(pool);
  return {
    availableUnits: availableUnits(pool),
    activeUnits: active,
    consumedUnits: consumed,
    suspendedUnits: suspended,
    totalUnits: active,
    warningUnits: 0,
    ...(unassign > 0 && { licensesToUnassign: unassign }),
    productSku: productSku(plan),
    servicePlans: servicePlans(plan, capabilityStatus),
    capabilityStatus,
    attributes: { objectType: 'SubscribedSku' },
  };
}

const units = ({ active, suspended }: Seats) => ({ activeUnits: active, suspendedUnits: suspended });
const hasSeats = ([, { active, suspended }]: readonly [string, Seats]): boolean => active > 0 || suspended > 0;

/** To the customer: every channel by name. */
export const channelsByName = ({ channels }: Pool, nameOf: (partnerId: string) => string | undefined): ChannelWire[] =>
  [...channels].filter(hasSeats).map(([channel, seats]) => {
    if (channel === 'direct') return { channel, ...units(seats) };
    const partnerName = nameOf(channel);
    return { channel: 'partner', ...(partnerName !== undefined && { partnerName }), ...units(seats) };
  });

/** SUB-7: to a partner its own seats, and those of everybody else as one. */
export function channelsFor(
  { channels, active, suspended }: Pool,
  partnerId: string,
  partnerName: string,
): ChannelWire[] {
  const own = channels.get(partnerId) ?? { active: 0, suspended: 0 };
  const other = { active: active - own.active, suspended: suspended - own.suspended };
  const all: readonly (readonly [ChannelWire, Seats])[] = [
    [{ channel: 'partner', partnerName, ...units(own) }, own],
    [{ channel: 'other', ...units(other) }, other],
  ];
  return all.filter(([, seats]) => hasSeats(['', seats])).map(([wire]) => wire);
}

/** A licence of a user: its services without those that it does not get. */
export function toLicenseWire({ planId, excludedPlans }: Licence, found: Plan | undefined): LicenseWire {
  const plan = known(found, planId);
  return {
    servicePlans: servicePlans(plan, 'Assigned').filter(({ id }) => !excludedPlans.includes(id)),
    productSku: productSku(plan),
    attributes: { objectType: 'License' },
  };
}
