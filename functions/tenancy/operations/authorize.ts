import type { Call, Operation } from '../../../shared/http/call.ts';
import { API_SCOPE } from '../../../shared/identity/api-scope.ts';
import { ok } from '../../../shared/kernel/result.ts';
import { isClientId } from '../domain/application.ts';
import { audienceOf } from '../domain/audience.ts';
import type { tenancyRoutes } from '../routes.ts';
import { applicationStore } from '../store/application-store.ts';
import type { Deps } from './dependencies.ts';

type Routes = typeof tenancyRoutes.routes;
type AuthorizeCall = Pick<Call<Routes['authorize']>, 'root' | 'rawQuery'>;

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

/** The issuer itself checks client and redirect address; here only what it does not know is refused. */
async function redirect({ root, rawQuery }: AuthorizeCall, { issuer, table }: Deps, selector: 'resource' | 'scope') {
  const query = new URLSearchParams(rawQuery);
  const clientId = query.get('client_id') ?? '';
  const client = isClientId(clientId) ? await applicationStore(table).client(clientId) : undefined;
  if (clientId !== issuer.signInClientId && (!client || client.isDeleted))
    return failed('unauthorized_client', 'No application has this client_id.');
  if (audienceOf(query.get(selector) ?? undefined, root) === undefined)
    return failed(selector === 'scope' ? 'invalid_scope' : 'invalid_resource', `The ${selector} is not ours.`);
  const passed = PASSED_ON.flatMap((name) => (query.has(name) ? [[name, query.get(name)!] as const] : []));
  const scope = `openid profile ${API_SCOPE}`;
  const location = await issuer.authorizeUrl({ client_id: clientId, scope, ...Object.fromEntries(passed) });
  return ok({ status: 302, headers: { location } } as const);
}
