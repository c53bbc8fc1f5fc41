import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { matches, parseFilter } from '../../../../shared/http/filter.ts';
import { SEEK, seekPage } from '../../../../shared/http/seek.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { Partner } from '../domain/partner.ts';
import type { programRoutes } from '../routes.ts';
import { partnerStore } from '../store/partner-store.ts';
import type { Deps } from './dependencies.ts';
import { toPartnerWire } from './partner-wire.ts';

const FIELDS = ['CompanyName', 'Status', 'ProgramRole', 'Region'] as const;

/** Lists the partners of the program by name, filtered by name, status, kind or region. */
export const listPartners: Operation<typeof programRoutes.listPartners, Deps> = async (call, { table }) => {
  const filter = parseFilter(call.query.filter, FIELDS, ['equals', 'startswith', 'substring']);
  if (!filter.ok) return filter;
  const isWanted = ({ companyName, status, programRole, region }: Partner) =>
    matches(filter.value, { CompanyName: companyName, Status: status, ProgramRole: programRole, Region: region });
  const page = await seekPage(call, partnerStore(table).list(isWanted), SEEK);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: collection(items.map(toPartnerWire), links, token) });
};
