import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import type { Key, Query, Table } from '../../../../shared/dynamo/table.ts';
import { addDays, addMonths, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import { type AuditRecord, placeOfId, type RecordPlace, recordId } from '../domain/record.ts';
import { fromItem, toItem } from './audit-item.ts';
import * as keys from './keys.ts';

/** Whose log. */
export type Log = { readonly partnerId: string } | { readonly customerId: string } | 'program';

/** The log of every change (API-3): of each partner, of each customer, and of the program. */
export const auditStore = (table: Table) => ({
  /**
   * Writes a record to each log that it belongs to. What is written follows from the event alone, so once more is the same
   * again: a repeat after a failure ends what was begun.
   */
  async keep(record: AuditRecord): Promise<void> {
    await Promise.all(keysOf(record).map((key) => table.write([{ put: toItem(key, record) }])));
  },

  /** The records of some days, the newest first. */
  list: (log: Log, days: DayPeriod, isWanted: (record: AuditRecord) => boolean = () => true): SoughtList<AuditRecord> =>
    soughtList(
      table,
      monthsOf(days).map((month) => ({
        pk: partitionOf(log, month),
        sk: { between: [days.start, days.end] },
        descending: true,
      })),
      { of: fromItem, isWanted: (item) => isWanted(fromItem(item)) },
    ),

  /** A record of a partner's log by the id that callers see: it is made of GUIDs, and those have no case. */
  async find(partnerId: string, givenId: string): Promise<AuditRecord | undefined> {
    const id = givenId.toLowerCase();
    const place = placeOfId(id);
    const key = place && keys.partnerLogKey({ ...inMonth(place), partnerId });
    const item = key && (await table.get(key));
    const record = item && fromItem(item);
    return record && recordId(record) === id ? record : undefined;
  },
});

function keysOf({ partnerId, otherPartnerId, customerId, ...record }: AuditRecord): Key[] {
  const place = inMonth(record);
  return [
    ...[partnerId, otherPartnerId].flatMap((id) =>
      id === undefined ? [] : keys.partnerLogKey({ ...place, partnerId: id }),
    ),
    ...(customerId === undefined ? [] : [keys.customerLogKey({ ...place, customerId })]),
    keys.programLogKey(place),
  ];
}

const inMonth = ({ at, eventId, operation }: RecordPlace) => ({
  month: at.slice(0, 7),
  changedAt: at,
  eventId,
  operation,
});

const partitionOf = (log: Log, month: string): string =>
  log === 'program'
    ? keys.programLogPartition({ month })
    : 'partnerId' in log
      ? keys.partnerLogPartition({ ...log, month })
      : keys.customerLogPartition({ ...log, month });

/** Where the records of a customer's log lie, oldest first: a place for each month. */
export const customerLogPlaces = (customerId: string, days: DayPeriod): readonly Query[] =>
  monthsOf(days)
    .reverse()
    .map((month) => ({ pk: partitionOf({ customerId }, month), sk: { between: [days.start, days.end] } }));

/** The months that the days of a period lie in, the latest first. */
function monthsOf({ start, end }: DayPeriod): string[] {
  const last = addDays(end, -1).slice(0, 7);
  const months: string[] = [];
  for (let on = `${start.slice(0, 7)}-01` as Day; on.slice(0, 7) <= last; on = addMonths(on, 1))
    months.unshift(on.slice(0, 7));
  return months;
}
