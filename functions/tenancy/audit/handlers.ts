import { listAuditRecords, listMyAuditRecords, listOperatorAuditRecords } from './operations/list-audit-records.ts';
import { recordEvent } from './operations/record-event.ts';
import { viewAuditRecord } from './operations/view-audit-record.ts';

/** What answers each route of the slice. */
export const auditOperations = {
  listAuditRecords,
  viewAuditRecord,
  listMyAuditRecords,
  listOperatorAuditRecords,
} as const;

/** What takes each event that the slice listens to. */
export const auditConsumerFunctions = { recordEvent } as const;
