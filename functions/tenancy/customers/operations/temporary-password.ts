import type { Role } from '../../../../shared/contracts/routes.ts';
import type { Write } from '../../../../shared/dynamo/table.ts';
import { accessKeys, type CallerRecord, isAdministrable } from '../../../../shared/identity/access.ts';
import { actorOf, type Caller } from '../../../../shared/identity/caller.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Setter, TemporaryPassword, User } from '../../people/index.ts';
import { pairStore } from '../../relationships/index.ts';
import { accountStore } from '../../tenants/index.ts';
import { isTemporaryLive } from '../domain/temporary-password.ts';
import type { Deps } from './dependencies.ts';

/** A password that the caller sets for somebody else. */
export async function temporaryPassword(
  password: string,
  { caller, at, right }: { caller: Caller; at: Instant; right: Setter['right'] },
  { passwords }: Pick<Deps, 'passwords'>,
): Promise<TemporaryPassword> {
  const { principalId = caller.principalId } = actorOf(caller);
  return {
    hash: await passwords.hash(password),
    setAt: at,
    setBy: { tenantId: caller.tenantId, principalId, right },
  };
}

const rolesOf = ({ kind, roles }: CallerRecord): readonly Role[] =>
  kind === 'application' && roles.length === 0 ? ['AdminAgent'] : roles;

/**
 * Does the user's temporary password still open the page? Then with the conditions under which it does: put them in the
 * transaction that relies on it, so that a right which is taken away at the same moment counts.
 */
export async function liveTemporary(
  user: User,
  at: Instant,
  { table, records }: Pick<Deps, 'table' | 'records'>,
): Promise<{ held: readonly Write[] } | undefined> {
  const setBy = user.temporaryPassword?.setBy;
  if (!setBy) return undefined;
  const isOwn = setBy.tenantId === user.tenantId;
  const [setter, account, pair] = await Promise.all([
    records.caller(setBy.tenantId, setBy.principalId),
    accountStore(table).load(user.tenantId),
    isOwn ? undefined : pairStore(table).load({ partnerId: setBy.tenantId, customerId: user.tenantId }),
  ]);
  if (!account) return undefined;
  const standing = {
    ...(setter?.isActive && { setterRoles: rolesOf(setter) }),
    isAdministrable: isAdministrable(account.record),
    ...(pair && { pair }),
  };
  if (!isTemporaryLive(user, standing, at)) return undefined;
  const heldAccount: Write = {
    check: accessKeys.account(user.tenantId),
    if: { kind: 'equals', values: { version: account.version } },
  };
  return { held: pair ? [heldAccount, pairStore(table).held(pair)] : [] };
}
