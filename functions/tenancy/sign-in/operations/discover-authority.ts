import type { Call, Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { COMMON, tenantNamed } from '../../people/index.ts';
import {
  type Authority,
  authorityOf,
  configurationAddress,
  instanceMetadata,
  openidConfiguration,
} from '../domain/authority.ts';
import type { signInRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';

type Routes = typeof signInRoutes;

/** What is said here changes with the deployment alone; keys are replaced with days between. */
const KEPT = { 'cache-control': 'public, max-age=300' } as const;

const failed = (error: string, error_description: string) =>
  ok({ status: 400, body: { error, error_description } } as const);

/**
 * Tells a client library that the authority which it was configured with is one, and where that describes itself. Another
 * host's is answered as one that is not known.
 */
export const discoverInstance: Operation<Routes['discoverInstance'], Deps> = async ({ path, query, root }) => {
  if (path.tenant.toLowerCase() !== COMMON) return refuse('resource_not_found');
  const named = authorityOf(query.authorization_endpoint, root);
  if (!named) return failed('invalid_instance', 'This is no authority of that host.');
  return ok({
    status: 200,
    headers: KEPT,
    body: {
      tenant_discovery_endpoint: configurationAddress({ root, ...named }),
      'api-version': '1.1',
      metadata: instanceMetadata(named.host),
    },
  });
};

type ConfigurationCall = Pick<Call<Routes['viewOpenidConfiguration']>, 'path' | 'root'>;

async function configuration({ path, root }: ConfigurationCall, version: Authority['version'], deps: Deps) {
  const isCommon = path.tenant.toLowerCase() === COMMON;
  const tenant = isCommon ? COMMON : await tenantNamed(path.tenant, deps);
  if (tenant === undefined) return failed('invalid_tenant', 'No tenant has this id or domain.');
  return ok({ status: 200, headers: KEPT, body: openidConfiguration({ root, tenant, version }) } as const);
}

/** The OpenID configuration by the v1 path: `resource`. */
export const viewOpenidConfiguration: Operation<Routes['viewOpenidConfiguration'], Deps> = (call, deps) =>
  configuration(call, 1, deps);
/** The same by the v2 path: `scope`. */
export const viewOpenidConfigurationV2: Operation<Routes['viewOpenidConfigurationV2'], Deps> = (call, deps) =>
  configuration(call, 2, deps);

/** The keys that tokens are signed with, as the issuer has them; every tenant's are the same. */
export const listSigningKeys: Operation<Routes['listSigningKeys'], Deps> = async ({ at }, { issuer }) =>
  ok({ status: 200, headers: KEPT, body: { keys: [...(await issuer.keys(at))] } });
