/**
 * The state machine of a subscription (commerce contract 9.2), once: the rules carry it out, tests walk it, and the picture in
 * the README of the context is drawn from it (`npm run picture`).
 */
export const SUBSCRIPTION_STATUSES = ['active', 'suspended', 'deleted'] as const;
export type SubscriptionStatus = (typeof SUBSCRIPTION_STATUSES)[number];

interface Transition {
  /** From where it leads where; from a state that is not here it is refused. */
  readonly leads: Readonly<Partial<Record<SubscriptionStatus, SubscriptionStatus>>>;
  /** Who sets it off. */
  readonly by: 'partner' | 'partner or program' | 'time' | 'program' | 'customer’s erasure';
  /** What happens. */
  readonly means: string;
}

export const LIFE = {
  resize: { leads: { active: 'active' }, by: 'partner', means: 'seats' },
  changeCycle: { leads: { active: 'active' }, by: 'partner', means: 'billing cycle' },
  renew: { leads: { active: 'active' }, by: 'time', means: 'twelve months more' },
  amend: {
    leads: { active: 'active', suspended: 'suspended' },
    by: 'partner or program',
    means: 'name, renewal, reseller, contact, rights; a hold of the program on what is suspended',
  },
  suspend: { leads: { active: 'suspended' }, by: 'partner or program', means: 'suspended, with its base too' },
  expire: { leads: { active: 'suspended' }, by: 'time', means: 'its term or the run-off is over' },
  reactivate: {
    leads: { suspended: 'active' },
    by: 'partner or program',
    means: 'back within 60 days, with its base too',
  },
  deprovision: { leads: { suspended: 'deleted' }, by: 'time', means: '60 days after its suspension' },
  remove: {
    leads: { active: 'deleted', suspended: 'deleted' },
    by: 'customer’s erasure',
    means: 'gone with its customer',
  },
  handOver: {
    leads: { active: 'deleted', suspended: 'deleted' },
    by: 'program',
    means: 'goes on with another partner',
  },
} as const satisfies Readonly<Record<string, Transition>>;

/** What happens to a subscription. */
export type Trigger = keyof typeof LIFE;

/** From where a trigger leads where; what is not here is refused. */
export const TRANSITIONS: Readonly<Record<Trigger, Transition['leads']>> = Object.fromEntries(
  Object.entries(LIFE).map(([trigger, { leads }]) => [trigger, leads]),
) as Record<Trigger, Transition['leads']>;

export const canTransit = (from: SubscriptionStatus, trigger: Trigger): boolean =>
  TRANSITIONS[trigger][from] !== undefined;
