import { retryOnConflict, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { linkHash } from '../../../../shared/identity/links.ts';
import { messagePage } from '../../../../shared/pages/message-page.ts';
import { pageReply } from '../../../../shared/pages/page-reply.ts';
import { withOwnPassword } from '../../customers/index.ts';
import { actorOfPerson } from '../../invitations/index.ts';
import {
  findPasswordLink,
  type PasswordLink,
  passwordLinkStore,
  passwordWeakness,
  type User,
  userStore,
} from '../../people/index.ts';
import { type PasswordFacts, passwordDonePage, passwordPage } from '../pages/password-pages.ts';
import { noPasswordLink } from '../pages/refusal-pages.ts';
import type { signInRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';

type Routes = typeof signInRoutes;
type PageCall = Pick<Call<Routes['showPasswordForm']>, 'path' | 'at' | 'root'>;

interface Visit {
  readonly hash: string;
  readonly link: PasswordLink;
  readonly user: User;
  readonly organization: string;
}

/** The user behind a link that is fresh, unused and not replaced by a newer one. */
async function visitOf({ path, at }: PageCall, deps: Deps): Promise<Visit | undefined> {
  const { table, records } = deps;
  const hash = linkHash(path.token);
  const link = await findPasswordLink(path.token, deps);
  if (!link || link.usedAt !== undefined || link.validUntil <= at) return undefined;
  const [user, account] = await Promise.all([userStore(table).load(link), records.account(link.tenantId)]);
  if (user?.state !== 'active' || user.passwordGeneration !== link.generation || !account) return undefined;
  return { hash, link, user, organization: account.name };
}

const formFacts = ({ user, organization }: Visit, { path }: PageCall): PasswordFacts => ({
  organization,
  userName: user.userPrincipalName,
  actionPath: `/password/${encodeURIComponent(path.token)}`,
});

/** The form behind the mailed one-time link. */
export const showPasswordForm: Operation<Routes['showPasswordForm'], Deps> = async (call, deps) => {
  const visit = await visitOf(call, deps);
  if (!visit) return pageReply(404, messagePage(noPasswordLink), call, deps);
  return pageReply(200, passwordPage(formFacts(visit, call)), call, deps);
};

/**
 * Sets the password of a new user. The issuer is told first (creating the user there heals an earlier interruption),
 * then the link is used up: should the second step fail, the same person may simply send the form again.
 */
export const submitPassword: Operation<Routes['submitPassword'], Deps> = (call, deps) =>
  retryOnConflict(() => attempt(call, deps));

async function attempt(call: Call<Routes['submitPassword']>, deps: Deps) {
  const visit = await visitOf(call, deps);
  if (!visit) return pageReply(404, messagePage(noPasswordLink), call, deps);
  const form = new URLSearchParams(call.file?.text ?? '');
  const password = form.get('password') ?? '';
  const { user, organization } = visit;
  const error = formError(password, form.get('repeat') ?? '', user);
  if (error) return pageReply(400, passwordPage({ ...formFacts(visit, call), error }), call, deps);
  await deps.identity.createUser(user);
  await deps.identity.setPassword(user.userPrincipalName, password);
  await deps.identity.signOut(user.userPrincipalName);
  await useUp(visit, call, deps);
  return pageReply(200, passwordDonePage({ organization, userName: user.userPrincipalName }), call, deps);
}

function formError(password: string, repeat: string, user: User): PasswordFacts['error'] {
  const weakness = passwordWeakness(password, user.userPrincipalName);
  if (weakness) return { field: 'password', text: weakness };
  return password === repeat ? undefined : { field: 'repeat', text: 'The two passwords differ. Type the same again.' };
}

/**
 * Uses the link up and ends what the user was signed in to. Two forms of the same person at once: both set a password, the
 * link is used up all the same. @throws WriteConflictError when the user was changed meanwhile: then all is done again.
 */
async function useUp(
  { hash, link, user }: Visit,
  { at, cause }: Call<Routes['submitPassword']>,
  { table }: Deps,
): Promise<void> {
  const occasion = { at, cause: { ...cause, actor: actorOfPerson(user) } };
  try {
    await table.write([
      passwordLinkStore(table).useWrite(hash, link, at),
      ...userStore(table).changeWrites(user, withOwnPassword(user), occasion),
    ]);
  } catch (error) {
    if (!(error instanceof WriteConflictError)) throw error;
    const now = await passwordLinkStore(table).find(hash);
    if (now?.usedAt === undefined) throw error;
  }
}
