import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { changeUser, isActiveAdmin, isPresent } from '../domain/user.ts';
import type { peopleRoutes } from '../routes.ts';
import { userStore } from '../store/user-store.ts';
import type { Deps } from './dependencies.ts';
import { toPartnerUserWire } from './partner-user-wire.ts';

type Change = typeof peopleRoutes.changePartnerUser;

/**
 * Changes name, roles or state of a user (ROL-1, ROL-3). With roles or state, what it is signed in to ends within a minute. Refuses to leave the
 * tenant without a global admin, also when two admins take each other's role away at once.
 */
export const changePartnerUser: Operation<Change, Deps> = (call, deps) => retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Change>, { table, identity }: Deps): ReturnType<Operation<Change, Deps>> => {
  const users = userStore(table);
  const before = await users.load({ tenantId: call.caller.tenantId, userId: call.path.userId });
  if (!before || !isPresent(before, call.at)) return refuse('user_not_found');
  if (!etagMatches(call.ifMatch, etagOf(before.userId, before.version))) return refuse('stale_etag');
  const { ownTenantRole, ...rest } = call.body;
  const isGlobalAdmin = ownTenantRole === undefined ? undefined : ownTenantRole === 'globalAdmin';
  const other = isActiveAdmin(before) ? await users.otherAdmin(before) : undefined;
  const changed = changeUser(before, given({ ...rest, isGlobalAdmin }), other !== undefined);
  if (!changed.ok) return changed;
  const after = changed.value;
  // Told again when nothing changes: the first attempt may have been interrupted before the issuer knew.
  const tellIssuer = async (): Promise<void> => {
    if (rest.state !== undefined)
      await (after.state === 'active' ? identity.enableUser : identity.disableUser)(after.userPrincipalName);
    if (rest.state ?? rest.agentRoles ?? ownTenantRole) await identity.signOut(after.userPrincipalName);
  };
  if (after === before) {
    await tellIssuer();
    return ok({ status: 200, body: toPartnerUserWire(before) });
  }
  await table.write(users.changeWrites(before, after, occasionOf(call), other));
  await tellIssuer();
  return ok({ status: 200, body: toPartnerUserWire({ ...after, version: before.version + 1 }) });
};
