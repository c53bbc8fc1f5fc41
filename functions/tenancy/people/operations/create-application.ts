import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { type TooMany, tooMany } from '../../../../shared/http/limits.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, type Result } from '../../../../shared/kernel/result.ts';
import type { Application } from '../domain/application.ts';
import type { peopleRoutes } from '../routes.ts';
import { applicationStore, type Kept, REGISTRATION_ATTEMPTS } from '../store/application-store.ts';
import { toApplicationWire } from './application-wire.ts';
import type { Deps } from './dependencies.ts';
import { asTheIssuerTakes, checkBinding } from './registration.ts';

type Create = typeof peopleRoutes.createApplication;

/** When a tenant with all that it may have may look again: nothing but a deletion makes room. */
const ROOM_SECONDS = 3600;

/**
 * Registers an application (ROL-3). Bound to a user of the tenant it has that user's rights (conventions 2.3). With
 * redirect addresses it signs people in, without them it works for itself. The issuer makes the client first: a client
 * that no record knows gets tokens without rights, so an interruption leaves nothing behind that could be used.
 */
export const createApplication: Operation<Create, Deps> = async (call, deps) => {
  const { body, caller, limits } = call;
  const applications = applicationStore(deps.table);
  const { boundUserId, redirectUris = [] } = body;
  const bound = await checkBinding({ tenantId: caller.tenantId, redirectUris, ...given({ boundUserId }) }, deps);
  if (!bound.ok) return bound;
  const room = checkRoom(await applications.kept(caller.tenantId), limits.settings.registrationsKept);
  if (!room.ok) return room;
  const client = await makeClient(body, deps);
  if (!client.ok) return client;
  const made = await retryOnConflict(() => register(client.value, call, deps), REGISTRATION_ATTEMPTS);
  if (!made.ok) await deps.identity.deleteApplication(client.value);
  return made;
};

const makeClient = ({ displayName, redirectUris = [] }: Call<Create>['body'], { identity }: Deps) =>
  asTheIssuerTakes(redirectUris, async () => {
    const addresses = [...new Set(redirectUris)];
    return (await identity.createApplication({ displayName, redirectUris: addresses, confidential: true })).clientId;
  });

function checkRoom({ count }: Kept, max: number): Result<true, TooMany> {
  if (count < max) return ok(true);
  return { ok: false, refusal: tooMany(ROOM_SECONDS, `A tenant has at most ${max} applications: delete one.`) };
}

/** Counts and stores the registration in one transaction, so that no number of calls at once passes the limit. */
const register = async (appId: string, call: Call<Create>, { table }: Deps): ReturnType<Operation<Create, Deps>> => {
  const { body, caller, once, at, limits } = call;
  const { displayName, redirectUris = [], agentRoles = [], ownTenantRole, boundUserId } = body;
  const { tenantId } = caller;
  const applications = applicationStore(table);
  const kept = await applications.kept(tenantId);
  const max = limits.settings.registrationsKept;
  const room = checkRoom(kept, max);
  if (!room.ok) return room;
  const application: Application = {
    tenantId,
    appId,
    version: 0,
    displayName,
    redirectUris: [...new Set(redirectUris)],
    agentRoles: [...new Set(agentRoles)],
    isGlobalAdmin: ownTenantRole === 'globalAdmin',
    ...(boundUserId !== undefined && { boundUserId }),
    createdAt: at,
    isDeleted: false,
    secrets: [],
  };
  const reply = { status: 201, body: toApplicationWire({ ...application, version: 1 }) } as const;
  await table.write([
    ...applications.writes(undefined, application, { ...occasionOf(call), change: 'registered' }),
    applications.moreWrite(tenantId, kept, max),
    ...once.complete(reply),
  ]);
  return ok(reply);
};
