import type * as z from 'zod';
import type { Role } from '../../../../shared/contracts/routes.ts';
import { collection, link } from '../../../../shared/contracts/wire.ts';
import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import type { Call, CallBase, Operation, RelatedCustomer } from '../../../../shared/http/call.ts';
import { matches, parseFilter } from '../../../../shared/http/filter.ts';
import { SEEK, seekPage } from '../../../../shared/http/seek.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import {
  changePerson,
  deleteUser,
  freeName,
  introduceUser,
  isActiveAdmin,
  isPresent,
  isRestorable,
  mayAct,
  type Person,
  passwordWeakness,
  roleOfAgent,
  rolesFor,
  type User,
  type UserOrder,
  userListStore,
  userStore,
} from '../../people/index.ts';
import type * as s from '../../schemas.ts';
import { domainPartOf, isUserPrincipalName } from '../../tenants/index.ts';
import { withTemporaryPassword } from '../domain/temporary-password.ts';
import type { customersRoutes } from '../routes.ts';
import { customerStore } from '../store/customer-store.ts';
import type { Deps } from './dependencies.ts';
import { temporaryPassword } from './temporary-password.ts';

/**
 * Users of customers (tenancy contract 6): the customer's own side and that of a partner with delegated administration
 * do the same to one directory.
 */
type Routes = typeof customersRoutes;
type UserWire = z.input<typeof s.CustomerUser>;
/** Whose directory, and where its resources lie. */
interface Directory {
  readonly tenantId: string;
  readonly path: string;
  /** What every change of it holds as it was checked: a partner's delegated administration. */
  readonly unchanged: readonly Write[];
}
/** The roles in the directory that a caller acts with: its own, or those that its agent roles stand for. */
type ActsAs = ReadonlySet<Role>;
const asAgent = ({ caller }: { caller: Caller }): ActsAs => new Set([roleOfAgent(caller.roles.has('AdminAgent'))]);

type ChangeCall = Pick<CallBase, 'at' | 'once'> & { readonly caller: Caller; readonly cause: Cause };

const ofCustomer = ({ customer }: { customer: RelatedCustomer }): Directory => ({
  tenantId: customer.customerId,
  path: `/customers/${customer.customerId}/users`,
  unchanged: [customer.unchanged],
});
const own = ({ caller }: { caller: Caller }): Directory => ({
  tenantId: caller.tenantId,
  path: '/my/users',
  unchanged: [],
});

/** A password is echoed in the answer that set it, and never again. Every password set here has to be changed. */
function toUserWire(user: User, directory: Directory, password?: string): UserWire {
  const { person = {}, temporaryPassword } = user;
  return {
    id: user.userId,
    userPrincipalName: user.userPrincipalName,
    displayName: user.displayName,
    ...person,
    passwordProfile: { ...given({ password }), forceChangePassword: temporaryPassword !== undefined },
    userDomainType: 'none',
    state: user.state,
    ...given({ softDeletionTime: user.deletedAt && toWireInstant(user.deletedAt) }),
    links: { self: link(`${directory.path}/${user.userId}`) },
    attributes: { objectType: 'CustomerUser' },
  };
}

// --- lists -----------------------------------------------------------------------------------------------------------

type ListCall = Call<Routes['listMyUsers']>;
type ListReply = ReturnType<Operation<Routes['listMyUsers'], Deps>>;

/** Active users, or with `UserState equals Inactive` the deleted ones that are not purged yet; sorted when asked for. */
async function list(call: ListCall, directory: Directory, { table }: Deps): ListReply {
  const filter = parseFilter(call.query.filter, ['UserState', 'UserStatus'], ['equals']);
  if (!filter.ok) return filter;
  const users = userListStore(table);
  const by = await orderOf(call, directory, users);
  const list = users.byName(directory.tenantId, {
    by,
    descending: call.query.sortDirection === 'descending',
    isWanted: (user) =>
      isPresent(user, call.at) &&
      (filter.value
        ? matches(filter.value, { UserState: user.state, UserStatus: user.state })
        : user.state === 'active'),
  });
  const page = await seekPage(call, list, { ...SEEK, kept: by });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({
    status: 200,
    body: collection(
      items.map((user) => toUserWire(user, directory)),
      links,
      token,
    ),
  });
}

