import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import type { Write } from '../../../../shared/dynamo/table.ts';
import type { User } from '../domain/user.ts';
import { passwordLinkStore } from '../store/password-link-store.ts';
import { userStore } from '../store/user-store.ts';
import type { Deps } from './dependencies.ts';
import { passwordLink } from './password-link.ts';

/** Writes of a new user that gets a mail with a one-time link to set a password. */
export function linkedUserWrites(
  user: User,
  { organization, root, occasion }: { organization: string; root: string; occasion: Occasion },
  deps: Pick<Deps, 'table' | 'linkSecret'>,
): Write[] {
  const { hash, link } = passwordLink(user, occasion.at, deps);
  const mail = { organization, root, validUntil: link.validUntil };
  return [
    ...userStore(deps.table).createWrites(user, occasion, mail),
    passwordLinkStore(deps.table).createWrite(hash, link),
  ];
}
