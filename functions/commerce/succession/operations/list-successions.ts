import { collection } from '../../../../shared/contracts/wire.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { successionStore } from '../store/succession-store.ts';
import type { SuccessionOperation } from './dependencies.ts';
import { toCustomersWire } from './succession-wire.ts';

/** PRG-9: to whom a partner ever sold something, and with whom they go on where it is out of business. */
export const listSuccessions: SuccessionOperation<'listSuccessions'> = async (call, { table, records }) => {
  const partnerId = call.path.partnerId.toLowerCase();
  if (!(await records.account(partnerId))?.partner) return refuse('resource_not_found');
  const page = await seekPage(call, successionStore(table).customersOf(partnerId), { sizeDefault: call.query.size });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: collection(await toCustomersWire(partnerId, items, table), links, token) });
};
