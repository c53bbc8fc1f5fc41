import { WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { addMs, type Instant, instant } from '../../../../shared/kernel/time.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { isPurgeable, type User } from '../domain/user.ts';
import { duePurges } from '../store/keys.ts';
import { userStore } from '../store/user-store.ts';
import type { Deps } from './dependencies.ts';

export type PurgeDeps = Pick<Deps, 'table' | 'identity'>;

/** Purged side by side: the issuer takes some 25 deletions a second. */
const AT_ONCE = 5;

/**
 * Purges users of customers that were deleted thirty days ago (tenancy contract 6), and users of partners whose deletion was
 * interrupted: not readable, and their names free. Nobody sees them since
 * the moment that they were due, so a late, repeated or missed run harms nothing; the index lags, so each is read
 * again by key.
 */
export const purgeUsers: Walk<PurgeDeps> = {
  due: ({ scheduledAt }) => [duePurges(addMs(instant(scheduledAt), 1))],
  async each(item, { scheduledAt }, deps) {
    const isPurged = await purge(userStore(deps.table).duePurge(item), instant(scheduledAt), deps);
    return { purged: isPurged ? 1 : 0 };
  },
  counts: { purged: 0 },
  atOnce: AT_ONCE,
};

async function purge(ids: { tenantId: string; userId: string }, at: Instant, deps: PurgeDeps): Promise<boolean> {
  const user = await userStore(deps.table).load(ids);
  return user !== undefined && isPurgeable(user, at) && (await purgeOnce(user, deps));
}

/** False where somebody else purged it, or it came back, since it was loaded. */
export async function purgeOnce(user: User, deps: PurgeDeps): Promise<boolean> {
  try {
    await purgeUser(user, deps);
    return true;
  } catch (error) {
    if (error instanceof WriteConflictError) return false;
    throw error;
  }
}

/**
 * Purges all users of a tenant that is erased, whatever state they are in; who is changed meanwhile is looked at again. Who was
 * stored and not yet created at the issuer may be created there now: so the issuer is asked once more behind the deletion.
 */
export async function purgeAllUsers(tenantId: string, deps: PurgeDeps): Promise<void> {
  for (;;) {
    const users = await userStore(deps.table).some(tenantId);
    if (users.length === 0) return;
    for (const user of users) if (await purgeOnce(user, deps)) await deps.identity.deleteUser(user);
  }
}

/** Is the name free, or its holder one whom the next run purges anyway? Then that is done now. */
export async function freeName(tenantId: string, name: string, at: Instant, deps: PurgeDeps): Promise<boolean> {
  const users = userStore(deps.table);
  const holder = await users.named(tenantId, name);
  if (!holder || !isPurgeable(holder, at)) return !holder && !(await users.isNameTaken(tenantId, name));
  await purgeUser(holder, deps);
  return true;
}

/**
 * The issuer's user goes first, by its own id there: while the name is taken here, nobody else can have it there, and a
 * run that comes late finds the user that it means or none. An interruption in between is healed by the next run.
 */
export async function purgeUser(user: User, { table, identity }: PurgeDeps): Promise<void> {
  await identity.deleteUser(user);
  await table.write(userStore(table).purgeWrites(user));
}
