import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { matches, parseFilter } from '../../../../shared/http/filter.ts';
import { SEEK, seekPage } from '../../../../shared/http/seek.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { Customer } from '../domain/customer.ts';
import type { customersRoutes } from '../routes.ts';
import { customerStore } from '../store/customer-store.ts';
import type { Deps } from './dependencies.ts';
import { toOperatorCustomerWire } from './operator-customer-wire.ts';

/** Lists customer tenants by name, filtered by name, domain or country. */
export const listOperatorCustomers: Operation<typeof customersRoutes.listOperatorCustomers, Deps> = async (
  call,
  { table },
) => {
  const operators = ['equals', 'startswith', 'substring'] as const;
  const filter = parseFilter(call.query.filter, ['CompanyName', 'Domain', 'Country'], operators);
  if (!filter.ok) return filter;
  const isWanted = ({ companyName, domain, country }: Customer) =>
    matches(filter.value, { CompanyName: companyName, Domain: domain, Country: country });
  const page = await seekPage(call, customerStore(table).list(isWanted), SEEK);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const shown = items.map((customer) => toOperatorCustomerWire(customer));
  return ok({ status: 200, body: collection(shown, links, token) });
};
