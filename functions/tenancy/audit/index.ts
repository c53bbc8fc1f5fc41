/** What operations and stores of the slices above may use. */
export { type AuditRecord, actedBy } from './domain/record.ts';
export { firstDayKept } from './domain/window.ts';
export { toAuditRecordWire } from './operations/audit-wire.ts';
export { fromItem as auditRecordOf } from './store/audit-item.ts';
export { customerLogPlaces } from './store/audit-store.ts';
