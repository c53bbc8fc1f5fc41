import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { utcDay } from '../../../../shared/kernel/time.ts';
import { firstDayOfPartner } from '../domain/window.ts';
import type { auditRoutes } from '../routes.ts';
import { auditStore } from '../store/audit-store.ts';
import { publicClient, toAuditRecordWire } from './audit-wire.ts';
import type { Deps } from './dependencies.ts';
import { namesFor, type Reader } from './names.ts';

/** One record of the own log, while that log shows it (API-3). */
export const viewAuditRecord: Operation<typeof auditRoutes.viewAuditRecord, Deps> = async (call, deps) => {
  const { at, caller, path } = call;
  const record = await auditStore(deps.table).find(caller.tenantId, path.auditRecordId);
  if (!record || utcDay(record.at) < firstDayOfPartner(at)) return refuse('resource_not_found');
  const reader: Reader = { kind: 'partner', tenantId: caller.tenantId };
  const names = namesFor(reader, deps);
  await names.learn([record]);
  return ok({ status: 200, body: toAuditRecordWire(record, { reader, names, client: publicClient(call) }) });
};
