import type { User } from '../domain/user.ts';
import { userStore } from '../store/user-store.ts';
import type { Deps } from './dependencies.ts';

/**
 * Creates at the issuer a user that is stored here. Whoever was erased in between is taken back there, or the name would stay
 * with nobody and who gets it next could not sign in: false then. With {@link purgeAllUsers}, which looks at the issuer once more
 * behind its deletion, one of the two sees the other. A read more.
 */
export async function introduceUser(
  user: User,
  { table, identity }: Pick<Deps, 'table' | 'identity'>,
): Promise<boolean> {
  await identity.createUser(user);
  if (await userStore(table).load(user)) return true;
  await identity.deleteUser(user);
  return false;
}
