import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { matches, parseFilter } from '../../../../shared/http/filter.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { ok } from '../../../../shared/kernel/result.ts';
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
  const all = (await customerStore(table).list()).filter(({ companyName, domain, country }) =>
    matches(filter.value, { CompanyName: companyName, Domain: domain, Country: country }),
  );
  const { offset = 0 } = call.query;
  const size = call.query.size || all.length || 1;
  const page = all.slice(offset, offset + size).map((customer) => toOperatorCustomerWire(customer));
  const links = offsetLinks(call, { offset, size, hasMore: offset + size < all.length });
  return ok({ status: 200, body: collection(page, links) });
};
