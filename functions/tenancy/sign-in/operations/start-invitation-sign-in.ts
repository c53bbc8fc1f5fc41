import { createHash } from 'node:crypto';
import type { Operation } from '../../../../shared/http/call.ts';
import { API_SCOPE } from '../../../../shared/identity/api-scope.ts';
import { messagePage } from '../../../../shared/pages/message-page.ts';
import { pageReply, redirectReply } from '../../../../shared/pages/page-reply.ts';
import { findInvitation, noInvitation } from '../../invitations/index.ts';
import type { signInRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';
import { lifetimeEnd, pendingCookies } from './sign-in-session.ts';

export const callbackUrl = (root: string): string => `${root}/sign-in/callback`;

/**
 * Sends the invited person to the issuer's sign-in: code flow with PKCE. State, nonce and verifier stay in a sealed
 * cookie of this sign-in alone. With `other` the issuer asks again, for somebody signed in with the wrong account (REL-2).
 */
export const startInvitationSignIn: Operation<typeof signInRoutes.startInvitationSignIn, Deps> = async (call, deps) => {
  const { path, query, root, at } = call;
  if (!(await findInvitation(path.token, deps))) return pageReply(404, messagePage(noInvitation), { root }, deps);
  const [state, nonce, verifier] = [deps.chance.secret(), deps.chance.secret(), deps.chance.secret()];
  const location = await deps.issuer.authorizeUrl({
    client_id: deps.issuer.signInClientId,
    response_type: 'code',
    redirect_uri: callbackUrl(root),
    scope: `openid profile ${API_SCOPE}`,
    state,
    nonce,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(query.other !== undefined && { prompt: 'login' }),
  });
  const pending = { state, nonce, verifier, invitation: path.token, until: lifetimeEnd(at) };
  return redirectReply(302, location, { root, setCookies: pendingCookies(pending, call, deps) });
};
