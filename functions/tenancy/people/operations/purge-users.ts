import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import { WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { addMs, type Instant, instant } from '../../../../shared/kernel/time.ts';
import { isPurgeable, type User } from '../domain/user.ts';
import { userStore } from '../store/user-store.ts';
import type { Deps } from './dependencies.ts';

export type PurgeDeps = Pick<Deps, 'table' | 'identity'>;

/** One run's share: the issuer takes some 25 deletions a second, and a run has fifteen minutes. What is left, the next finds. */
const PURGES_MAX = 10_000;
/** Purged side by side. */
const AT_ONCE = 5;

/**
 * Purges users that were deleted thirty days ago (tenancy contract 6): not readable, and their names free. Nobody sees them
 * since the moment that they were due, so a late, repeated or missed run harms nothing; the index lags, so each is read
 * again by key.
 */
export async function purgeUsers({ scheduledAt }: JobRun, deps: PurgeDeps): Promise<{ purged: number }> {
  const at = instant(scheduledAt);
  let purged = 0;
  for await (const page of userStore(deps.table).duePurges(addMs(at, 1)))
    for (let start = 0; start < page.length; start += AT_ONCE) {
      if (purged >= PURGES_MAX) return { purged };
      const done = await Promise.all(page.slice(start, start + AT_ONCE).map((ids) => purge(ids, at, deps)));
      purged += done.filter(Boolean).length;
    }
  return { purged };
}

async function purge(ids: { tenantId: string; userId: string }, at: Instant, deps: PurgeDeps): Promise<boolean> {
  const user = await userStore(deps.table).load(ids);
  if (!user || !isPurgeable(user, at)) return false;
  try {
    await purgeUser(user, deps);
    return true;
  } catch (error) {
    if (error instanceof WriteConflictError) return false;
    throw error;
  }
}

/**
 * The issuer's user goes first, by its own id there: while the name is taken here, nobody else can have it there, and a
 * run that comes late finds the user that it means or none. An interruption in between is healed by the next run.
 */
export async function purgeUser(user: User, { table, identity }: PurgeDeps): Promise<void> {
  await identity.deleteUser(user);
  await table.write(userStore(table).purgeWrites(user));
}
