import { CustomerExportRequested } from '../../../../events/tenancy.ts';
import { type NewEvent, newEvent } from '../../../../shared/contracts/events.ts';
import { advanced } from '../../../../shared/dynamo/aggregate.ts';
import { type Cause, outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type Item, pagesOf, putIfVersion, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { accessKeys } from '../../../../shared/identity/access.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { addDaysTo, epochMs, type Instant } from '../../../../shared/kernel/time.ts';
import { type DataExport, failsAt, isUnderway, KNOWN_DAYS } from '../domain/data-export.ts';
import { dataExportItem, type ExportStep, exportStepItem, underwayItem } from './export-items.ts';
import * as keys from './keys.ts';

/** Exports of customers' data, and what the contexts answered (CUS-6). */
export const exportStore = (table: Table) => ({
  async load(ids: keys.ExportIds): Promise<DataExport | undefined> {
    const item = await table.get(keys.exportKey(ids), { consistent: true });
    return item && dataExportItem.fromItem(item);
  },

  /** Which export an item of the index of due ones means. */
  due: (item: Item): keys.ExportIds => dataExportItem.fromItem(item),

  /** How many of a customer's exports are under way. */
  async underway(customerId: string): Promise<number> {
    const item = await table.get(keys.underwayKey(customerId), { consistent: true });
    return item ? underwayItem.fromItem(item).underway : 0;
  },

  /** The condition that none is under way. */
  noneUnderway: (customerId: string): Write => ({ check: keys.underwayKey(customerId), if: { kind: 'absent' } }),

  /** Writes that begin an export, as one more than the `underway` that were seen, and ask the contexts. */
  beginWrites(created: DataExport, { underway, cause, ...asked }: { underway: number; cause: Cause } & Asked): Write[] {
    const { customerId } = created;
    const key = keys.exportKey(created);
    const requested = requestedOf(created, asked, created.createdAt);
    return [
      { check: accessKeys.account(customerId), if: { kind: 'present' } },
      putNew(toItem(created)),
      countWrite(customerId, underway, underway + 1),
      ...outboxWrite({ aggregate: key, version: created.version, events: [requested], cause }),
    ];
  },

  /** Writes that ask contexts about a further page of partners. */
  askWrites: (before: DataExport, after: DataExport, asked: Asked & { at: Instant; cause: Cause }): Write[] => [
    putIfVersion(toItem(advanced(after)), before.version),
    ...outboxWrite({
      aggregate: keys.exportKey(before),
      version: before.version + 1,
      events: [requestedOf(before, asked, asked.at)],
      cause: asked.cause,
    }),
  ],

  /** Writes that keep a step and what the export is with it; they fail when the step came before. */
  stepWrites: (before: DataExport, after: DataExport, step: ExportStep): Write[] => [
    putNew(
      exportStepItem.toItem(
        {
          ...keys.stepKey({ ...before, context: step.context, step: digits(step.step) }),
          expiresAt: knownUntil(before),
        },
        step,
      ),
    ),
    putIfVersion(toItem(advanced(after)), before.version),
  ],

  async hasStep(ids: keys.ExportIds, { context, step }: Pick<ExportStep, 'context' | 'step'>): Promise<boolean> {
    const key = keys.stepKey({ ...ids, context, step: digits(step) });
    return (await table.get(key, { consistent: true })) !== undefined;
  },

  /** All steps, those of a context in their order. */
  async *steps({ customerId, exportId }: keys.ExportIds): AsyncGenerator<ExportStep> {
    const pk = keys.exportPartition(customerId);
    const query = { pk, sk: { beginsWith: keys.stepPrefix(exportId) }, consistent: true };
    for await (const items of pagesOf(table, query)) for (const item of items) yield exportStepItem.fromItem(item);
  },

  /** Writes that end an export, as one less than the `underway` that were seen. */
  endWrites: (before: DataExport, after: DataExport, underway: number): Write[] => [
    putIfVersion(toItem(advanced(after)), before.version),
    countWrite(before.customerId, underway, underway - 1),
  ],
});

/** Whom an event asks about which partners. */
interface Asked {
  readonly contexts: readonly string[];
  readonly partnerIds: readonly string[];
  readonly page?: number;
}

const requestedOf = (
  { customerId, exportId, scope }: DataExport,
  { contexts, partnerIds, page }: Asked,
  occurredAt: Instant,
): NewEvent =>
  newEvent(
    CustomerExportRequested,
    { tenantId: customerId, aggregateId: exportId, occurredAt },
    { exportId, customerId, scope, contexts: [...contexts], partnerIds: [...partnerIds], ...given({ page }) },
  );

const digits = (step: number): string => String(step).padStart(6, '0');
const knownUntil = ({ createdAt }: DataExport): number => Math.ceil(epochMs(addDaysTo(createdAt, KNOWN_DAYS)) / 1000);

const toItem = (of: DataExport): Item =>
  dataExportItem.toItem(
    {
      ...keys.exportKey(of),
      ...(isUnderway(of) && keys.dueExportIndex({ exportId: of.exportId, dueAt: failsAt(of) })),
      expiresAt: knownUntil(of),
    },
    of,
  );

function countWrite(customerId: string, before: number, after: number): Write {
  const key = keys.underwayKey(customerId);
  if (before === 0) return { put: underwayItem.toItem(key, { underway: after }), if: { kind: 'absent' } };
  const unchanged = { kind: 'equals', values: { underway: before } } as const;
  return after === 0
    ? { delete: key, if: unchanged }
    : { put: underwayItem.toItem(key, { underway: after }), if: unchanged };
}
