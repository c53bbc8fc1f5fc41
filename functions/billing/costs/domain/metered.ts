import type { RunningCost } from './spending.ts';

/** A usage-based subscription as its partner sees what it costs. */
export interface Metered {
  readonly partnerId: string;
  readonly customerId: string;
  readonly subscriptionId: string;
  readonly version: number;
  readonly offerId: string;
  readonly friendlyName: string;
  /** `deleted` also where another partner took it over. */
  readonly status: 'active' | 'suspended' | 'deleted';
  /** Network id of the reseller of record. */
  readonly partnerOnRecord?: string;
  /** Version of the subscription's newest save that was told of. */
  readonly asOf: number;
  /** Computed from its day sheets; absent before its first usage. */
  readonly cost?: RunningCost;
}

/** What a save of the subscription says of it. */
export type MeteredSave = Omit<Metered, 'version' | 'cost'>;

/** The newest save counts, whatever comes later or twice: undefined where nothing changes. */
export function withSave(before: Metered | undefined, save: MeteredSave): Omit<Metered, 'version'> | undefined {
  if (before && before.asOf >= save.asOf) return undefined;
  return { ...save, ...(before?.cost && { cost: before.cost }) };
}