/**
 * By which name the users are listed: the display name, unless another is asked for. While those of before there were entries
 * get theirs, a list goes by sign-in name; its pages go on as they began.
 */
async function orderOf(
  { query, seek }: ListCall,
  { tenantId }: Directory,
  users: ReturnType<typeof userListStore>,
): Promise<UserOrder['by']> {
  const begun = seek?.token?.kept;
  if (begun === 'displayName' || begun === 'userPrincipalName') return begun;
  if (query.sortField === 'UserPrincipalName') return 'userPrincipalName';
  return (await users.enteredUsers(tenantId)) ? 'displayName' : 'userPrincipalName';
}

export const listCustomerUsers: Operation<Routes['listCustomerUsers'], Deps> = (call, deps) =>
  list(call as unknown as ListCall, ofCustomer(call), deps);
export const listMyUsers: Operation<Routes['listMyUsers'], Deps> = (call, deps) => list(call, own(call), deps);

// --- one user --------------------------------------------------------------------------------------------------------

async function find(userId: string, { tenantId }: Directory, at: CallBase['at'], { table }: Pick<Deps, 'table'>) {
  const user = await userStore(table).load({ tenantId, userId });
  return user && isPresent(user, at) ? user : undefined;
}

export const viewCustomerUser: Operation<Routes['viewCustomerUser'], Deps> = async (call, deps) => {
  const user = await find(call.path.userId, ofCustomer(call), call.at, deps);
  return user ? ok({ status: 200, body: toUserWire(user, ofCustomer(call)) }) : refuse('user_not_found');
};
export const viewMyUser: Operation<Routes['viewMyUser'], Deps> = async (call, deps) => {
  const user = await find(call.path.userId, own(call), call.at, deps);
  return user ? ok({ status: 200, body: toUserWire(user, own(call)) }) : refuse('user_not_found');
};

// --- creation --------------------------------------------------------------------------------------------------------

type CreateBody = Call<Routes['createMyUser']>['body'];

/**
 * Adds a user. As with a new customer, the issuer learns of it after it is stored and before the answer is; a repeat with
 * the same request id goes on where an interrupted one stopped. Refuses a name outside the domains of the tenant, one
 * that is taken, and a weak password.
 */
async function create(call: ChangeCall & { body: CreateBody }, directory: Directory, deps: Deps) {
  const made = await retryOnConflict(() => make(call, directory, deps));
  if (!made.ok) return made;
  const user = made.value;
  if (!(await introduceUser(user, deps))) return erased;
  const reply = { status: 201, body: toUserWire(user, directory, call.body.passwordProfile.password) } as const;
  await deps.table.write(call.once.complete(reply));
  return ok(reply);
}

const erased = refuse('invalid_property', {
  field: 'userPrincipalName',
  description: 'userPrincipalName: the organization was deleted meanwhile.',
});

async function make(
  call: ChangeCall & { body: CreateBody },
  { tenantId, unchanged }: Directory,
  deps: Deps,
): Promise<Result<User, Refusal<'invalid_property' | 'user_principal_name_in_use'>>> {
  const { table } = deps;
  const users = userStore(table);
  const userId = call.once.id('user');
  const earlier = await users.load({ tenantId, userId });
  if (earlier) return ok(earlier);
  const name = call.body.userPrincipalName.toLowerCase();
  const customers = customerStore(table);
  const customer = await customers.load(tenantId);
  const domains = customer ? [customer.domain, ...customer.customDomains] : [];
  if (!isUserPrincipalName(name) || !domains.includes(domainPartOf(name)))
    return refuse('invalid_property', {
      field: 'userPrincipalName',
      description: `userPrincipalName must be a name in ${domains.join(' or ')}.`,
    });
  if (customer?.federatedDomains?.includes(domainPartOf(name)) && !call.body.immutableId)
    return refuse('invalid_property', {
      field: 'immutableId',
      description: 'immutableId: a user of a federated domain needs the id that its directory has for it.',
    });
  const weak = weakness(call.body.passwordProfile.password, name);
  if (weak) return weak;
  if (!(await freeName(tenantId, name, call.at, deps))) return refuse('user_principal_name_in_use');
  const temporary = await temporaryPassword(call.body.passwordProfile.password, { ...call, right: 'admin' }, deps);
  const user = { ...newUser(call, tenantId, userId), temporaryPassword: temporary };
  await table.write([...users.createWrites(user, occasionOf(call)), customers.isThere(tenantId), ...unchanged]);
  return ok(user);
}

