import { collection, link } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { servicesOf } from '../domain/service.ts';
import type { servicesRoutes } from '../routes.ts';
import { serviceStore } from '../store/service-store.ts';
import type { Deps } from './dependencies.ts';

type List = typeof servicesRoutes.listManagedServices;

/** Where the partner administers what the customer has (DAP-2): pages of the program's portal. */
export const listManagedServices: Operation<List, Deps> = async (
  { caller, customer: { customerId }, root },
  { table },
) => {
  const families = await serviceStore(table).familiesOf({ partnerId: caller.tenantId, customerId });
  const items = servicesOf(families).map((service) => ({
    ...service,
    links: {
      adminService: link(`${root}/portal/customers/${customerId}/users?service=${service.id}`),
      serviceHealth: link(`${root}/portal/health?service=${service.id}`),
      serviceTicket: link(`${root}/portal/requests/new?customer=${customerId}&service=${service.id}`),
    },
    attributes: { objectType: 'ManagedService' as const },
  }));
  return ok({ status: 200, body: collection(items) });
};
