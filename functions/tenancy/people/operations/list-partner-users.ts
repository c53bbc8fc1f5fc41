import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { SEEK, seekPage } from '../../../../shared/http/seek.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { peopleRoutes } from '../routes.ts';
import { userStore } from '../store/user-store.ts';
import type { Deps } from './dependencies.ts';
import { toPartnerUserWire } from './partner-user-wire.ts';

/** Lists the users of the own tenant, active or not (ROL-1). */
export const listPartnerUsers: Operation<typeof peopleRoutes.listPartnerUsers, Deps> = async (call, { table }) => {
  const page = await seekPage(call, userStore(table).list(call.caller.tenantId, call.at), SEEK);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: collection(items.map(toPartnerUserWire), links, token) });
};
