/** The OpenID issuer of the local user pool: oidc-provider, issuing tokens as Cognito's are. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import Provider, { type AdapterPayload, type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import { readBody } from '../net/backend.ts';
import type { LocalServer } from '../net/server.ts';
import type { Deployment, Resource } from '../template/deployment.ts';
import { type Client, hasPassword, type PoolStore } from './pool-store.ts';
import { signInPage, signInProblemPage } from './sign-in-page.ts';
import { createTokenStore, type TokenStore } from './token-store.ts';
import type { TokenClaims, TokenTrigger } from './token-trigger.ts';

const accessTokenSeconds = 3600;
/** Everything a token of this pool is for; Cognito names no audience in access tokens. */
const audience = 'urn:local:user-pool';
const openIdScopes = ['openid', 'email', 'phone', 'profile', 'offline_access', 'aws.cognito.signin.user.admin'];
const formBytesMax = 16 * 1024;

type Options = { server: LocalServer; deployment: Deployment; pool: Resource; store: PoolStore; trigger: TokenTrigger };

/** Serves the issuer and its sign-in page; the answer forgets what was issued to a user. */
export function serveIssuer(options: Options): Pick<TokenStore, 'forget'> {
  const { server, deployment, store } = options;
  const tokens = createTokenStore((id) => {
    const client = store.state.clients[id];
    return client && toMetadata(client);
  });
  const scopes = resourceScopes(deployment);
  const provider = new Provider(server.address, {
    ...tokenSettings(options, scopes),
    adapter: tokens.adapterFor,
    jwks: { keys: [signingKey(store)] } as NonNullable<Configuration['jwks']>,
    cookies: {
      keys: [randomBytes(32).toString('hex')],
      names: { session: 'local_session', interaction: 'local_interaction', resume: 'local_resume' },
    },
    scopes: [...openIdScopes, ...scopes],
    findAccount: async (context, id) => findAccount(context, id, options),
    interactions: { url: (_context, { uid }) => `/sign-in/${uid}` },
    loadExistingGrant: (context) => grantAll(context, scopes),
    renderError: async (context, { error_description, error }) => {
      context.type = 'html';
      context.body = signInProblemPage(error_description ?? error);
    },
    routes: {
      authorization: '/oauth2/authorize',
      token: '/oauth2/token',
      revocation: '/oauth2/revoke',
      userinfo: '/oauth2/userInfo',
      jwks: '/.well-known/jwks.json',
      end_session: '/logout',
    },
  });
  provider.on('server_error', (_context, error) => process.stderr.write(`sign-in: ${error.stack ?? error.message}\n`));
  const callback = provider.callback();
  server.handle(async (request, response) => {
    const [, uid] = /^\/sign-in\/([\w-]+)$/.exec((request.url ?? '/').replace(/\?.*$/s, '')) ?? [];
    await (uid ? signIn(provider, request, response, store) : callback(request, response));
  });
  return tokens;
}

/** A full scope is the resource server's identifier and the scope's own name. */
function resourceScopes(deployment: Deployment): string[] {
  return deployment.ofType('AWS::Cognito::UserPoolResourceServer').flatMap(({ ref, properties }) => {
    const scopes = (properties.Scopes ?? []) as { ScopeName: string }[];
    return scopes.map(({ ScopeName }) => `${ref}/${ScopeName}`);
  });
}

function signingKey(store: PoolStore): Record<string, unknown> {
  if (!store.state.jwk) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    store.state.jwk = {
      ...privateKey.export({ format: 'jwk' }),
      use: 'sig',
      alg: 'RS256',
      kid: randomBytes(8).toString('hex'),
    };
    store.save();
  }
  return store.state.jwk;
}

function toMetadata(client: Client): AdapterPayload {
  const withCode = client.flows.includes('code');
  return {
    client_id: client.clientId,
    client_name: client.clientName,
    ...(client.clientSecret ? { client_secret: client.clientSecret } : {}),
    token_endpoint_auth_method: client.clientSecret ? 'client_secret_basic' : 'none',
    grant_types: [
      ...(withCode ? ['authorization_code', 'refresh_token'] : []),
      ...(client.flows.includes('client_credentials') ? ['client_credentials'] : []),
    ],
    response_types: withCode ? ['code'] : [],
    redirect_uris: withCode ? client.callbackUrls : [],
    post_logout_redirect_uris: client.logoutUrls,
    ...(client.scopes.length > 0 ? { scope: withOpenId(client.scopes).join(' ') } : {}),
  } as AdapterPayload;
}

/** Refresh tokens come with every code here, as at Cognito, whether or not asked for. */
const withOpenId = (scopes: readonly string[]) => [...new Set([...scopes, 'openid', 'offline_access'])];

