import { collection } from '../../../../shared/contracts/wire.ts';
import type { SoughtList } from '../../../../shared/dynamo/sought.ts';
import type { CallBase, Operation } from '../../../../shared/http/call.ts';
import type { Filter } from '../../../../shared/http/filter.ts';
import { SEEK, seekPage } from '../../../../shared/http/seek.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { Day, DayPeriod } from '../../../../shared/kernel/time.ts';
import { type AuditRecord, actedBy } from '../domain/record.ts';
import type { Client } from '../domain/vocabulary.ts';
import { auditWindow, firstDayKept, firstDayOfPartner } from '../domain/window.ts';
import type { auditRoutes } from '../routes.ts';
import { fromItem } from '../store/audit-item.ts';
import { auditStore, type Log } from '../store/audit-store.ts';
import { type AuditField, auditFields, auditFilter, isNamed, operatorFields } from './audit-filter.ts';
import { publicClient, toAuditRecordWire } from './audit-wire.ts';
import type { Deps } from './dependencies.ts';
import { type Names, namesFor, type Reader } from './names.ts';

type Routes = typeof auditRoutes;
type ListCall = Pick<CallBase, 'at' | 'seek' | 'continuationToken' | 'rawPath' | 'rawQuery'> & {
  readonly query: Parameters<typeof seekPage>[0]['query'] & {
    readonly startDate?: Day | undefined;
    readonly endDate?: Day | undefined;
  };
};

/**
 * A partner's log: what it did, and what happened to it and in the tenants of its customers through it (API-3). The last 30
 * days, or others of the last 90.
 */
export const listAuditRecords: Operation<Routes['listAuditRecords'], Deps> = async (call, deps) => {
  const days = auditWindow(call.at, daysOf(call), firstDayOfPartner(call.at));
  if (!days.ok) return days;
  const filter = auditFilter(call.query.filter, auditFields);
  if (!filter.ok) return filter;
  const partnerId = call.caller.tenantId;
  const reader: Reader = { kind: 'partner', tenantId: partnerId };
  const names = namesFor(reader, deps);
  const list = listOf({ log: { partnerId }, days: days.value, filter: filter.value, names }, deps);
  return answer(call, list, { reader, names, client: publicClient(call) });
};

/** What partners did in the own tenant, for thirteen months (CUS-3). */
export const listMyAuditRecords: Operation<Routes['listMyAuditRecords'], Deps> = async (call, deps) => {
  const days = auditWindow(call.at, daysOf(call), firstDayKept(call.at));
  if (!days.ok) return days;
  const customerId = call.caller.tenantId;
  const reader: Reader = { kind: 'customer', tenantId: customerId };
  const isByPartner = (record: AuditRecord): boolean => actedBy(record) === 'partner';
  const list = auditStore(deps.table).list({ customerId }, days.value, isByPartner);
  return answer(call, list, { reader, names: namesFor(reader, deps), client: 'own' });
};

/** What happened in every tenant, for thirteen months. That of one partner or one customer is read from its own log. */
export const listOperatorAuditRecords: Operation<Routes['listOperatorAuditRecords'], Deps> = async (call, deps) => {
  const days = auditWindow(call.at, daysOf(call), firstDayKept(call.at));
  if (!days.ok) return days;
  const filter = auditFilter(call.query.filter, operatorFields);
  if (!filter.ok) return filter;
  const reader: Reader = { kind: 'operator', tenantId: call.caller.tenantId };
  const names = namesFor(reader, deps);
  const list = listOf({ log: operatorLog(filter.value), days: days.value, filter: filter.value, names }, deps);
  return answer(call, list, { reader, names, client: 'own' });
};

const daysOf = ({ query: { startDate, endDate } }: ListCall) => ({ startOn: startDate, endOn: endDate });

function operatorLog(filter: Filter<AuditField> | undefined): Log {
  if (filter?.field === 'PartnerId') return { partnerId: filter.value };
  return filter?.field === 'CustomerId' ? { customerId: filter.value } : 'program';
}

interface Wanted {
  readonly log: Log;
  readonly days: DayPeriod;
  readonly filter: Filter<AuditField> | undefined;
  readonly names: Names;
}

/** The names of all that is read are looked up as it is read, where they decide what is wanted. */
function listOf({ log, days, filter, names }: Wanted, { table }: Deps): SoughtList<AuditRecord> {
  switch (filter?.field) {
    case 'CustomerId':
      return auditStore(table).list(log, days, ({ customerId }) => customerId === filter.value);
    case 'ResourceType':
      return auditStore(table).list(log, days, ({ resource }) => resource === filter.value);
    case 'CompanyName': {
      const query: Deps['table']['query'] = async (asked) => {
        const page = await table.query(asked);
        await names.learn(page.items.map(fromItem));
        return page;
      };
      const isWanted = (record: AuditRecord) => isNamed(filter, names.customerName(record));
      return auditStore({ ...table, query }).list(log, days, isWanted);
    }
    default:
      return auditStore(table).list(log, days);
  }
}

async function answer(
  call: ListCall,
  list: SoughtList<AuditRecord>,
  shown: { reader: Reader; names: Names; client: Client },
) {
  const page = await seekPage(call, list, SEEK);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  await shown.names.learn(items);
  const wire = items.map((record) => toAuditRecordWire(record, shown));
  return ok({ status: 200, body: collection(wire, links, token) } as const);
}
