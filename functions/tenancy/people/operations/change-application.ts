import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { alike } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { Application } from '../domain/application.ts';
import type { peopleRoutes } from '../routes.ts';
import { applicationStore } from '../store/application-store.ts';
import { toApplicationWire } from './application-wire.ts';
import type { Deps } from './dependencies.ts';
import { asTheIssuerTakes, checkBinding } from './registration.ts';

type Change = typeof peopleRoutes.changeApplication;

/**
 * Changes name, roles, redirect addresses or bound user of an application (ROL-3), by the rules of its registration. What its
 * tokens may do is read from its record, so the former roles end within a minute; tokens that carry the former user are
 * refused by then.
 *
 * The issuer hears of name and addresses first. Where the record does not follow, people are sent only to addresses that
 * both know; a repeat tells the issuer again.
 */
export const changeApplication: Operation<Change, Deps> = (call, deps) => retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Change>, deps: Deps): ReturnType<Operation<Change, Deps>> => {
  const { body, caller, path, ifMatch } = call;
  const applications = applicationStore(deps.table);
  const before = await applications.load({ tenantId: caller.tenantId, appId: path.appId });
  if (!before) return refuse('resource_not_found');
  if (!etagMatches(ifMatch, etagOf(before.appId, before.version))) return refuse('stale_etag');
  const after = changed(before, body);
  const isRebound = body.boundUserId !== undefined || body.redirectUris !== undefined;
  const bound = isRebound ? await checkBinding(after, deps) : ok(true);
  if (!bound.ok) return bound;
  if (body.displayName !== undefined || body.redirectUris !== undefined) {
    const { appId, displayName, redirectUris } = after;
    const told = await asTheIssuerTakes(body.redirectUris ?? redirectUris, () =>
      deps.identity.changeApplication(appId, { displayName, redirectUris }),
    );
    if (!told.ok) return told;
  }
  if (alike(before, after)) return ok({ status: 200, body: toApplicationWire(before) });
  await deps.table.write(applications.writes(before, after, { ...occasionOf(call), change: 'changed' }));
  return ok({ status: 200, body: toApplicationWire({ ...after, version: before.version + 1 }) });
};

/** What is not sent stays; an empty `boundUserId` binds it to nobody. */
function changed({ boundUserId: formerly, ...before }: Application, body: Call<Change>['body']): Application {
  const { displayName, redirectUris, agentRoles, ownTenantRole, boundUserId = formerly } = body;
  return {
    ...before,
    displayName: displayName ?? before.displayName,
    redirectUris: redirectUris ? [...new Set(redirectUris)] : before.redirectUris,
    agentRoles: agentRoles ? [...new Set(agentRoles)] : before.agentRoles,
    isGlobalAdmin: ownTenantRole === undefined ? before.isGlobalAdmin : ownTenantRole === 'globalAdmin',
    ...(boundUserId && { boundUserId }),
  };
}
