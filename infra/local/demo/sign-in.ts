import { createHash, randomBytes } from 'node:crypto';
import { openBrowser, wordsOf } from './browser.ts';
import { type Client, clientWith, requestToken } from './client.ts';
import { awaitMail, linkIn } from './mail.ts';

/** The public client for people's sign-in by authorization code. */
export interface SignInClient {
  readonly clientId: string;
  readonly redirectUri: string;
}

export interface Account {
  readonly tenantId: string;
  readonly userName: string;
  readonly password: string;
}

export interface Places {
  readonly apiRoot: string;
  readonly controlRoot: string;
  readonly issuer: string;
}

/** Opens the link of the sign-in mail and sets the password on its page. */
export async function setFirstPassword(controlRoot: string, email: string, password: string): Promise<void> {
  const mail = await awaitMail(controlRoot, email, ({ text }) => text.includes('/password'));
  const browser = openBrowser();
  const page = await browser.open(linkIn(mail, '/password'));
  const done = await browser.submit(page, { password, repeat: password });
  if (done.answer.status >= 400)
    throw new Error(`the password page for ${email} answered ${done.answer.status}: ${wordsOf(done.answer)}`);
}

/** Replaces a password that somebody else set, on the page for it: until then nobody signs in with it. */
export async function replaceGivenPassword(
  apiRoot: string,
  { userName, given, password }: { userName: string; given: string; password: string },
): Promise<void> {
  const browser = openBrowser();
  const page = await browser.open(`${apiRoot}/password`);
  const done = await browser.submit(page, { userName, current: given, password, repeat: password });
  if (done.answer.status >= 400)
    throw new Error(`the password page for ${userName} answered ${done.answer.status}: ${wordsOf(done.answer)}`);
}

/** Signs in as a browser would, by authorization code with PKCE, and answers a caller with that person's token. */
export async function signIn(places: Places, client: SignInClient, account: Account): Promise<Client> {
  const verifier = randomBytes(32).toString('base64url');
  const code = await authorizationCode(places.issuer, client, account, verifier);
  const token = await requestToken(places.apiRoot, account.tenantId, {
    grant_type: 'authorization_code',
    client_id: client.clientId,
    redirect_uri: client.redirectUri,
    code,
    code_verifier: verifier,
    scope: `${places.apiRoot}/.default`,
  });
  return clientWith(places.apiRoot, account.tenantId, async () => token);
}

async function authorizationCode(
  issuer: string,
  { clientId, redirectUri }: SignInClient,
  { userName, password }: Account,
  verifier: string,
): Promise<string> {
  const configuration = await fetch(`${issuer}/.well-known/openid-configuration`);
  const { authorization_endpoint: endpoint } = (await configuration.json()) as { authorization_endpoint: string };
  const state = randomBytes(8).toString('hex');
  const query = new URLSearchParams({
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'openid profile csp/api',
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const browser = openBrowser();
  const form = await browser.open(`${endpoint}?${query}`, redirectUri);
  const end = await browser.submit(form, { username: userName, password }, redirectUri);
  const code = end.url.searchParams.get('code');
  if (code === null || end.url.searchParams.get('state') !== state)
    throw new Error(`${userName} could not sign in: ended at ${end.url.href} with ${wordsOf(end.answer)}`);
  return code;
}
