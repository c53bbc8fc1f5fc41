import { retryOnConflict } from '../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../shared/http/call.ts';
import { networkOf } from '../../../shared/http/limited.ts';
import type { TooMany } from '../../../shared/http/limits.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { domainPartOf, isUserPrincipalName, USER_NAME_LENGTH_MAX } from '../domain/domain-name.ts';
import { passwordWeakness } from '../domain/password.ts';
import { withOwnPassword } from '../domain/temporary-password.ts';
import type { User } from '../domain/user.ts';
import { type ChoiceFacts, choosePasswordPage, passwordDonePage } from '../pages/password-pages.ts';
import type { tenancyRoutes } from '../routes.ts';
import { domainStore } from '../store/domain-store.ts';
import { userStore } from '../store/user-store.ts';
import { actorOfPerson } from './acceptance.ts';
import type { Deps } from './dependencies.ts';
import { pageReply } from './page-reply.ts';
import { liveTemporary } from './temporary-password.ts';

type Routes = typeof tenancyRoutes.routes;
type Submit = Call<Routes['submitChosenPassword']>;

/** The form where somebody to whom a password was given chooses one of its own: all that the given one opens. */
export const showPasswordChoice: Operation<Routes['showPasswordChoice'], Deps> = async (call) =>
  pageReply(200, choosePasswordPage({ userName: call.query.userName ?? '' }), call);

/**
 * Replaces a temporary password by one that its user chose. Who is unknown, has no such password or shows a wrong or ended
 * one reads the same, after the same time.
 *
 * The issuer is told first, then the temporary password is used up, on condition that whoever set it may still have set it.
 * Until then no token is made for the user, so an interruption, or a right taken away in between, leaves nothing open: the
 * person sends the form again, or gets another password.
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
  if (tries.refusal) return laterReply(tries.refusal, userName, call);
  const user = await userNamed(userName, deps);
  const isRight = await deps.passwords.matches(current, user?.temporaryPassword?.hash);
  const live = isRight && user ? await liveTemporary(user, call.at, deps) : undefined;
  const tooMany = live ? undefined : await tries.take(1);
  if (tooMany) return laterReply(tooMany, userName, call);
  const error = live && user ? choiceError({ current, password, repeat }, user) : WRONG;
  if (error || !live || !user) return pageReply(400, choosePasswordPage({ userName, ...(error && { error }) }), call);
  await deps.identity.createUser(user);
  await deps.identity.setPassword(user.userPrincipalName, password);
  await deps.identity.signOut(user.userPrincipalName);
  const occasion = { at: call.at, cause: { ...call.cause, actor: actorOfPerson(user) } };
  await deps.table.write([...userStore(deps.table).changeWrites(user, withOwnPassword(user), occasion), ...live.held]);
  const account = await deps.records.account(user.tenantId);
  const done = { organization: account?.name ?? '', userName: user.userPrincipalName };
  return pageReply(200, passwordDonePage(done), call);
}

/** A pair of user and address that guessed too often waits, whether or not its password is right now. */
async function laterReply(refusal: TooMany, userName: string, call: Submit) {
  const error = { field: 'current', text: refusal.description ?? 'Try again later.' } as const;
  const page = pageReply(429, choosePasswordPage({ userName, error }), call);
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
