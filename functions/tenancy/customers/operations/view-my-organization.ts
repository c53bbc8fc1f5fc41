import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { customersRoutes } from '../routes.ts';
import { customerStore } from '../store/customer-store.ts';
import type { Deps } from './dependencies.ts';

/** The customer's own tenant: profile, domains, channels (CUS-3). */
export const viewMyOrganization: Operation<typeof customersRoutes.viewMyOrganization, Deps> = async (
  { caller },
  { table },
) => {
  const customer = await customerStore(table).load(caller.tenantId);
  if (!customer) return refuse('tenant_not_found');
  const { customerId: id, companyName, domain, customDomains, country, channels, billing } = customer;
  return ok({
    status: 200,
    body: {
      id,
      companyName,
      domain,
      customDomains: [domain, ...customDomains],
      country,
      channels: [...channels],
      email: billing.email,
      culture: billing.culture,
      language: billing.language,
      address: billing.defaultAddress,
      attributes: { objectType: 'Organization' },
    },
  });
};
