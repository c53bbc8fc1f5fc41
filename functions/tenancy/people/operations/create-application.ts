import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { type TooMany, tooMany } from '../../../../shared/http/limits.ts';
import { RedirectRefusedError } from '../../../../shared/identity/identity-provider.ts';
import { ok, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Application } from '../domain/application.ts';
import type { peopleRoutes } from '../routes.ts';
import { applicationStore, type Kept, REGISTRATION_ATTEMPTS } from '../store/application-store.ts';
import { userStore } from '../store/user-store.ts';
import { toApplicationWire } from './application-wire.ts';
import type { Deps } from './dependencies.ts';

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
  const bound = await checkBinding(call, deps);
  if (!bound.ok) return bound;
  const room = checkRoom(await applications.kept(caller.tenantId), limits.settings.registrationsKept);
  if (!room.ok) return room;
  const client = await makeClient(body, deps);
  if (!client.ok) return client;
  const made = await retryOnConflict(() => register(client.value, call, deps), REGISTRATION_ATTEMPTS);
  if (!made.ok) await deps.identity.deleteApplication(client.value);
  return made;
};

/** The issuer has the last word on where it sends people: what it does not take is the caller's to mend. */
async function makeClient({ displayName, redirectUris = [] }: Call<Create>['body'], { identity }: Deps) {
  try {
    const addresses = [...new Set(redirectUris)];
    return ok(
      (await identity.createApplication({ displayName, redirectUris: addresses, confidential: true })).clientId,
    );
  } catch (error) {
    if (!(error instanceof RedirectRefusedError)) throw error;
    const field = `redirectUris[${redirectUris.indexOf(error.address)}]`;
    return refuse('invalid_property', { field, description: `${field}: is an address that the issuer does not take` });
  }
}

async function checkBinding({ body, caller }: Call<Create>, { table }: Deps) {
  const { boundUserId, redirectUris = [] } = body;
  if (boundUserId === undefined) return ok(true);
  const user = await userStore(table).load({ tenantId: caller.tenantId, userId: boundUserId });
  if (user?.state !== 'active') return refuse('user_not_found', { field: 'boundUserId' });
  if (redirectUris.length === 0) return ok(true);
  return refuse('invalid_property', {
    field: 'redirectUris',
    description: 'An application bound to a user signs nobody in: leave out its redirectUris.',
  });
}

function checkRoom({ count }: Kept, max: number): Result<true, TooMany> {
  if (count < max) return ok(true);
  return { ok: false, refusal: tooMany(ROOM_SECONDS, `A tenant has at most ${max} applications: delete one.`) };
}

/** Counts and stores the registration in one transaction, so that no number of calls at once passes the limit. */
const register = async (
  appId: string,
  { body, caller, once, at, limits }: Call<Create>,
  { table }: Deps,
): ReturnType<Operation<Create, Deps>> => {
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
    ...applications.writes(undefined, application),
    applications.moreWrite(tenantId, kept, max),
    ...once.complete(reply),
  ]);
  return ok(reply);
};
