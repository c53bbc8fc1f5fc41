import { LicensesAssigned } from '../../../../events/commerce.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import { type Item, putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { UserLicences } from '../domain/assignment.ts';
import type { Pool } from '../domain/pool.ts';
import { poolKey, userLicencesKey } from './keys.ts';

export const userLicencesItem = storedKind<UserLicences>({ kind: 'userLicences', shape: 1, upgrades: [] });
/** What an item of a customer's licences says. */
export const licencesOf = (item: Item): UserLicences => userLicencesItem.fromItem(item);

export const licenceStore = (table: Table) => ({
  /** The licences of a user, read consistently; who never had any has none, at version 0. */
  async load(ids: { customerId: string; userId: string }): Promise<UserLicences> {
    const item = await table.get(userLicencesKey(ids), { consistent: true });
    return item ? licencesOf(item) : { ...ids, licences: [], version: 0 };
  },
});

/** What a save did, as it is told. */
interface Told {
  readonly assigned: readonly string[];
  readonly removed: readonly string[];
  readonly reason: 'requested' | 'userDeleted';
}

/**
 * Writes that save the licences of a user with their event: two. They fail when somebody saved them in between, or the user was
 * deleted. Where nobody gets or loses a licence no event tells.
 */
export function licencesWrites(
  before: UserLicences,
  after: UserLicences,
  told: Told,
  { at, cause }: Occasion,
): Write[] {
  const saved = { ...after, version: before.version + 1 };
  const key = userLicencesKey(saved);
  const { customerId, userId } = saved;
  const about = { tenantId: customerId, aggregateId: userId, occurredAt: at };
  const event = newEvent(LicensesAssigned, about, {
    userId,
    customerId,
    assigned: [...told.assigned],
    removed: [...told.removed],
    reason: told.reason,
  });
  const isTold = told.assigned.length + told.removed.length > 0;
  return [
    putIfVersion(userLicencesItem.toItem(key, saved), before.version),
    ...(isTold ? outboxWrite({ aggregate: key, version: saved.version, events: [event], cause }) : []),
  ];
}

/** A seat of a pool is taken on condition that it is still free, whoever else takes one at the same moment (SUB-8). */
export function seatTakenWrite(customerId: string, { planId, active }: Pool, isReturnedFirst: boolean): Write {
  const below = { consumed: active + (isReturnedFirst ? 1 : 0) };
  return {
    update: poolKey({ customerId, planId }),
    add: { consumed: isReturnedFirst ? 0 : 1 },
    if: { kind: 'equals', values: { active }, below },
  };
}

/** A seat that was in use is free again. */
export const seatFreedWrite = (of: { customerId: string; planId: string }): Write => ({
  update: poolKey(of),
  add: { consumed: -1 },
});
