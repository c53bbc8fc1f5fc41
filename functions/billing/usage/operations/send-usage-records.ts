import { generalRefusals } from '../../../../shared/contracts/refusals.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { ownerOn, type UsageOwner } from '../domain/usage-owner.ts';
import { faultOf, type RecordFault, shortest, type UsageRecord, usageDay } from '../domain/usage-record.ts';
import { usageRefusals } from '../refusals.ts';
import type { usageRoutes } from '../routes.ts';
import type { UsageRecord as WireRecord } from '../schemas.ts';
import { type BatchRow, batchRow, packBatch } from '../store/batch-file.ts';
import { batchFileKey, batchIdOf, type RejectedRecord, type UsageBatch } from '../store/batch-item.ts';
import { batchStore } from '../store/batch-store.ts';
import { ownerStore } from '../store/owner-store.ts';
import { toBatchWire } from './batch-wire.ts';
import type { UsageDeps } from './dependencies.ts';
import { type KnownMeters, knownMeters } from './known-meters.ts';

type Routes = typeof usageRoutes;

/**
 * USG-3: takes records of usage. What is wrong with one in itself is named at once; the others go as one object beside the
 * table, and one item says that they wait to be counted. A call costs a PUT, some write units and a message, however many
 * records it has, and a read for each subscription and card that it names.
 */
export const sendUsageRecords: Operation<Routes['sendUsageRecords'], UsageDeps> = async (call, deps) => {
  const { table, files, foldQueue } = deps;
  const { rows, rejected } = await judged(call.body.records, call.at, deps);
  const batchId = batchIdOf(call.at, call.once.id('batch of usage records'));
  const groups = [...rows].map(([subscriptionId, of]) => ({ subscriptionId, rows: of }));
  const accepted = groups.reduce((sum, group) => sum + group.rows.length, 0);
  const isLoading = accepted > 0;
  const subscriptions = groups.map(({ subscriptionId }) => subscriptionId);
  const batch: UsageBatch = {
    reportedAt: call.at,
    accepted,
    duplicates: 0,
    rejected,
    ...(isLoading && { subscriptions }),
  };
  if (isLoading)
    await files.put(batchFileKey(batchId, call.at), packBatch({ reportedAt: call.at, groups }), {
      contentType: 'application/gzip',
    });
  const reply = {
    status: 202,
    body: toBatchWire(batchId, batch, isLoading),
    headers: { location: `/v1/operator/usagerecords/batches/${batchId}` },
  } as const;
  const store = batchStore(table);
  const write = isLoading ? store.pendingWrite(batchId, batch) : store.completedWrite(batchId, batch);
  await table.write([write, ...call.once.complete(reply)]);
  if (isLoading) await foldQueue.send([{ kind: 'fold', batchId }]);
  return ok(reply);
};

type Given = readonly (
  | { readonly record: WireRecord }
  | { readonly recordId: string | undefined; readonly wrong: string }
)[];

/** Records that count by their subscription, in the order in which they were sent, and those that do not. */
async function judged(given: Given, at: Instant, deps: UsageDeps) {
  const records = given.map((each) => ('record' in each ? recordOf(each.record) : undefined));
  const owners = await ownersOf(records, deps);
  const meters = await knownMeters(ownedBy(records, owners), deps);
  const rows = new Map<string, BatchRow[]>();
  const rejected: RejectedRecord[] = [];
  for (const [row, each] of given.entries()) {
    const record = records[row];
    if (!record) {
      const { recordId, wrong } = each as { recordId: string | undefined; wrong: string };
      rejected.push(rejection(recordId, { refusal: 'invalid_property', description: `records[${row}]: ${wrong}` }));
      continue;
    }
    const fault = faultOf(record, at) ?? placeFault(record, owners, meters);
    if (fault) rejected.push(rejection(record.recordId, fault));
    else {
      const group = rows.get(record.subscriptionId) ?? [];
      group.push(batchRow(row, record));
      rows.set(record.subscriptionId, group);
    }
  }
  return { rows, rejected };
}

type Owners = ReadonlyMap<string, readonly UsageOwner[]>;

/** A record of nobody's subscription, or of a meter that has no rate. */
function placeFault(record: UsageRecord, owners: Owners, meters: KnownMeters): RecordFault | undefined {
  const owner = ownerOn(owners.get(record.subscriptionId) ?? [], usageDay(record));
  if (owner?.billingType !== 'usage') return { refusal: 'usage_subscription_unknown' };
  return meters.has(owner, record) ? undefined : { refusal: 'usage_meter_unknown' };
}

/** What stands inside the answer for each fault. */
const CODES: Readonly<Record<RecordFault['refusal'], number>> = {
  invalid_property: generalRefusals.invalid_property.code,
  usage_too_old: usageRefusals.usage_too_old.code,
  usage_subscription_unknown: usageRefusals.usage_subscription_unknown.code,
  usage_meter_unknown: usageRefusals.usage_meter_unknown.code,
};

function rejection(recordId: string | undefined, { refusal, description }: RecordFault): RejectedRecord {
  const of = { ...(recordId !== undefined && { recordId }), code: CODES[refusal] };
  if (description !== undefined || refusal === 'invalid_property') return { ...of, description: description ?? '' };
  return { ...of, description: usageRefusals[refusal].description };
}

const recordOf = (wire: WireRecord): UsageRecord => {
  const { tags, additionalInfo, project, serviceInfo } = wire;
  const facts = {
    ...(tags && Object.keys(tags).length > 0 && { tags }),
    ...(additionalInfo && Object.keys(additionalInfo).length > 0 && { additionalInfo }),
    ...(project !== undefined && { project }),
    ...(serviceInfo !== undefined && { serviceInfo }),
  };
  return {
    recordId: wire.recordId,
    subscriptionId: wire.subscriptionId.toLowerCase(),
    meterId: wire.meterId.toLowerCase(),
    startAt: wire.usageStartTime,
    endAt: wire.usageEndTime,
    quantity: shortest(wire.quantity),
    resourceUri: wire.resourceUri,
    location: wire.location,
    ...(wire.correctsRecordId !== undefined && { correctsRecordId: wire.correctsRecordId }),
    ...(Object.keys(facts).length > 0 && { facts }),
  };
};

/** Who ever owned the subscriptions that are named. */
async function ownersOf(records: readonly (UsageRecord | undefined)[], { table }: UsageDeps): Promise<Owners> {
  const ids = new Set(records.flatMap((record) => (record ? [record.subscriptionId] : [])));
  const owners = new Map<string, readonly UsageOwner[]>();
  await inLanes([...ids], async (id) => void owners.set(id, await ownerStore(table).of(id)));
  return owners;
}

function ownedBy(records: readonly (UsageRecord | undefined)[], owners: Owners) {
  return records.flatMap((record) => {
    const owner = record && ownerOn(owners.get(record.subscriptionId) ?? [], usageDay(record));
    return owner ? [{ owner, record }] : [];
  });
}
