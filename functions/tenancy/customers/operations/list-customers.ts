import type * as z from 'zod';
import { collection, link } from '../../../../shared/contracts/wire.ts';
import { isRunOffOver } from '../../../../shared/http/authorize.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { parseFilter } from '../../../../shared/http/filter.ts';
import { SEEK, seekPage } from '../../../../shared/http/seek.ts';
import { ok, type Refusal, type Result } from '../../../../shared/kernel/result.ts';
import { type CustomerEntry, type EntryQuery, pairStore, partnershipStore } from '../../relationships/index.ts';
import type * as s from '../../schemas.ts';
import type { customersRoutes } from '../routes.ts';
import { customerPath } from './customer-wire.ts';
import type { Deps } from './dependencies.ts';

type List = typeof customersRoutes.listCustomers;

/**
 * Lists and searches the own customers by name (CUS-2): those with a relationship as reseller or advisor. A provider can
 * ask for those of one reseller, a reseller for those that it brought to one provider.
 */
export const listCustomers: Operation<List, Deps> = async (call, { table }) => {
  const query = entryQuery(call);
  if (!query.ok) return query;
  if (await isOverFor(call, query.value, table)) return ok({ status: 200, body: collection<never>([]) });
  const page = await seekPage(call, pairStore(table).entries(query.value), SEEK);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: collection(items.map(toListWire), links, token) });
};

/**
 * PRG-8: with its run-off all relationships of a partner are over, whether that is recorded already or not. REL-7: a reseller
 * sees the customers that it brought a provider as long as it works under it.
 */
async function isOverFor({ caller, at }: Call<List>, query: EntryQuery, table: Deps['table']): Promise<boolean> {
  if (isRunOffOver(caller, at)) return true;
  if (!('resellerId' in query) || query.resellerId !== caller.tenantId) return false;
  return !(await partnershipStore(table).load(query))?.isActive;
}

const FIELDS = ['CompanyName', 'Domain', 'IndirectReseller', 'IndirectCloudSolutionProvider'] as const;

function entryQuery({ caller, query }: Call<List>): Result<EntryQuery, Refusal<'invalid_input'>> {
  const partnerId = caller.tenantId;
  const parsed = parseFilter(query.filter, FIELDS, ['startswith']);
  if (!parsed.ok) return parsed;
  const { field, value } = parsed.value ?? { field: 'CompanyName', value: '' };
  switch (field) {
    case 'CompanyName':
      return ok({ partnerId, namePrefix: value });
    case 'Domain':
      return ok({ partnerId, domainPrefix: value });
    case 'IndirectReseller':
      return ok({ resellerId: value.toLowerCase(), providerId: partnerId });
    case 'IndirectCloudSolutionProvider':
      return ok({ resellerId: partnerId, providerId: value.toLowerCase() });
  }
}

const toListWire = ({ customerId, companyName, domain, relationship }: CustomerEntry): z.input<typeof s.Customer> => ({
  id: customerId,
  companyProfile: {
    tenantId: customerId,
    domain,
    companyName,
    links: { self: link(customerPath(customerId, '/profiles/company')) },
    attributes: { objectType: 'CustomerCompanyProfile' },
  },
  relationshipToPartner: relationship,
  links: { self: link(customerPath(customerId)) },
  attributes: { objectType: 'Customer' },
});
