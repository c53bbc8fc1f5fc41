import type { Instant } from '../../../../shared/kernel/time.ts';

/**
 * What a partner would let a customer buy for itself (tenancy contract 10.2). It is kept and shown and grants nothing: what
 * partners sell, customers do not buy for themselves (CUS-3).
 */
export interface SelfServePolicy {
  readonly partnerId: string;
  readonly customerId: string;
  readonly version: number;
  readonly permissions: readonly Permission[];
  readonly changedAt: Instant;
  /** False once it was deleted: kept, so that its versions go on when there is one again. */
  readonly isThere: boolean;
}
export interface Permission {
  readonly resource: string;
  readonly action: string;
}

export const policyId = ({ partnerId, customerId }: Pick<SelfServePolicy, 'partnerId' | 'customerId'>): string =>
  `${partnerId}_${customerId}`;

const GUID = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const ID = new RegExp(`^(${GUID})_(${GUID})$`);

/** Whose policy an id names; undefined for a text that is none. */
export function policyIds(id: string): Pick<SelfServePolicy, 'partnerId' | 'customerId'> | undefined {
  const [, partnerId, customerId] = ID.exec(id.toLowerCase()) ?? [];
  return partnerId !== undefined && customerId !== undefined ? { partnerId, customerId } : undefined;
}
