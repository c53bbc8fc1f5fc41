import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { isPresent } from '../domain/user.ts';
import type { peopleRoutes } from '../routes.ts';
import { userStore } from '../store/user-store.ts';
import type { Deps } from './dependencies.ts';
import { toPartnerUserWire } from './partner-user-wire.ts';

/** Reads one user of the own tenant. */
export const viewPartnerUser: Operation<typeof peopleRoutes.viewPartnerUser, Deps> = async (
  { caller, path, at },
  { table },
) => {
  const user = await userStore(table).load({ tenantId: caller.tenantId, userId: path.userId });
  return user && isPresent(user, at) ? ok({ status: 200, body: toPartnerUserWire(user) }) : refuse('user_not_found');
};
