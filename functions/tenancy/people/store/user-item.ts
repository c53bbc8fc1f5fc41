import { unfoldState } from '../../../../shared/dynamo/aggregate.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { User } from '../domain/user.ts';

export const userItem = storedKind<User>({ kind: 'user', shape: 2, upgrades: [unfoldState] });

/** Who has a sign-in name in its tenant. */
export const userNameItem = storedKind<{ readonly userId: string }>({ kind: 'userName', shape: 1, upgrades: [] });
