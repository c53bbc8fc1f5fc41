import { unfoldState } from '../../../../shared/dynamo/aggregate.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { User } from '../domain/user.ts';

/** The third shape knows roles of a directory; nobody had one before. */
export const userItem = storedKind<User>({ kind: 'user', shape: 3, upgrades: [unfoldState, (record) => record] });

/** Who has a sign-in name in its tenant, or a display name: by these a tenant's users are listed. */
export const userNameItem = storedKind<{ readonly userId: string }>({ kind: 'userName', shape: 1, upgrades: [] });
export const shownNameItem = storedKind<{ readonly userId: string }>({ kind: 'shownName', shape: 1, upgrades: [] });

/** Who has a role in the directory of its tenant. */
export const memberItem = storedKind<{ readonly userId: string }>({ kind: 'roleMember', shape: 1, upgrades: [] });

/** How far the users of a tenant have their entries by display name. */
export interface Entered {
  readonly isComplete: boolean;
  /** The last one that was looked at, where they are not complete. */
  readonly behind?: string;
}
export const enteredItem = storedKind<Entered>({ kind: 'enteredUsers', shape: 1, upgrades: [] });