function tokenSettings({ store, trigger }: Options, scopes: readonly string[]): Configuration {
  return {
    claims: {
      openid: [
        'sub',
        'cognito:username',
        'token_use',
        'email',
        'email_verified',
        'phone_number',
        'name',
        'custom:tid',
        'custom:oid',
        'tid',
        'oid',
        'upn',
        'appid',
      ],
    },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post', 'none'],
    conformIdTokenClaims: false,
    ttl: {
      AccessToken: accessTokenSeconds,
      ClientCredentials: accessTokenSeconds,
      IdToken: accessTokenSeconds,
      RefreshToken: 30 * 86_400,
      Grant: 30 * 86_400,
      Session: 86_400,
      Interaction: 3600,
    },
    issueRefreshToken: async (_context, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: async () => false,
    pkce: { required: (_context, client) => client.clientAuthMethod === 'none' },
    rotateRefreshToken: false,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true },
      rpInitiatedLogout: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: async () => audience,
        useGrantedResource: async () => true,
        getResourceServerInfo: async () => ({
          scope: [...openIdScopes, ...scopes].join(' '),
          audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: accessTokenSeconds,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
    },
    extraTokenClaims: async (context) =>
      (await triggered(context, { store, trigger })).access.claimsToAddOrOverride as Record<string, never>,
    formats: {
      customizers: {
        jwt: async (context, token, jwt) => {
          const claims = await triggered(context, { store, trigger });
          shapeAccessToken(jwt.payload as Record<string, unknown>, {
            context,
            claims,
            store,
            accountId: (token as { accountId?: string }).accountId,
          });
        },
      },
    },
  };
}

type Shaping = { context: KoaContextWithOIDC; claims: TokenClaims; store: PoolStore; accountId: string | undefined };

/** Gives an access token the claims that Cognito's have. */
function shapeAccessToken(payload: Record<string, unknown>, { context, claims, store, accountId }: Shaping): void {
  const { scopesToAdd = [], scopesToSuppress = [], claimsToSuppress = [] } = claims.access;
  const user = accountId === undefined ? undefined : store.userBySub(accountId);
  payload.token_use = 'access';
  payload.version = 2;
  payload.scope = [...grantedScopes(context, store), ...scopesToAdd]
    .filter((scope) => !scopesToSuppress.includes(scope))
    .join(' ');
  if (user) Object.assign(payload, { sub: user.sub, username: user.username });
  for (const claim of claimsToSuppress) delete payload[claim];
  // The provider insists on an audience, and Cognito's access tokens have none: it is there, but not written.
  Object.defineProperty(payload, 'aud', { value: audience, enumerable: false });
}

/** What was asked for, else everything the client may have, as Cognito does. */
function grantedScopes({ oidc }: KoaContextWithOIDC, store: PoolStore): string[] {
  const asked = String(
    oidc.params?.scope ?? oidc.entities.AuthorizationCode?.scope ?? oidc.entities.RefreshToken?.scope ?? '',
  );
  if (asked.trim()) return asked.trim().split(/\s+/);
  return store.state.clients[oidc.client?.clientId ?? '']?.scopes ?? [];
}

const triggeredBefore = new WeakMap<object, Promise<TokenClaims>>();

/** The trigger is called once for all tokens of one answer. */
function triggered(
  context: KoaContextWithOIDC,
  { store, trigger }: { store: PoolStore; trigger: TokenTrigger },
): Promise<TokenClaims> {
  const known = triggeredBefore.get(context.oidc);
  if (known) return known;
  const grantType = String(context.oidc.params?.grant_type ?? '');
  const accountId = context.oidc.entities.Account?.accountId;
  const claims = trigger({
    source:
      grantType === 'client_credentials'
        ? 'TokenGeneration_ClientCredentials'
        : grantType === 'refresh_token'
          ? 'TokenGeneration_RefreshTokens'
          : 'TokenGeneration_HostedAuth',
    clientId: context.oidc.client?.clientId ?? '',
    user: accountId === undefined ? undefined : store.userBySub(accountId),
    scopes: grantedScopes(context, store),
    clientMetadata: JSON.parse(String(context.oidc.body?.aws_client_metadata ?? '{}')),
  });
  triggeredBefore.set(context.oidc, claims);
  return claims;
}

function findAccount(context: KoaContextWithOIDC, id: string, { store, trigger }: Options) {
  const user = store.userBySub(id);
  if (!user?.enabled) return undefined;
  return {
    accountId: user.sub,
    async claims() {
      const { sub, username, attributes } = user;
      const forToken =
        context.oidc.route === 'token' ? (await triggered(context, { store, trigger })).id.claimsToAddOrOverride : {};
      return { ...attributes, 'cognito:username': username, token_use: 'id', ...forToken, sub };
    },
  };
}

/** There is no consent to ask for: whoever signs in grants what the client may have. */
async function grantAll({ oidc }: KoaContextWithOIDC, scopes: readonly string[]) {
  const { client, session, provider } = oidc;
  const accountId = session?.accountId;
  if (!client || !accountId) return undefined;
  const grantId = session.grantIdFor(client.clientId);
  const grant =
    (grantId ? await provider.Grant.find(grantId) : undefined) ??
    new provider.Grant({ clientId: client.clientId, accountId });
  grant.addOIDCScope([...openIdScopes, ...scopes].join(' '));
  grant.addOIDCClaims(['sub', 'email', 'name']);
  grant.addResourceScope(audience, [...openIdScopes, ...scopes].join(' '));
  await grant.save();
  return grant;
}

async function signIn(
  provider: Provider,
  request: IncomingMessage,
  response: ServerResponse,
  store: PoolStore,
): Promise<void> {
  const details = await provider.interactionDetails(request, response).catch(() => undefined);
  if (!details)
    return sendPage(response, 400, signInProblemPage('It took too long, or it was begun in another browser.'));
  const clientName = store.state.clients[String(details.params.client_id)]?.clientName ?? '';
  const show = (status: number, entered: { userName?: string; error?: string }) =>
    sendPage(response, status, signInPage({ uid: details.uid, clientName, ...entered }));
  if (request.method !== 'POST') return show(200, { userName: String(details.params.login_hint ?? '') });
  const form = new URLSearchParams((await readBody(request, formBytesMax)).toString());
  const userName = (form.get('username') ?? '').trim();
  const user = store.user(userName);
  if (!user?.enabled || !hasPassword(user, form.get('password') ?? '')) {
    return show(401, { userName, error: 'User name or password is not right.' });
  }
  // Local sign-in counts as multi-factor.
  const login = { accountId: user.sub, amr: ['pwd', 'mfa'] };
  await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
}

function sendPage(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
  });
  response.end(text);
}
