import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { deleteUser, isActiveAdmin, isPurgeable, type User } from '../domain/user.ts';
import type { peopleRoutes } from '../routes.ts';
import { userStore } from '../store/user-store.ts';
import type { Deps } from './dependencies.ts';
import { purgeOnce } from './purge-users.ts';

type Delete = typeof peopleRoutes.deletePartnerUser;

/**
 * Deletes a user of a partner for good (ROL-1, ROL-3): its sign-ins end, applications that are bound to it stop, and nothing
 * is left of it but what it did. The last global admin stays, also when two delete each other at once.
 *
 * First it is deleted here, then at the issuer, then its items go. An interruption in between is healed by a repeat, by the
 * daily run that purges users, or by whoever wants the name.
 */
export const deletePartnerUser: Operation<Delete, Deps> = async (call, deps) => {
  const deleted = await retryOnConflict(() => attempt(call, deps));
  if (!deleted.ok) return deleted;
  if (isPurgeable(deleted.value, call.at)) await purgeOnce(deleted.value, deps);
  return ok({ status: 204 });
};

async function attempt(call: Call<Delete>, { table }: Deps) {
  const users = userStore(table);
  const before = await users.load({ tenantId: call.caller.tenantId, userId: call.path.userId });
  if (!before) return refuse('user_not_found');
  const other = isActiveAdmin(before) ? await users.otherAdmin(before) : undefined;
  const deleted = deleteUser(before, call.at, other !== undefined);
  if (!deleted.ok || deleted.value === before) return deleted;
  await table.write(users.changeWrites(before, deleted.value, occasionOf(call), other));
  return ok<User>({ ...deleted.value, version: before.version + 1 });
}
