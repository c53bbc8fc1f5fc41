import { type Collection, collection, link } from '../../../../shared/contracts/wire.ts';
import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { linkPath } from '../../../../shared/http/paging.ts';
import { isWhole, seekPage, WHOLE } from '../../../../shared/http/seek.ts';
import { shownRecords } from '../../../../shared/identity/access.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { catalogueStore, findPlan, type Plan } from '../../catalogue/index.ts';
import { groupOf } from '../domain/assignment.ts';
import type { Pool } from '../domain/pool.ts';
import { poolStore } from '../store/pool-store.ts';
import type { LicencesOperation, LicencesRoutes } from './dependencies.ts';
import { channelsByName, channelsFor, toSkuWire } from './licence-wire.ts';
import { groupsAskedFor } from './license-groups.ts';

/** SUB-8, SUB-9: the plans of which a customer has seats, active or suspended, whoever sold them. */
export const listSubscribedSkus: LicencesOperation<'listSubscribedSkus'> = (call, { table }) =>
  pools(call, call.customer.customerId, table, async (found) => found.map(({ pool, plan }) => toSkuWire(pool, plan)));

/** SUB-7, SUB-8: the same to a partner, with its own seats told apart from those of all others. */
export const listLicencePool: LicencesOperation<'listLicencePool'> = (call, { table }) => {
  const { tenantId, account } = call.caller;
  return pools(call, call.customer.customerId, table, async (found) =>
    found.map(({ pool, plan }) => ({ ...toSkuWire(pool, plan), channels: channelsFor(pool, tenantId, account.name) })),
  );
};

/** CUS-3, SUB-8: the same to the customer, with every channel by its name. */
export const listMyLicencePool: LicencesOperation<'listMyLicencePool'> = (call, { table }) =>
  pools(call, call.caller.tenantId, table, async (found) => {
    const partnerIds = new Set(found.flatMap(({ pool }) => [...pool.channels.keys()]).filter((id) => id !== 'direct'));
    const accounts = partnerIds.size === 0 ? [] : await shownRecords(table).accounts([...partnerIds]);
    const names = new Map(accounts.map(({ tenantId, name }) => [tenantId, name]));
    const nameOf = (partnerId: string) => names.get(partnerId);
    return found.map(({ pool, plan }) => ({ ...toSkuWire(pool, plan), channels: channelsByName(pool, nameOf) }));
  });

type PoolCall = Pick<
  Call<LicencesRoutes['listLicencePool']>,
  'seek' | 'continuationToken' | 'rawPath' | 'rawQuery' | 'query'
>;

async function pools<T>(
  call: PoolCall,
  customerId: string,
  table: Table,
  toWire: (found: readonly { pool: Pool; plan: Plan | undefined }[]) => Promise<readonly T[]>,
) {
  const groups = groupsAskedFor(call);
  if (!groups.ok) return groups;
  const catalogue = await catalogueStore(table).read();
  const isWanted = ({ planId }: Pool): boolean => groups.value.has(groupOf(findPlan(catalogue, planId)));
  const page = await seekPage(call, poolStore(table).ofCustomer(customerId, isWanted), WHOLE);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const rows = await toWire(items.map((pool) => ({ pool, plan: findPlan(catalogue, pool.planId) })));
  const body: Collection<T> = isWhole(call, page.value)
    ? collection(rows, { self: link(linkPath(call.rawPath)) })
    : collection(rows, links, token);
  return ok({ status: 200 as const, body });
}
