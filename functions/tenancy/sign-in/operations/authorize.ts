import type { Call, Operation } from '../../../../shared/http/call.ts';
import { API_SCOPE } from '../../../../shared/identity/api-scope.ts';
import { isConsented } from '../../../../shared/identity/consent.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { applicationStore, COMMON, isClientId, servesTenant, tenantNamed } from '../../people/index.ts';
import { audienceOf } from '../domain/audience.ts';
import type { signInRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';

type Routes = typeof signInRoutes;
type AuthorizeCall = Pick<Call<Routes['authorize']>, 'root' | 'rawQuery' | 'path'>;

/** Parameters of a sign-in that the issuer gets as they came. */
const PASSED_ON = [
  'response_type',
  'redirect_uri',
  'response_mode',
  'state',
  'nonce',
  'login_hint',
  'code_challenge',
  'code_challenge_method',
];

/** Sends a person to the issuer's sign-in for an application, by the v1 path: `resource` (conventions 2.1). */
export const authorize: Operation<Routes['authorize'], Deps> = (call, deps) => redirect(call, deps, 'resource');
/** The same by the v2 path: `scope`. */
export const authorizeV2: Operation<Routes['authorizeV2'], Deps> = (call, deps) => redirect(call, deps, 'scope');

const failed = (error: string, error_description: string) =>
  ok({ status: 400, body: { error, error_description } } as const);

/**
 * The issuer checks what it knows of client and redirect address. Here it is checked what it does not know: whose
 * application it is, and that it is there still. Refusals are answered, never sent on to an address of the request.
 */
async function redirect(call: AuthorizeCall, deps: Deps, selector: 'resource' | 'scope') {
  const query = new URLSearchParams(call.rawQuery);
  const clientId = query.get('client_id') ?? '';
  const wrong = await faultOf({ clientId, tenant: call.path.tenant, redirectUri: query.get('redirect_uri') }, deps);
  if (wrong) return wrong;
  if (audienceOf(query.get(selector) ?? undefined, call.root) === undefined)
    return failed(selector === 'scope' ? 'invalid_scope' : 'invalid_resource', `The ${selector} is not ours.`);
  const passed = PASSED_ON.flatMap((name) => (query.has(name) ? [[name, query.get(name)!] as const] : []));
  const scope = `openid profile ${API_SCOPE}`;
  const location = await deps.issuer.authorizeUrl({ client_id: clientId, scope, ...Object.fromEntries(passed) });
  return ok({ status: 302, headers: { location } } as const);
}

interface Asked {
  readonly clientId: string;
  readonly tenant: string;
  readonly redirectUri: string | null;
}

/** What is wrong with tenant, client or redirect address; who may sign in is judged when the tenant is known. */
async function faultOf({ clientId, tenant, redirectUri }: Asked, { issuer, table, records }: Deps) {
  const tenantId = tenant.toLowerCase() === COMMON ? undefined : await tenantNamed(tenant, { table });
  if (tenantId === undefined && tenant.toLowerCase() !== COMMON)
    return failed('invalid_request', 'No tenant has this id or domain.');
  if (clientId === issuer.signInClientId) return undefined;
  const applications = applicationStore(table);
  const client = isClientId(clientId) ? await applications.client(clientId) : undefined;
  const isServed =
    client !== undefined &&
    !('isProgram' in client) &&
    (servesTenant(client, tenantId ?? client.tenantId) ||
      (tenantId !== undefined && (await isConsented(records, { tenantId, applicationId: clientId }))));
  if (!isServed)
    return failed(
      'unauthorized_client',
      'No application of this tenant has this client_id, and the tenant has consented to no other of this id.',
    );
  const application = await applications.load({ tenantId: client.tenantId, appId: clientId });
  if (redirectUri !== null && !application?.redirectUris.includes(redirectUri))
    return failed('invalid_request', 'The application has no such redirect_uri.');
  return undefined;
}
