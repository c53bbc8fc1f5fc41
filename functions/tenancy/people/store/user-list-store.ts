import { joinedList, type SoughtList } from '../../../../shared/dynamo/sought.ts';
import type { StoredKind } from '../../../../shared/dynamo/stored-kind.ts';
import { type Cursor, retryOnConflict, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { type DirectoryRole, rolesInDirectory } from '../domain/directory-role.ts';
import type { User } from '../domain/user.ts';
import {
  enteredKey,
  membersPrefix,
  shownNameKey,
  shownNamePrefix,
  userKey,
  userNamePrefix,
  userPartition,
  userPrefix,
} from './keys.ts';
import { type Entered, enteredItem, memberItem, shownNameItem, userItem, userNameItem } from './user-item.ts';
import { memberWrite, shownWrite, userStore } from './user-store.ts';

/** Users that are read for a page: each entry leads to one. */
const JOINED_MAX = 500;

export interface UserOrder {
  readonly by: 'displayName' | 'userPrincipalName';
  readonly descending: boolean;
  readonly isWanted: (user: User) => boolean;
}

/** Users that get an entry by display name at a time, and the most that get one in a call. */
const ENTERED_PAGE = 100;
const ENTERED_AT_ONCE = 10;
const ENTERED_MAX = 1000;

/** The users of a tenant by their names: entries by display name lie beside those that keep sign-in names apart. */
export const userListStore = (table: Table) => ({
  /** The users of a tenant that are wanted, by one of their names; by display name all that are {@link enteredUsers}. */
  byName(tenantId: string, { by, descending, isWanted }: UserOrder): SoughtList<User> {
    const beginsWith = by === 'displayName' ? shownNamePrefix : userNamePrefix;
    const nameItem = by === 'displayName' ? shownNameItem : userNameItem;
    return entriesOf(table, tenantId, { beginsWith, descending, isWanted, kind: nameItem });
  },

  /** The active users of a customer that have a role in its directory, by id. */
  members: (tenantId: string, role: DirectoryRole): SoughtList<User> =>
    entriesOf(table, tenantId, {
      beginsWith: membersPrefix(role),
      descending: false,
      isWanted: (user) => user.state === 'active' && rolesInDirectory(user).includes(role),
      kind: memberItem,
    }),

  /**
   * Makes sure that global admins have their entries: until there were entries, a tenant had one global admin, which is
   * found by the index of admins. One read where any is there.
   */
  async enteredAdmins(tenantId: string): Promise<void> {
    const role = 'GlobalAdmin';
    const entries = {
      pk: userPartition(tenantId),
      sk: { beginsWith: membersPrefix(role) },
      consistent: true,
      limit: 1,
    };
    if ((await table.query(entries)).items.length > 0) return;
    const admin = await userStore(table).otherAdmin({ tenantId, userId: '' });
    if (admin?.of === 'customer') await writeEntry(table, admin, memberWrite(admin, role));
  },

  /** The write that says of a new tenant that its users have their entries: they get them when they are made. */
  newTenantWrite: (tenantId: string): Write => ({
    put: enteredItem.toItem(enteredKey(tenantId), { isComplete: true }),
  }),

  /**
   * Gives an entry by display name to users that were stored before there were entries, at most {@link ENTERED_MAX} in a call;
   * true when none is left. Any call goes on where the one before ended, and two at once do the same.
   */
  async enteredUsers(tenantId: string): Promise<boolean> {
    const item = await table.get(enteredKey(tenantId), { consistent: true });
    const before: Entered = item ? enteredItem.fromItem(item) : { isComplete: false };
    if (before.isComplete) return true;
    const after = await enter(table, tenantId, before.behind);
    await table.write([{ put: enteredItem.toItem(enteredKey(tenantId), after) }]);
    return after.isComplete;
  },
});

async function enter(table: Table, tenantId: string, behind: string | undefined): Promise<Entered> {
  const query = { pk: userPartition(tenantId), sk: { beginsWith: userPrefix }, consistent: true, limit: ENTERED_PAGE };
  let after: Cursor | undefined = behind === undefined ? undefined : { ...userKey({ tenantId, userId: behind }) };
  let entered = 0;
  for (;;) {
    const { items, next } = await table.query({ ...query, ...(after && { after }) });
    const users = items.map(userItem.fromItem);
    const known = new Set((await table.batchGet(users.map(shownNameKey), { consistent: true })).map(({ sk }) => sk));
    const unknown = users.filter((user) => !known.has(shownNameKey(user).sk));
    for (let from = 0; from < unknown.length; from += ENTERED_AT_ONCE)
      await Promise.all(unknown.slice(from, from + ENTERED_AT_ONCE).map((user) => enterUser(table, user)));
    entered += unknown.length;
    if (!next) return { isComplete: true };
    if (entered >= ENTERED_MAX) return { isComplete: false, behind: users.at(-1)!.userId };
    after = next;
  }
}

/** Under the name that it has when it is entered; one that is gone by then gets none. */
const enterUser = (table: Table, ids: { tenantId: string; userId: string }): Promise<void> =>
  retryOnConflict(async () => {
    const user = await userStore(table).load(ids);
    if (user) await writeEntry(table, user, shownWrite(user));
  });

/** Writes an entry of a user on condition that it is as it was loaded. */
const writeEntry = (table: Table, user: User, entry: Write): Promise<void> =>
  table.write([{ check: userKey(user), if: { kind: 'equals', values: { version: user.version } } }, entry]);

interface Entries extends Pick<UserOrder, 'descending' | 'isWanted'> {
  readonly beginsWith: string;
  readonly kind: StoredKind<{ readonly userId: string }>;
}

/** The users that entries of a kind lead to, in the order of the entries. */
const entriesOf = (table: Table, tenantId: string, { beginsWith, descending, isWanted, kind }: Entries) =>
  joinedList(table, [{ pk: userPartition(tenantId), sk: { beginsWith }, consistent: true, descending }], {
    async join(items) {
      const ids = items.map((item) => kind.fromItem(item).userId);
      const users = await table.batchGet(
        ids.map((userId) => userKey({ tenantId, userId })),
        { consistent: true },
      );
      const byId = new Map(users.map(userItem.fromItem).map((user) => [user.userId, user]));
      return ids.map((userId) => {
        const user = byId.get(userId);
        return user && isWanted(user) ? user : undefined;
      });
    },
    itemsMax: JOINED_MAX,
  });
