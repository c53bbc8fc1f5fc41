import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { networkOf } from '../../../../shared/http/limited.ts';
import { type TooMany, tooMany } from '../../../../shared/http/limits.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { pageReply } from '../../../../shared/pages/page-reply.ts';
import { claimed, isClaimed, liveTemporary, withOwnPassword } from '../../customers/index.ts';
import { actorOfPerson } from '../../invitations/index.ts';
import { passwordWeakness, type User, userStore } from '../../people/index.ts';
import { domainPartOf, domainStore, isUserPrincipalName, USER_NAME_LENGTH_MAX } from '../../tenants/index.ts';
import { type ChoiceFacts, choosePasswordPage, passwordDonePage } from '../pages/password-pages.ts';
import type { signInRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';

type Routes = typeof signInRoutes;
type Submit = Call<Routes['submitChosenPassword']>;

/** The form where somebody to whom a password was given chooses one of its own: all that the given one opens. */
export const showPasswordChoice: Operation<Routes['showPasswordChoice'], Deps> = async (call, deps) =>
  pageReply(200, choosePasswordPage({ userName: call.query.userName ?? '' }), call, deps);

/**
 * Replaces a temporary password by one that its user chose. Who is unknown, has no such password or shows a wrong or ended
 * one reads the same, after the same time.
 *
 * Of two forms at once one claims the temporary password, and the issuer hears of that one alone: whoever set the password
 * knows it, too, and must not slip in one of its own behind the user's back. Then the temporary password is used up, on
 * condition that whoever set it may still have set it. Until then no token is made for the user, so an interruption, or a
 * right taken away in between, leaves nothing open: the person sends the form again, or gets another password.
 */
export const submitChosenPassword: Operation<Routes['submitChosenPassword'], Deps> = (call, deps) =>
  retryOnConflict(() => attempt(call, deps));

async function attempt(call: Submit, deps: Deps) {
  const form = new URLSearchParams(call.file?.text ?? '');
  const [current = '', password = '', repeat = ''] = ['current', 'password', 'repeat'].map(
    (name) => form.get(name) ?? '',
  );
  const userName = (form.get('userName') ?? '').trim().toLowerCase().slice(0, USER_NAME_LENGTH_MAX);
  const subject = `${networkOf(call.sourceIp)}#${userName}`;
  const tries = await call.limits.open({ limit: 'wrongPasswords', tenantId: 'anonymous', subject }, call.at);
  if (tries.refusal) return laterReply(tries.refusal, userName, call, deps);
  // Counted before it is looked at: among many at once the right one would pass however many were wrong.
  const refusal = await tries.take(1);
  if (refusal) return laterReply(refusal, userName, call, deps);
  const user = await userNamed(userName, deps);
  const isRight = await deps.passwords.matches(current, user?.temporaryPassword?.hash);
  const live = isRight && user ? await liveTemporary(user, call.at, deps) : undefined;
  if (live) await tries.giveBack(1);
  const error = live && user ? choiceError({ current, password, repeat }, user) : WRONG;
  if (error || !live || !user)
    return pageReply(400, choosePasswordPage({ userName, ...(error && { error }) }), call, deps);
  if (isClaimed(user, call.at)) return laterReply(BUSY, userName, call, deps);
  await replace(user, password, live.held, call, deps);
  const account = await deps.records.account(user.tenantId);
  const done = { organization: account?.name ?? '', userName: user.userPrincipalName };
  return pageReply(200, passwordDonePage(done), call, deps);
}

const BUSY = tooMany(30, 'Another form replaces this password at this moment.');

/** @throws WriteConflictError when the user was changed, or the right to set its password taken away, in between. */
async function replace(before: User, password: string, held: readonly Write[], call: Submit, deps: Deps) {
  const { table, identity } = deps;
  const users = userStore(table);
  const mine = claimed(before, call.at);
  await table.write([users.quietWrite(before, mine), ...held]);
  const user = { ...mine, version: before.version + 1 };
  try {
    await identity.createUser(user);
    await identity.setPassword(user.userPrincipalName, password);
    await identity.signOut(user.userPrincipalName);
    const occasion = { at: call.at, cause: { ...call.cause, actor: actorOfPerson(user) } };
    await table.write([...users.changeWrites(user, withOwnPassword(user), occasion), ...held]);
  } catch (error) {
    // Given back, so that the person need not wait to send the form again; where that fails, too, the claim runs out.
    await table.write([users.quietWrite(user, claimed(user, undefined))]).catch(() => {});
    throw error;
  }
}

/** A pair of user and address that guessed too often waits, whether or not its password is right now. */
async function laterReply(refusal: TooMany, userName: string, call: Submit, deps: Deps) {
  const error = { field: 'current', text: refusal.description ?? 'Try again later.' } as const;
  const page = pageReply(429, choosePasswordPage({ userName, error }), call, deps);
  return ok({ ...page.value, headers: { ...page.value.headers, 'retry-after': String(refusal.retryAfterSeconds) } });
}

const WRONG: ChoiceFacts['error'] = {
  field: 'current',
  text: 'User name or password is not right, or the password has ended. Ask whoever gave it to you for a new one.',
};

async function userNamed(name: string, { table }: Pick<Deps, 'table'>): Promise<User | undefined> {
  if (!isUserPrincipalName(name)) return undefined;
  const tenantId = await domainStore(table).holder(domainPartOf(name));
  return tenantId === undefined ? undefined : await userStore(table).named(tenantId, name);
}

function choiceError(
  { current, password, repeat }: { current: string; password: string; repeat: string },
  user: User,
): ChoiceFacts['error'] {
  const weakness = passwordWeakness(password, user.userPrincipalName);
  if (weakness) return { field: 'password', text: weakness };
  if (password === current) return { field: 'password', text: 'Choose another password than the one you were given.' };
  return password === repeat ? undefined : { field: 'repeat', text: 'The two passwords differ. Type the same again.' };
}
