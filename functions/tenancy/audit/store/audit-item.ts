import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item, Key } from '../../../../shared/dynamo/table.ts';
import { epochMs, type Instant, startOfDay } from '../../../../shared/kernel/time.ts';
import type { AuditRecord, RecordPlace } from '../domain/record.ts';
import type { OperationType } from '../domain/vocabulary.ts';
import { removableOn } from '../domain/window.ts';
import { sortKeyParts } from './keys.ts';

/** What the sort key does not tell. */
type Rest = Omit<AuditRecord, keyof RecordPlace>;

export const auditItem = storedKind<Rest>({ kind: 'auditRecord', shape: 1, upgrades: [] });

export const toItem = (key: Key, { eventId: _, operation: __, at, ...rest }: AuditRecord): Item =>
  auditItem.toItem({ ...key, expiresAt: epochMs(startOfDay(removableOn(at))) / 1000 }, rest);

export function fromItem(item: Item): AuditRecord {
  const { at, eventId, operation } = sortKeyParts(item.sk);
  return { at: at as Instant, eventId, operation: operation as OperationType, ...auditItem.fromItem(item) };
}
