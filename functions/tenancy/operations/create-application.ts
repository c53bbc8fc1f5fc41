import type { Operation } from '../../../shared/http/call.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import type { Application } from '../domain/application.ts';
import type { tenancyRoutes } from '../routes.ts';
import { applicationStore } from '../store/application-store.ts';
import { userStore } from '../store/user-store.ts';
import type { Deps } from './dependencies.ts';
import { toApplicationWire } from './wire.ts';

/**
 * Registers an application (ROL-3). Bound to a user of the tenant it has that user's rights (conventions 2.3). With
 * redirect addresses it signs people in, without them it works for itself. The issuer makes the client first: a client
 * that no record knows gets tokens without rights, so an interruption leaves nothing behind that could be used.
 */
export const createApplication: Operation<typeof tenancyRoutes.routes.createApplication, Deps> = async (
  { body, caller, once, at },
  { table, identity },
) => {
  const { displayName, redirectUris = [], agentRoles = [], ownTenantRole, boundUserId } = body;
  const { tenantId } = caller;
  if (boundUserId !== undefined) {
    const user = await userStore(table).load({ tenantId, userId: boundUserId });
    if (user?.state !== 'active') return refuse('user_not_found', { field: 'boundUserId' });
    if (redirectUris.length > 0)
      return refuse('invalid_property', {
        field: 'redirectUris',
        description: 'An application bound to a user signs nobody in: leave out its redirectUris.',
      });
  }
  const { clientId } = await identity.createApplication({ displayName, redirectUris, confidential: true });
  const application: Application = {
    tenantId,
    appId: clientId,
    version: 0,
    displayName,
    redirectUris,
    agentRoles: [...new Set(agentRoles)],
    isGlobalAdmin: ownTenantRole === 'globalAdmin',
    ...(boundUserId !== undefined && { boundUserId }),
    createdAt: at,
    isDeleted: false,
    secrets: [],
  };
  const reply = { status: 201, body: toApplicationWire({ ...application, version: 1 }) } as const;
  await table.write([...applicationStore(table).writes(undefined, application), ...once.complete(reply)]);
  return ok(reply);
};
