import { collection } from '../../../shared/contracts/wire.ts';
import type { Operation } from '../../../shared/http/call.ts';
import { ok } from '../../../shared/kernel/result.ts';
import type { tenancyRoutes } from '../routes.ts';
import { userStore } from '../store/user-store.ts';
import type { Deps } from './dependencies.ts';
import { nextPage, seekPage } from './seek.ts';
import { toPartnerUserWire } from './wire.ts';

/** Lists the users of the own tenant, active or not (ROL-1). */
export const listPartnerUsers: Operation<typeof tenancyRoutes.routes.listPartnerUsers, Deps> = async (
  call,
  { table },
) => {
  const page = seekPage(call);
  if (!page.ok) return page;
  const { users, next } = await userStore(table).page(call.caller.tenantId, page.value);
  const { links, token } = nextPage(call, page.value, next);
  return ok({ status: 200, body: collection(users.map(toPartnerUserWire), links, token) });
};
