import type { Call, Operation } from '../../../../shared/http/call.ts';
import { sameToken } from '../../../../shared/identity/links.ts';
import type { TokenClaims } from '../../../../shared/identity/token.ts';
import { messagePage } from '../../../../shared/pages/message-page.ts';
import { pageReply, redirectReply } from '../../../../shared/pages/page-reply.ts';
import { noSecondFactor, noSignIn } from '../pages/refusal-pages.ts';
import type { signInRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';
import { invitationPath } from './show-invitation.ts';
import {
  endedSignIn,
  lifetimeEnd,
  type PendingSignIn,
  readPending,
  readSession,
  sessionCookies,
} from './sign-in-session.ts';
import { callbackUrl } from './start-invitation-sign-in.ts';

type Complete = typeof signInRoutes.completeSignIn;

/**
 * Takes the person back from the issuer: state, code and nonce must be those of the sign-in that this browser began.
 * The session that follows names the person by the claims of the access token alone.
 */
export const completeSignIn: Operation<Complete, Deps> = async (call, deps) => {
  const { root, at, query } = call;
  const state = query.state ?? '';
  const pending = readPending(state, call, deps);
  const ended = endedSignIn(state, root);
  const path = pending && invitationPath(pending.invitation);
  const claims = pending && (await signedIn(call, pending, deps));
  if (!pending || !claims?.userId || claims.sessions === undefined)
    return pageReply(400, messagePage(noSignIn(path)), { root, setCookies: [ended] }, deps);
  if (deps.settings.mfaRequired && !claims.hasMfa)
    return pageReply(403, messagePage(noSecondFactor(`${path}/sign-in?other=1`)), { root, setCookies: [ended] }, deps);
  const { tenantId, userId, sessions } = claims;
  // In two tabs of one person the session stays the same: the form that one shows is good, whatever the other did.
  const before = readSession(pending.invitation, call, deps);
  const isSame = before?.tenantId === tenantId && before.userId === userId && before.sessions === sessions;
  const session = {
    id: isSame ? before.id : deps.chance.secret(),
    tenantId,
    userId,
    sessions,
    invitation: pending.invitation,
    until: lifetimeEnd(at),
  };
  const setCookies = [ended, ...sessionCookies(session, call, deps)];
  return redirectReply(303, `${path}/acceptance`, { root, setCookies });
};

async function signedIn(
  { query, root }: Call<Complete>,
  pending: PendingSignIn,
  { issuer, tokens }: Deps,
): Promise<TokenClaims | undefined> {
  if (query.code === undefined || query.state === undefined || !sameToken(query.state, pending.state)) return undefined;
  const { status, body } = await issuer.token({
    grant_type: 'authorization_code',
    client_id: issuer.signInClientId,
    code: query.code,
    redirect_uri: callbackUrl(root),
    code_verifier: pending.verifier,
  });
  if (status !== 200 || typeof body.id_token !== 'string' || typeof body.access_token !== 'string') return undefined;
  const nonce = await issuer.nonceOf(body.id_token, issuer.signInClientId);
  if (nonce === undefined || !sameToken(nonce, pending.nonce)) return undefined;
  return await tokens.verify(body.access_token);
}
