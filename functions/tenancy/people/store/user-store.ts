import { CustomerUserChanged, PartnerUserChanged, SignInMailRequested } from '../../../../events/tenancy.ts';
import { type NewEvent, newEvent } from '../../../../shared/contracts/events.ts';
import { advanced, type Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import {
  type Item,
  type Key,
  pagesOf,
  putIfVersion,
  putNew,
  type Query,
  type Table,
  type Write,
} from '../../../../shared/dynamo/table.ts';
import { accessKeys, type CallerRecord, callerItem } from '../../../../shared/identity/access.ts';
import { given } from '../../../../shared/kernel/given.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type DirectoryRole, rolesInDirectory } from '../domain/directory-role.ts';
import { callerRoles, isActiveAdmin, isPresent, purgeDueAt, type User } from '../domain/user.ts';
import {
  adminIndex,
  adminsPartition,
  memberKey,
  purgeIndex,
  shownNameKey,
  userKey,
  userNameKey,
  userPartition,
  userPrefix,
} from './keys.ts';
import { memberItem, shownNameItem, userItem, userNameItem } from './user-item.ts';

/** A one-time link to set a password, to be mailed. */
export interface SignInMail {
  readonly organization: string;
  readonly root: string;
  readonly validUntil: Instant;
}

/** Users that the index of admins names at a time. */
const ADMINS_AT_ONCE = 10;

/** Where the users of a tenant lie, by id, and what an item there says. */
export const userPlace = (tenantId: string): Query => ({
  pk: userPartition(tenantId),
  sk: { beginsWith: userPrefix },
  consistent: true,
});
export const userOf = (item: Item): User => userItem.fromItem(item);

/** Users of all tenants, their caller records and their names. */
export const userStore = (table: Table) => ({
  /** Reads consistently, because the next step decides on what it sees. */
  async load(ids: { tenantId: string; userId: string }): Promise<User | undefined> {
    const item = await table.get(userKey(ids), { consistent: true });
    return item && userItem.fromItem(item);
  },

  /** Who has this sign-in name, deleted ones that are not purged yet included. */
  async named(tenantId: string, userPrincipalName: string): Promise<User | undefined> {
    const name = await table.get(userNameKey(tenantId, userPrincipalName), { consistent: true });
    return name && userStore(table).load({ tenantId, userId: userNameItem.fromItem(name).userId });
  },

  /** Whose an item of the index of purges is; the index lags by moments. */
  duePurge: (item: Item): { tenantId: string; userId: string } => userItem.fromItem(item),

  /** Writes that leave nothing of a user and free its name. Its deletion was told when it was deleted. */
  purgeWrites: (user: User): Write[] => [
    { delete: userKey(user), if: { kind: 'equals', values: { version: user.version } } },
    { delete: shownNameKey(user) },
    {
      delete: userNameKey(user.tenantId, user.userPrincipalName),
      if: { kind: 'equals', values: { userId: user.userId } },
    },
    { delete: accessKeys.caller(user.tenantId, user.userId) },
    ...memberKeys({ ...user, state: 'active' }).map((key) => ({ delete: key })),
  ],

  /** Up to a hundred users of a tenant, deleted ones too. */
  some: (tenantId: string): Promise<readonly User[]> => someUsers(table, tenantId),

  /** The users of a tenant, by id, without those that are deleted for good. */
  list: (tenantId: string, at: Instant): SoughtList<User> =>
    soughtList(table, [userPlace(tenantId)], {
      of: userItem.fromItem,
      isWanted: (item) => isPresent(userItem.fromItem(item), at),
    }),

  /**
   * Another active global admin of the user's tenant. The index knows who it may be, and the user itself whether it is; where
   * the index knows none, which lags and has none from before there was one, all users are looked at.
   */
  async otherAdmin({ tenantId, userId }: Pick<User, 'tenantId' | 'userId'>): Promise<User | undefined> {
    const isOther = (user: User | undefined): user is User =>
      user !== undefined && user.userId !== userId && isActiveAdmin(user);
    for await (const items of pagesOf(table, { index: 'gsi2', pk: adminsPartition(tenantId), limit: ADMINS_AT_ONCE }))
      for (const item of items) {
        const user = await userStore(table).load(userItem.fromItem(item));
        if (isOther(user)) return user;
      }
    const all = { pk: userPartition(tenantId), sk: { beginsWith: userPrefix }, consistent: true };
    for await (const items of pagesOf(table, all)) {
      const other = items.map(userItem.fromItem).find(isOther);
      if (other) return other;
    }
    return undefined;
  },

  async isNameTaken(tenantId: string, userPrincipalName: string): Promise<boolean> {
    return (await table.get(userNameKey(tenantId, userPrincipalName), { consistent: true })) !== undefined;
  },

  /** Writes of a new user: state, its name, caller record, events; with a mail when it gets a link. */
  createWrites(user: User, { at, cause }: Occasion, mail?: SignInMail): Write[] {
    const saved = advanced(user);
    const events = [...changedEvents(saved, at), ...(mail ? [mailRequested(saved, mail, at)] : [])];
    return [
      putNew(itemOf(saved)),
      putNew(userNameItem.toItem(userNameKey(saved.tenantId, saved.userPrincipalName), { userId: saved.userId })),
      shownWrite(saved),
      ...memberWrites(undefined, saved),
      { put: callerItem(toCaller(saved)) },
      ...outboxWrite({ aggregate: userKey(saved), version: saved.version, events, cause }),
    ];
  },

  /** The write of what nobody else follows: the user's own item alone, and no event. */
  quietWrite: (before: User, after: User): Write => putIfVersion(itemOf(advanced(after)), before.version),

  /**
   * Writes of a change. `stays` is another global admin that must still be one: of two that take each other's role away
   * at once, one fails.
   */
  changeWrites(before: User, after: User, { at, cause }: Occasion, stays?: User): Write[] {
    const saved = advanced(before.sessions === after.sessions ? after : { ...after, sessionsEndedAt: at });
    return [
      putIfVersion(itemOf(saved), before.version),
      ...(shownNameKey(before).sk === shownNameKey(saved).sk
        ? []
        : [{ delete: shownNameKey(before) }, shownWrite(saved)]),
      ...memberWrites(before, saved),
      { put: callerItem(toCaller(saved)) },
      ...outboxWrite({
        aggregate: userKey(saved),
        version: saved.version,
        events: changedEvents(saved, at, before),
        cause,
      }),
      ...(stays
        ? [{ check: userKey(stays), if: { kind: 'equals', values: { version: stays.version } } as const }]
        : []),
    ];
  },
});

async function someUsers(table: Table, tenantId: string): Promise<readonly User[]> {
  const query = { pk: userPartition(tenantId), sk: { beginsWith: userPrefix }, consistent: true, limit: 100 };
  return (await table.query(query)).items.map(userItem.fromItem);
}

function itemOf(user: User): Item {
  const dueAt = purgeDueAt(user);
  const purge = dueAt === undefined ? {} : purgeIndex({ userId: user.userId, dueAt });
  return userItem.toItem({ ...userKey(user), ...purge, ...(isActiveAdmin(user) && adminIndex(user)) }, user);
}

/** Where a user stands among those that have its roles. A partner's users are in no directory, and deleted ones in none any more. */
const memberKeys = (user: User): readonly Key[] =>
  user.of === 'customer' && user.state === 'active'
    ? rolesInDirectory(user).map((role) => memberKey({ ...user, role }))
    : [];

/** Entries of the roles that a user has now; of before they were kept, the user's next save makes them. */
function memberWrites(before: User | undefined, after: User): Write[] {
  const keys = memberKeys(after);
  const gone = before ? memberKeys(before).filter(({ sk }) => !keys.some((key) => key.sk === sk)) : [];
  return [
    ...keys.map((key) => ({ put: memberItem.toItem(key, { userId: after.userId }) })),
    ...gone.map((key) => ({ delete: key })),
  ];
}

/** The entry of a user's role, where the user was stored before there were entries. */
export const memberWrite = (user: User, role: DirectoryRole): Write => ({
  put: memberItem.toItem(memberKey({ ...user, role }), { userId: user.userId }),
});

/** The entry by which a user is found in the list of its tenant. */
export const shownWrite = (user: User): Write => ({
  put: shownNameItem.toItem(shownNameKey(user), { userId: user.userId }),
});

const toCaller = (user: User): CallerRecord => ({
  tenantId: user.tenantId,
  principalId: user.userId,
  kind: 'user',
  roles: callerRoles(user),
  displayName: user.displayName,
  userPrincipalName: user.userPrincipalName,
  isActive: user.state === 'active',
  ...given({ sessions: user.sessions, sessionsEndedAt: user.sessionsEndedAt }),
  ...(user.temporaryPassword && { mustChoosePassword: true }),
  ...(user.of === 'customer' && { usageLocation: user.person?.usageLocation ?? null }),
});

/** Others follow users of partners, for who gets which mail, and of customers, for their licences. */
function changedEvents(user: User, at: Instant, before?: User): NewEvent[] {
  const about = { tenantId: user.tenantId, aggregateId: user.userId, occurredAt: at };
  const { userId, userPrincipalName, displayName } = user;
  const shared = { userId, userPrincipalName, displayName, isActive: user.state === 'active' };
  switch (user.of) {
    case 'operator':
      return [];
    case 'partner':
      return [
        newEvent(PartnerUserChanged, about, {
          ...shared,
          partnerId: user.tenantId,
          email: user.email,
          roles: callerRoles(user),
        }),
      ];
    case 'customer':
      return [
        newEvent(CustomerUserChanged, about, {
          ...shared,
          customerId: user.tenantId,
          isGlobalAdmin: user.isGlobalAdmin,
          directoryRoles: [...rolesInDirectory(user)],
          change: changeOf(before, user),
          ...given({ usageLocation: user.person?.usageLocation }),
        }),
      ];
  }
}

function changeOf(before: User | undefined, after: User) {
  if (!before) return 'created';
  if (before.state !== after.state) return after.state === 'active' ? 'restored' : 'deleted';
  const isSet = after.temporaryPassword && after.temporaryPassword.hash !== before.temporaryPassword?.hash;
  return isSet ? 'passwordReset' : 'changed';
}

const mailRequested = (user: User, mail: SignInMail, at: Instant): NewEvent =>
  newEvent(
    SignInMailRequested,
    { tenantId: user.tenantId, aggregateId: user.userId, occurredAt: at },
    {
      tenantId: user.tenantId,
      userId: user.userId,
      userOf: user.of,
      userPrincipalName: user.userPrincipalName,
      displayName: user.displayName,
      to: user.email,
      generation: user.passwordGeneration,
      ...mail,
    },
  );
