import type * as z from 'zod';
import { collection } from '../../../../shared/contracts/wire.ts';
import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import type { Call, CallBase, Operation, RelatedCustomer } from '../../../../shared/http/call.ts';
import { SEEK, seekPage } from '../../../../shared/http/seek.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import {
  type DirectoryRole,
  directoryRoleNames,
  directoryRoles,
  isActiveAdmin,
  isPresent,
  rolesInDirectory,
  type User,
  userListStore,
  userStore,
  withDirectoryRole,
  withoutDirectoryRole,
} from '../../people/index.ts';
import type * as s from '../../schemas.ts';
import type { directoryRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';
import { directoryRoleId, directoryRoleOf } from './role-id.ts';

/**
 * Roles in the directory of a customer (tenancy contract 7): its own people and a partner with delegated administration
 * give and take the same ones.
 */
type Routes = typeof directoryRoutes;
/** Whose directory. */
interface Directory {
  readonly tenantId: string;
  /** What every change of it holds as it was checked: a partner's delegated administration. */
  readonly unchanged: readonly Write[];
}
const ofCustomer = ({ customer }: { customer: RelatedCustomer }): Directory => ({
  tenantId: customer.customerId,
  unchanged: [customer.unchanged],
});
const own = ({ caller }: { caller: Caller }): Directory => ({ tenantId: caller.tenantId, unchanged: [] });

const toRoleWire = (tenantId: string, role: DirectoryRole): z.input<typeof s.DirectoryRole> => ({
  id: directoryRoleId(tenantId, role),
  name: directoryRoleNames[role],
  attributes: { objectType: 'DirectoryRole' },
});
const toMemberWire = (user: User, role: DirectoryRole): z.input<typeof s.UserMember> => ({
  id: user.userId,
  displayName: user.displayName,
  userPrincipalName: user.userPrincipalName,
  roleId: directoryRoleId(user.tenantId, role),
  attributes: { objectType: 'UserMember' },
});

/** A user of the directory, deleted ones that can be restored among them. */
async function find(tenantId: string, userId: string, at: Instant, { table }: Pick<Deps, 'table'>) {
  const user = await userStore(table).load({ tenantId, userId });
  return user?.of === 'customer' && isPresent(user, at) ? user : undefined;
}

// --- what there is ---------------------------------------------------------------------------------------------------

const roles = ({ tenantId }: Directory) =>
  ok({ status: 200, body: collection(directoryRoles.map((role) => toRoleWire(tenantId, role))) } as const);

export const listCustomerDirectoryRoles: Operation<Routes['listCustomerDirectoryRoles'], Deps> = async (call) =>
  roles(ofCustomer(call));
export const listMyDirectoryRoles: Operation<Routes['listMyDirectoryRoles'], Deps> = async (call) => roles(own(call));

async function rolesOf({ tenantId }: Directory, call: Pick<CallBase, 'at'> & { path: { userId: string } }, deps: Deps) {
  const user = await find(tenantId, call.path.userId, call.at, deps);
  if (!user) return refuse('user_not_found');
  const items = rolesInDirectory(user).map((role) => toRoleWire(tenantId, role));
  return ok({ status: 200, body: collection(items) } as const);
}

export const listCustomerUserDirectoryRoles: Operation<Routes['listCustomerUserDirectoryRoles'], Deps> = (call, deps) =>
  rolesOf(ofCustomer(call), call, deps);
export const listMyUserDirectoryRoles: Operation<Routes['listMyUserDirectoryRoles'], Deps> = (call, deps) =>
  rolesOf(own(call), call, deps);

type ListCall = Call<Routes['listMyDirectoryRoleMembers']>;

/** The active users that have a role, by id. */
async function members({ tenantId }: Directory, call: ListCall, { table }: Deps) {
  const role = directoryRoleOf(tenantId, call.path.roleId);
  if (!role) return refuse('resource_not_found');
  const users = userListStore(table);
  if (role === 'GlobalAdmin') await users.enteredAdmins(tenantId);
  const page = await seekPage(call, users.members(tenantId, role), SEEK);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const body = collection(
    items.map((user) => toMemberWire(user, role)),
    links,
    token,
  );
  return ok({ status: 200, body } as const);
}

export const listCustomerDirectoryRoleMembers: Operation<Routes['listCustomerDirectoryRoleMembers'], Deps> = (
  call,
  deps,
) => members(ofCustomer(call), call as unknown as ListCall, deps);
export const listMyDirectoryRoleMembers: Operation<Routes['listMyDirectoryRoleMembers'], Deps> = (call, deps) =>
  members(own(call), call, deps);

// --- giving and taking -------------------------------------------------------------------------------------------------

interface Change {
  readonly directory: Directory;
  readonly roleId: string;
  readonly userId: string;
}
type ChangeCall = Pick<CallBase, 'at'> & Parameters<typeof occasionOf>[0];
/** The user as it is to be, or why it stays as it is. */
type Decide<R extends string> = (before: User, role: DirectoryRole) => Promise<Result<Changed, Refusal<R>>>;
interface Changed {
  readonly after: User;
  /** Another global admin, who must still be one when the change is stored. */
  readonly stays?: User;
}

/**
 * Gives or takes a role. What the user is signed in to ends with it (ROL-2): its tokens within a minute, its refresh tokens at
 * the issuer, which is told again when nothing changes, because an earlier attempt may have been interrupted before it
 * knew.
 */
const change = <R extends string>(
  call: ChangeCall,
  { directory, roleId, userId }: Change,
  decide: Decide<R>,
  { table, identity }: Deps,
) =>
  retryOnConflict(async () => {
    const role = directoryRoleOf(directory.tenantId, roleId);
    if (!role) return refuse('resource_not_found');
    const before = await find(directory.tenantId, userId, call.at, { table });
    if (!before) return refuse('user_not_found');
    if (role === 'GlobalAdmin') await userListStore(table).enteredAdmins(directory.tenantId);
    const changed = await decide(before, role);
    if (!changed.ok) return changed;
    const { after, stays } = changed.value;
    const writes = after === before ? [] : userStore(table).changeWrites(before, after, occasionOf(call), stays);
    await table.write([...writes, ...directory.unchanged]);
    await identity.signOut(after.userPrincipalName);
    return ok({ user: after, role });
  });

type AddCall = Call<Routes['addMyDirectoryRoleMember']>;

/** A deleted user gets no role. As with a new user, the issuer learns of it after it is stored and before the answer is. */
async function add(directory: Directory, call: AddCall, deps: Deps) {
  const of = { directory, roleId: call.path.roleId, userId: call.body.id };
  const give: Decide<'user_not_found'> = async (before, role) =>
    before.state === 'active' ? ok({ after: withDirectoryRole(before, role) }) : refuse('user_not_found');
  const added = await change(call, of, give, deps);
  if (!added.ok) return added;
  const reply = { status: 201, body: toMemberWire(added.value.user, added.value.role) } as const;
  await deps.table.write(call.once.complete(reply));
  return ok(reply);
}

export const addCustomerDirectoryRoleMember: Operation<Routes['addCustomerDirectoryRoleMember'], Deps> = (call, deps) =>
  add(ofCustomer(call), call as unknown as AddCall, deps);
export const addMyDirectoryRoleMember: Operation<Routes['addMyDirectoryRoleMember'], Deps> = (call, deps) =>
  add(own(call), call, deps);

type RemoveCall = Call<Routes['removeMyDirectoryRoleMember']>;

/** A deleted user may lose a role, so that it does not come back with its user. */
async function remove(directory: Directory, call: RemoveCall, deps: Deps) {
  const take: Decide<'last_global_admin'> = async (before, role) => {
    const isAdmin = role === 'GlobalAdmin' && isActiveAdmin(before);
    const stays = isAdmin ? await userStore(deps.table).otherAdmin(before) : undefined;
    const taken = withoutDirectoryRole(before, role, stays !== undefined);
    return taken.ok ? ok({ after: taken.value, ...(stays && { stays }) }) : taken;
  };
  const removed = await change(call, { directory, ...call.path }, take, deps);
  return removed.ok ? ok({ status: 204 } as const) : removed;
}

export const removeCustomerDirectoryRoleMember: Operation<Routes['removeCustomerDirectoryRoleMember'], Deps> = (
  call,
  deps,
) => remove(ofCustomer(call), call as unknown as RemoveCall, deps);
export const removeMyDirectoryRoleMember: Operation<Routes['removeMyDirectoryRoleMember'], Deps> = (call, deps) =>
  remove(own(call), call, deps);
