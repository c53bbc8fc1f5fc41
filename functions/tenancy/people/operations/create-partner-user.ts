import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { domainPartOf, isUserPrincipalName } from '../../tenants/index.ts';
import type { User } from '../domain/user.ts';
import type { peopleRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';
import { introduceUser } from './introduce-user.ts';
import { linkedUserWrites } from './linked-user.ts';
import { toPartnerUserWire } from './partner-user-wire.ts';
import { freeName } from './purge-users.ts';

type Create = typeof peopleRoutes.createPartnerUser;

/**
 * Adds a user to the own tenant (ROL-1, ROL-3) and asks for the mail with its link. Refuses a name outside the tenant's
 * domain and one that is taken. The issuer learns of the user after the change is stored; opening the link does it again.
 */
export const createPartnerUser: Operation<Create, Deps> = (call, deps) => retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Create>, deps: Deps): ReturnType<Operation<Create, Deps>> => {
  const { account } = call.caller;
  const user = newUser(call);
  const name = user.userPrincipalName;
  if (!isUserPrincipalName(name) || domainPartOf(name) !== account.domain)
    return refuse('invalid_property', {
      field: 'userPrincipalName',
      description: `userPrincipalName must be a name in ${account.domain}.`,
    });
  if (!(await freeName(user.tenantId, name, call.at, deps))) return refuse('user_principal_name_in_use');
  const reply = { status: 201, body: toPartnerUserWire({ ...user, version: 1 }) } as const;
  const mail = { organization: account.name, root: call.root, occasion: occasionOf(call) };
  await deps.table.write([...linkedUserWrites(user, mail, deps), ...call.once.complete(reply)]);
  await introduceUser(user, deps);
  return ok(reply);
};

function newUser({ body, caller, once, at }: Call<Create>): User {
  const userPrincipalName = body.userPrincipalName.toLowerCase();
  return {
    tenantId: caller.tenantId,
    userId: once.id('user'),
    version: 0,
    of: 'partner',
    userPrincipalName,
    displayName: body.displayName,
    email: body.email ?? userPrincipalName,
    agentRoles: [...new Set(body.agentRoles ?? [])],
    isGlobalAdmin: body.ownTenantRole === 'globalAdmin',
    state: 'active',
    createdAt: at,
    passwordGeneration: 1,
  };
}
