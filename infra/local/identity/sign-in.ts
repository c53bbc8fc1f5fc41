import type { IncomingMessage, ServerResponse } from 'node:http';
import type Provider from 'oidc-provider';
import { readBody } from '../net/backend.ts';
import { hasPassword, type PoolStore } from './pool-store.ts';
import type { SignInAttempts } from './sign-in-attempts.ts';
import { signInPage, signInProblemPage } from './sign-in-page.ts';

const formBytesMax = 16 * 1024;

type Around = {
  readonly store: PoolStore;
  readonly attempts: SignInAttempts;
  readonly passwordPage: string;
  readonly programName: string;
};

/** Shows the sign-in page and takes its form; with the right password the sign-in that was begun goes on. */
export async function signIn(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  { store, attempts, passwordPage, programName }: Around,
): Promise<void> {
  const details = await provider.interactionDetails(request, response).catch(() => undefined);
  if (!details)
    return sendPage(
      response,
      400,
      signInProblemPage('It took too long, or it was begun in another browser.', programName),
    );
  const site = hostOf(String(details.params.redirect_uri ?? ''));
  const show = (status: number, entered: { userName?: string; error?: string }) =>
    sendPage(response, status, signInPage({ uid: details.uid, programName, site, passwordPage, ...entered }));
  if (request.method !== 'POST') return show(200, { userName: String(details.params.login_hint ?? '') });
  const form = new URLSearchParams((await readBody(request, formBytesMax)).toString());
  const userName = (form.get('username') ?? '').trim();
  const address = request.socket.remoteAddress ?? '';
  const seconds = attempts.blockedSeconds(userName, address);
  if (seconds > 0) {
    response.setHeader('retry-after', String(seconds));
    return show(429, { userName, error: `Too many attempts. Try again in ${seconds} seconds.` });
  }
  const user = store.user(userName);
  if (!user?.enabled || !hasPassword(user, form.get('password') ?? '')) {
    attempts.fail(userName, address);
    return show(401, { userName, error: 'User name or password is not right.' });
  }
  // Local sign-in counts as multi-factor.
  const login = { accountId: user.sub, amr: ['pwd', 'mfa'] };
  await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
}

const hostOf = (address: string): string => (URL.canParse(address) ? new URL(address).host : '');

function sendPage(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
  });
  response.end(text);
}
