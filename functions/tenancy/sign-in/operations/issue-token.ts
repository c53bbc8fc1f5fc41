import type { Call, Operation } from '../../../../shared/http/call.ts';
import type { TooMany } from '../../../../shared/http/limits.ts';
import { API_SCOPE } from '../../../../shared/identity/api-scope.ts';
import { isConsented } from '../../../../shared/identity/consent.ts';
import { linkHash, sameToken } from '../../../../shared/identity/links.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { epochMs } from '../../../../shared/kernel/time.ts';
import { applicationStore, COMMON, isClientId, liveSecrets, servesTenant, tenantNamed } from '../../people/index.ts';
import { audienceOf } from '../domain/audience.ts';
import type { signInRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';

type Routes = typeof signInRoutes;
type TokenCall = Pick<Call<Routes['issueToken']>, 'at' | 'root' | 'path' | 'file' | 'headers' | 'limits'>;

interface OAuthRefusal {
  readonly status: 400 | 401 | 429;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: { readonly error: string; readonly error_description: string };
}
const refused = (status: 400 | 401, error: string, error_description: string): OAuthRefusal => ({
  status,
  body: { error, error_description },
});
const isRefusal = (answer: object): answer is OAuthRefusal => 'status' in answer && 'body' in answer;

/** What each grant passes on beside client, secret and scope. */
const GRANTS: Readonly<Record<string, readonly string[]>> = {
  client_credentials: [],
  authorization_code: ['code', 'redirect_uri', 'code_verifier'],
  refresh_token: ['refresh_token'],
};

interface IssuedToken {
  readonly token: Readonly<Record<string, unknown>>;
  readonly resource: string;
  readonly scope: string;
}

/** Nobody on the way keeps a token. */
const NOT_KEPT = { 'cache-control': 'no-store', pragma: 'no-cache' } as const;

/** Seconds that a token lives when the issuer does not say (conventions 2.1). */
const LIFETIME_SECONDS = 3600;

/** Tokens by the v1 path: every value a text, with `resource`, `expires_on` and `not_before` (conventions 2.1). */
export const issueToken: Operation<Routes['issueToken'], Deps> = async (call, deps) => {
  const issued = await issue(call, deps, 'resource');
  if (isRefusal(issued)) return ok(issued);
  const { token, resource } = issued;
  const lifetime = Number(token.expires_in ?? LIFETIME_SECONDS);
  const { iat = Math.floor(epochMs(call.at) / 1000), exp = iat + lifetime } = timesOf(String(token.access_token));
  const isUserToken = token.id_token !== undefined || token.refresh_token !== undefined;
  return ok({
    status: 200,
    headers: NOT_KEPT,
    body: {
      token_type: 'Bearer',
      ...(isUserToken && { scope: 'user_impersonation' }),
      expires_in: String(lifetime),
      ext_expires_in: String(lifetime),
      expires_on: String(exp),
      not_before: String(iat),
      resource,
      access_token: String(token.access_token),
      ...handedOn(token),
    },
  });
};

/** When a token was issued and ends, as it says itself: by the clock of its issuer, which is not that of the program. */
function timesOf(token: string): { iat?: number; exp?: number } {
  try {
    const { iat, exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    return typeof iat === 'number' && typeof exp === 'number' ? { iat, exp } : {};
  } catch {
    return {};
  }
}

/** Tokens by the v2 path (conventions 2.1). */
export const issueTokenV2: Operation<Routes['issueTokenV2'], Deps> = async (call, deps) => {
  const issued = await issue(call, deps, 'scope');
  if (isRefusal(issued)) return ok(issued);
  const { token, scope } = issued;
  const lifetime = Number(token.expires_in ?? LIFETIME_SECONDS);
  return ok({
    status: 200,
    headers: NOT_KEPT,
    body: {
      token_type: 'Bearer',
      scope,
      expires_in: lifetime,
      ext_expires_in: lifetime,
      access_token: String(token.access_token),
      ...handedOn(token),
    },
  });
};

const handedOn = ({ refresh_token, id_token }: Readonly<Record<string, unknown>>) => ({
  ...(typeof refresh_token === 'string' && { refresh_token }),
  ...(typeof id_token === 'string' && { id_token }),
});

/**
 * Gets a token from the issuer for a client of the tenant in the path. The client shows one of the secrets that we gave
 * it; the issuer gets its own. `password` is refused, because it leaves no room for a second factor.
 */
async function issue(call: TokenCall, deps: Deps, selector: 'resource' | 'scope'): Promise<IssuedToken | OAuthRefusal> {
  const form = formOf(call);
  const grant = form.get('grant_type') ?? '';
  const passedOn = Object.hasOwn(GRANTS, grant) ? GRANTS[grant] : undefined;
  if (!passedOn)
    return refused(400, 'unsupported_grant_type', 'This grant is not served; password grants are retired.');
  const audience = audienceOf(form.get(selector) ?? undefined, call.root);
  if (audience === undefined)
    return refused(400, selector === 'scope' ? 'invalid_scope' : 'invalid_resource', `The ${selector} is not ours.`);
  const client = await authenticateClient(call, form, deps);
  if (isRefusal(client)) return client;
  const answer = await deps.issuer.token({
    grant_type: grant,
    client_id: client.clientId,
    ...(client.secret !== undefined && { client_secret: client.secret }),
    ...(grant === 'client_credentials' && { scope: API_SCOPE }),
    ...Object.fromEntries(passedOn.flatMap((name) => (form.has(name) ? [[name, form.get(name)!]] : []))),
  });
  if (answer.status === 200) {
    if (grant !== 'client_credentials' && !(await isTokenOf(client.tenantId, answer.body, deps))) return FOREIGN_PERSON;
    return { token: answer.body, resource: audience, scope: `${audience}/.default` };
  }
  // A client throws its refresh token away when told that the grant is not valid: an issuer in trouble says no such thing.
  invariant(answer.status < 500 && answer.status !== 429, `the issuer answers token requests, not ${answer.status}`);
  const { error = 'invalid_grant', error_description = 'The issuer refused the grant.' } = answer.body;
  return refused(answer.status === 401 ? 401 : 400, String(error), String(error_description));
}

/**
 * Whoever signed in belongs to the tenant in the path, which the client serves: whatever the issuer thought of it, nobody
 * gets a token of another tenant's person out of a code or a refresh token.
 */
async function isTokenOf(tenantId: string, token: IssuedToken['token'], { tokens }: Deps): Promise<boolean> {
  return (await tokens.verify(String(token.access_token)))?.tenantId === tenantId;
}
const FOREIGN_PERSON = refused(
  400,
  'invalid_grant',
  'The person who signed in does not belong to the tenant in the path, or the application is another tenant’s.',
);

/** Client id and secret come in the form, or as basic authorization. */
function formOf({ file, headers }: TokenCall): URLSearchParams {
  const form = new URLSearchParams(file?.text ?? '');
  const [, basic] = /^basic\s+(\S+)$/i.exec(headers.authorization ?? '') ?? [];
  if (basic === undefined || form.has('client_secret')) return form;
  const [clientId = '', secret = ''] = Buffer.from(basic, 'base64').toString('utf8').split(/:(.*)/s);
  form.set('client_id', decoded(clientId));
  form.set('client_secret', decoded(secret));
  return form;
}

/** Both are form-encoded before they are joined (RFC 6749, 2.3.1); what is not encoded at all is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

interface AuthenticatedClient {
  readonly clientId: string;
  /** The tenant in the path. */
  readonly tenantId: string;
  /** The issuer's own secret of the client. */
  readonly secret?: string;
}

/**
 * Unknown client, foreign tenant and wrong secret answer alike: nobody learns which clients exist. Only secrets of a client
 * of the tenant are counted, so that a made-up client costs no write; a right one passes however many were wrong.
 */
async function authenticateClient(
  { at, path, limits }: TokenCall,
  form: URLSearchParams,
  { table, records, identity, issuer }: Deps,
): Promise<AuthenticatedClient | OAuthRefusal> {
  if (path.tenant.toLowerCase() === COMMON)
    return refused(400, 'invalid_request', 'Tokens are got at the path of a tenant, by its id or one of its domains.');
  const wrong = refused(401, 'invalid_client', UNKNOWN_CLIENT);
  const clientId = form.get('client_id') ?? '';
  const isPerson = form.get('grant_type') !== 'client_credentials';
  const tenantId = await tenantNamed(path.tenant, { table });
  if (!tenantId || !isClientId(clientId)) return wrong;
  if (isPerson && clientId === issuer.signInClientId) return { clientId, tenantId };
  const applications = applicationStore(table);
  const client = await applications.client(clientId);
  if (!client || 'isProgram' in client) return wrong;
  const isServed =
    servesTenant(client, tenantId) || (isPerson && (await isConsented(records, { tenantId, applicationId: clientId })));
  if (!isServed) return wrong;
  const application = await applications.load({ tenantId: client.tenantId, appId: clientId });
  const shown = linkHash(form.get('client_secret') ?? '');
  if (!application) return wrong;
  if (!liveSecrets(application, at).some(({ hash }) => sameToken(hash, shown))) {
    const refusal = await limits.count({ limit: 'wrongSecrets', tenantId: client.tenantId, subject: clientId }, at);
    return refusal ? tooManyWrong(refusal) : wrong;
  }
  const secret = await identity.applicationSecret(clientId);
  return { clientId, tenantId, ...(secret !== undefined && { secret }) };
}

const UNKNOWN_CLIENT =
  'The client is unknown to this tenant, or its secret is wrong. An application of another tenant needs this tenant’s consent.';

const tooManyWrong = ({ description = '', retryAfterSeconds }: TooMany): OAuthRefusal => ({
  status: 429,
  headers: { 'retry-after': String(retryAfterSeconds) },
  body: { error: 'temporarily_unavailable', error_description: `Too many wrong secrets. ${description}` },
});
