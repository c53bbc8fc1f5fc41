/** The OpenID issuer of the local user pool: oidc-provider, issuing tokens as Cognito's are. */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import Provider, { type Configuration, type KoaContextWithOIDC } from 'oidc-provider';
import type { LocalServer } from '../net/server.ts';
import type { Deployment } from '../template/deployment.ts';
import { programNameOf } from '../template/program-name.ts';
import { audience, openIdScopes, shapeAccessToken, triggered } from './access-token.ts';
import { toMetadata } from './client-metadata.ts';
import type { PoolStore } from './pool-store.ts';
import { signIn } from './sign-in.ts';
import { countSignIns } from './sign-in-attempts.ts';
import { signInProblemPage } from './sign-in-page.ts';
import { createTokenStore, type TokenStore } from './token-store.ts';
import type { TokenTrigger } from './token-trigger.ts';

const accessTokenSeconds = 3600;

type Options = {
  server: LocalServer;
  deployment: Deployment;
  store: PoolStore;
  trigger: TokenTrigger;
  now: () => Date;
};

/** Serves the issuer and its sign-in page; the answer forgets what was issued to a user. */
export function serveIssuer(options: Options): Pick<TokenStore, 'forget'> {
  const { server, deployment, store } = options;
  const programName = programNameOf(deployment);
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
      context.body = signInProblemPage(error_description ?? error, programName);
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
  const passwordPage = passwordPageOf(deployment);
  const callback = provider.callback();
  const attempts = countSignIns(options.now);
  server.handle(async (request, response) => {
    const [, uid] = /^\/sign-in\/([\w-]+)$/.exec((request.url ?? '/').replace(/\?.*$/s, '')) ?? [];
    await (uid
      ? signIn(provider, request, response, { store, attempts, passwordPage, programName })
      : callback(request, response));
  });
  return tokens;
}

/** The pages of the program lie where the template's own client is sent back to. */
function passwordPageOf(deployment: Deployment): string {
  const callbacks = deployment
    .ofType('AWS::Cognito::UserPoolClient')
    .flatMap(({ properties }) => (properties.CallbackURLs ?? []) as string[]);
  return callbacks[0] === undefined ? '/' : new URL('/password', callbacks[0]).href;
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
