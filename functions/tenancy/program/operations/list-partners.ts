import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { matches, parseFilter } from '../../../../shared/http/filter.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { programRoutes } from '../routes.ts';
import { partnerStore } from '../store/partner-store.ts';
import type { Deps } from './dependencies.ts';
import { toPartnerWire } from './partner-wire.ts';

const FIELDS = ['CompanyName', 'Status', 'ProgramRole', 'Region'] as const;

/** Lists the partners of the program by name, filtered by name, status, kind or region. */
export const listPartners: Operation<typeof programRoutes.listPartners, Deps> = async (call, { table }) => {
  const filter = parseFilter(call.query.filter, FIELDS, ['equals', 'startswith', 'substring']);
  if (!filter.ok) return filter;
  const all = (await partnerStore(table).list()).filter((partner) =>
    matches(filter.value, {
      CompanyName: partner.companyName,
      Status: partner.status,
      ProgramRole: partner.programRole,
      Region: partner.region,
    }),
  );
  const { offset = 0 } = call.query;
  const size = call.query.size || all.length || 1;
  const page = all.slice(offset, offset + size);
  const links = offsetLinks(call, { offset, size, hasMore: offset + size < all.length });
  return ok({ status: 200, body: collection(page.map(toPartnerWire), links) });
};