const weakness = (password: string, name: string) => {
  const description = passwordWeakness(password, name);
  return description && refuse('invalid_property', { field: 'passwordProfile.password', description });
};

function newUser({ body, at }: ChangeCall & { body: CreateBody }, tenantId: string, userId: string): User {
  const { userPrincipalName, displayName, passwordProfile: _, ...person } = body;
  const name = userPrincipalName.toLowerCase();
  return {
    tenantId,
    userId,
    version: 0,
    of: 'customer',
    userPrincipalName: name,
    displayName,
    email: name,
    agentRoles: [],
    isGlobalAdmin: false,
    state: 'active',
    createdAt: at,
    passwordGeneration: 0,
    person: given(person),
  };
}

export const createCustomerUser: Operation<Routes['createCustomerUser'], Deps> = (call, deps) =>
  create(call, ofCustomer(call), deps);
export const createMyUser: Operation<Routes['createMyUser'], Deps> = (call, deps) => create(call, own(call), deps);

// --- change ------------------------------------------------------------------------------------------------------------

type ChangeBody = Call<Routes['changeMyUser']>['body'];

/** Why a user that was found is not changed by this call. */
type Check<R> = (before: User, call: { readonly body: ChangeBody; readonly as: ActsAs }) => R | undefined;

/** A sign-in name stays: the issuer knows the person by it. */
const keepsName = (({ userPrincipalName: name }, { body }) =>
  body.userPrincipalName && body.userPrincipalName.toLowerCase() !== name
    ? refuse('operation_not_supported', { field: 'userPrincipalName' })
    : undefined) satisfies Check<unknown>;

const hasRight = ((before, { body, as }) =>
  mayAct(isPasswordOnly(body) ? 'setPassword' : 'changeUser', as, before)
    ? undefined
    : refuse('role_lacks_right')) satisfies Check<unknown>;

/** A helpdesk sets passwords and changes nothing else (ROL-2): whoever it is that a call would change more of. */
const isBeyond = ({ body, as }: { readonly body: ChangeBody; readonly as: ActsAs }): boolean =>
  !isPasswordOnly(body) && !rolesFor('changeUser').some((role) => as.has(role));

/**
 * Changes a user, sets a temporary password, or restores it within thirty days of its deletion; `check` says what else may
 * be against it.
 *
 * A password counts from the write on: no token is made for the user any more, and those that there are end. Then the
 * issuer forgets the former password and what was signed in with it. A repeat of an interrupted call does all of it again.
 */
const change = <R>(
  call: ChangeCall & { body: ChangeBody; as: ActsAs },
  { userId, directory, check }: { userId: string; directory: Directory; check: Check<R> },
  deps: Deps,
) =>
  retryOnConflict(async () => {
    const users = userStore(deps.table);
    const before = await find(userId, directory, call.at, deps);
    const { userPrincipalName: _, displayName, passwordProfile, state, ...sent } = call.body;
    const isRestored = state === 'active' && before?.state === 'inactive';
    if (!before || (isRestored && !isRestorable(before, call.at))) return refuse('user_not_found');
    const refused = check(before, call);
    if (refused) return refused;
    const password = passwordProfile?.password || undefined;
    const weak = password && weakness(password, before.userPrincipalName);
    if (weak) return weak;
    if (passwordProfile?.forceChangePassword && !password && !before.temporaryPassword) return needsPassword;
    const person: Person = given(sent);
    const changed = changePerson(before, { ...given({ displayName: displayName || undefined }), person, isRestored });
    const right = call.as.has('GlobalAdmin') ? 'admin' : 'helpdesk';
    const after = password
      ? withTemporaryPassword(changed, await temporaryPassword(password, { ...call, right }, deps))
      : changed;
    const writes = after === before ? [] : users.changeWrites(before, after, occasionOf(call));
    await deps.table.write([...writes, ...directory.unchanged]);
    if (!(await introduceUser(after, deps))) return refuse('user_not_found');
    // Told again when it is active already: an earlier attempt may have been interrupted before the issuer knew.
    if (state === 'active') await deps.identity.enableUser(after.userPrincipalName);
    if (password) await deps.identity.setPassword(after.userPrincipalName, deps.chance.password());
    if (password || isRestored) await deps.identity.signOut(after.userPrincipalName);
    return ok({ status: 200, body: toUserWire(after, directory, password) } as const);
  });

