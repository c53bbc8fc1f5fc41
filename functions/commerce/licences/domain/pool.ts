/**
 * A pool is all seats of one plan that a customer has, whoever sold them: licences of them are assigned to its users. A channel
 * is who sold seats: a partner, by its id, or the program itself, `direct` (SUB-8). Seats of add-ons pool like those of bases
 * (SUB-9); metered use has none.
 */
export interface Seats {
  /** Of active subscriptions: they can be used. */
  readonly active: number;
  /** Of suspended ones, until they are deprovisioned. */
  readonly suspended: number;
}

export const NO_SEATS: Seats = { active: 0, suspended: 0 };

export interface Pool extends Seats {
  /** Lower case. */
  readonly planId: string;
  /** Users to whom a licence is assigned. After seats were removed there may be more of them than active seats. */
  readonly consumed: number;
  /** What each channel sold of it; one that has nothing left may still be named. */
  readonly channels: ReadonlyMap<string, Seats>;
}

/** What one sale did to the seats that a channel has of a plan. */
export interface PoolChange {
  readonly customerId: string;
  readonly planId: string;
  readonly channel: string;
  readonly before: Seats;
  readonly after: Seats;
}

/** Plans are compared in any case. */
export const poolPlan = (planId: string): string => planId.toLowerCase();

/** Users to whom a licence can still be assigned; below zero after seats were removed that are in use. */
export const availableUnits = ({ active, consumed }: Pick<Pool, 'active' | 'consumed'>): number => active - consumed;

/** A pool as long as somebody has seats of it or a licence; once everything is deleted there is none (SUB-8). */
export const isThere = ({ active, suspended }: Seats): boolean => active > 0 || suspended > 0;

/** SUB-3: users who hold a licence beyond the seats that all channels together have. Suspended seats cover nobody. */
export const usersToUnassign = ({ active, consumed }: Pick<Pool, 'active' | 'consumed'>): number =>
  Math.max(0, consumed - active);