const needsPassword = refuse('invalid_property', {
  field: 'passwordProfile.password',
  description: 'passwordProfile.password: a change is forced by a password that you set; send one.',
});

const isPasswordOnly = (body: ChangeBody): boolean =>
  Object.entries(body).every(([name, value]) => name === 'passwordProfile' || value === undefined);

const both: Check<ReturnType<typeof hasRight> | ReturnType<typeof keepsName>> = (before, call) =>
  hasRight(before, call) ?? keepsName(before, call);

export const changeCustomerUser: Operation<Routes['changeCustomerUser'], Deps> = async (call, deps) => {
  const acting = { ...call, as: asAgent(call) };
  if (isBeyond(acting)) return refuse('role_lacks_right');
  return change(acting, { userId: call.path.userId, directory: ofCustomer(call), check: both }, deps);
};
export const resetCustomerUserPassword: Operation<Routes['resetCustomerUserPassword'], Deps> = (call, deps) =>
  change(
    { ...call, as: asAgent(call) },
    { userId: call.path.userId, directory: ofCustomer(call), check: hasRight },
    deps,
  );
export const changeMyUser: Operation<Routes['changeMyUser'], Deps> = async (call, deps) => {
  const acting = { ...call, as: call.caller.roles };
  if (isBeyond(acting)) return refuse('role_lacks_right');
  return change(acting, { userId: call.path.userId, directory: own(call), check: both }, deps);
};

// --- deletion ------------------------------------------------------------------------------------------------------------

/** Deletes a user for thirty days, then for good; its licences are free at once. The last global admin stays. */
const remove = <R>(
  call: ChangeCall,
  { userId, directory, check }: { userId: string; directory: Directory; check: (before: User) => R | undefined },
  deps: Deps,
) =>
  retryOnConflict(async () => {
    const users = userStore(deps.table);
    const before = await find(userId, directory, call.at, deps);
    if (!before) return refuse('user_not_found');
    const refused = check(before);
    if (refused) return refused;
    const other = isActiveAdmin(before) ? await users.otherAdmin(before) : undefined;
    const deleted = deleteUser(before, call.at, other !== undefined);
    if (!deleted.ok) return deleted;
    const after = deleted.value;
    const writes = after === before ? [] : users.changeWrites(before, after, occasionOf(call), other);
    await deps.table.write([...writes, ...directory.unchanged]);
    await deps.identity.disableUser(after.userPrincipalName);
    return ok({ status: 204 } as const);
  });

/** Only an admin agent gets here, who is a global admin to them. */
const asGlobalAdmin = (): undefined => undefined;

export const deleteCustomerUser: Operation<Routes['deleteCustomerUser'], Deps> = (call, deps) =>
  remove(call, { userId: call.path.userId, directory: ofCustomer(call), check: asGlobalAdmin }, deps);
export const deleteMyUser: Operation<Routes['deleteMyUser'], Deps> = (call, deps) => {
  const check = (before: User) =>
    mayAct('deleteUser', call.caller.roles, before) ? undefined : refuse('role_lacks_right');
  return remove(call, { userId: call.path.userId, directory: own(call), check }, deps);
};
