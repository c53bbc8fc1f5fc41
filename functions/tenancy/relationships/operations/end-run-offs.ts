import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { type Item, pagesOf, retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import { addDays, type Instant, instant, startOfDay, utcDay } from '../../../../shared/kernel/time.ts';
import type { Counts, Walk } from '../../../../shared/messaging/walk/walk.ts';
import {
  duePartners,
  isEnded,
  isRunOffOver,
  type Partner,
  partnerItem,
  partnerStore,
  runOffEndOf,
  scheduleCause,
} from '../../program/index.ts';
import { accountStore } from '../../tenants/index.ts';
import { ended } from '../domain/partnership.ts';
import { applyPairEvent } from '../domain/relationship.ts';
import { entriesOf, partnerOfEntry, partnershipsOf } from '../store/keys.ts';
import { customerEntryItem } from '../store/pair-item.ts';
import { pairStore } from '../store/pair-store.ts';
import { partnershipItem } from '../store/partnership-item.ts';
import { partnershipStore } from '../store/partnership-store.ts';
import type { Deps } from './dependencies.ts';

type EndDeps = Pick<Deps, 'table'>;
const COUNTS = { relationships: 0, partnerships: 0, partners: 0 };

/**
 * PRG-8: records the end of run-offs: a partner's relationships and partnerships end, and when none is left the partner
 * is terminated. All of it takes effect at 00:00Z of the day a year after the agreement's end, however late it is recorded;
 * from that instant on the dispatcher knows of no relationship of the partner (`authorize.ts`). Partners come before what
 * is theirs is done when there is more than one range of it: the next run finds them again. One that is terminated, by a run or
 * by the operator's hand, is looked at once more.
 */
export const endRunOffs: Walk<EndDeps> = {
  async due({ scheduledAt }, { table }) {
    const before = addDays(utcDay(instant(scheduledAt)), 1);
    const partners = await partnerStore(table).due('RUNOFF', before);
    if (partners.length === 0) return [];
    const theirs = partners.flatMap(({ partnerId }) => [entriesOf(partnerId), ...partnershipsOf(partnerId)]);
    return [...theirs, duePartners('RUNOFF', before)];
  },
  async each(item, run, { table }) {
    const did = await retryOnConflict(() => endOne(item, run, table));
    return { ...COUNTS, ...did };
  },
  counts: COUNTS,
};

async function endOne(item: Item, run: JobRun, table: Table): Promise<Counts> {
  if (item.kind === customerEntryItem.kind) return endRelationship(item, run, table);
  if (item.kind === partnershipItem.kind) return endPartnership(item, run, table);
  return terminate(partnerItem.fromItem(item).partnerId, run, table);
}

/** A partner whose run-off is over, and when and why what is recorded of it took effect. */
async function overdue(partnerId: string, run: JobRun, table: Table) {
  const partner = await partnerStore(table).load(partnerId);
  if (!partner || !isEnded(partner) || !isRunOffOver(partner, instant(run.scheduledAt))) return undefined;
  const at: Instant = startOfDay(runOffEndOf(partner)!);
  const occasion: Occasion = { at, cause: scheduleCause('endRunOffs', run) };
  return { partner, occasion };
}

async function endRelationship(item: Item, run: JobRun, table: Table): Promise<Counts> {
  const { entry, nameVersion = 0 } = customerEntryItem.fromItem(item);
  const ids = { partnerId: partnerOfEntry(item.pk), customerId: entry.customerId };
  const due = await overdue(ids.partnerId, run, table);
  const account = due && (await accountStore(table).load(ids.customerId));
  if (!due || !account) return {};
  const pairs = pairStore(table);
  const before = await pairs.load(ids);
  const after = applyPairEvent(before, 'partnerTerminated', due.occasion.at);
  if (after === before) return {};
  const customer = { ...entry, country: account.record.country, nameVersion };
  await table.write(await pairs.changeWrites({ before, after, event: 'partnerTerminated', customer }, due.occasion));
  return { relationships: 1 };
}

async function endPartnership(item: Item, run: JobRun, table: Table): Promise<Counts> {
  const partnerships = partnershipStore(table);
  const ids = partnershipItem.fromItem(item);
  const before = await partnerships.load(ids);
  const due = (await overdue(ids.providerId, run, table)) ?? (await overdue(ids.resellerId, run, table));
  const reseller = await partnerStore(table).load(ids.resellerId);
  if (!before?.isActive || !due || !reseller) return {};
  await table.write(partnerships.writes(before, ended(before, due.occasion.at), reseller, due.occasion));
  return { partnerships: 1 };
}

async function terminate(partnerId: string, run: JobRun, table: Table): Promise<Counts> {
  const due = await overdue(partnerId, run, table);
  if (!due || (await hasRelationships(partnerId, table)) || (await hasPartnerships(partnerId, table))) return {};
  if (due.partner.status === 'terminated') {
    await table.write([partnerStore(table).closeWrite(due.partner)]);
    return {};
  }
  const terminated: Partner = { ...due.partner, status: 'terminated' };
  await table.write(await partnerStore(table).writes(due.partner, terminated, due.occasion));
  return { partners: 1 };
}

async function hasRelationships(partnerId: string, table: Table): Promise<boolean> {
  const { items } = await table.query({ ...entriesOf(partnerId), limit: 1 });
  return items.length > 0;
}

/** Any that is active; one that an index still has as such is read by key. A read unit for some eight that ever were. */
async function hasPartnerships(partnerId: string, table: Table): Promise<boolean> {
  for (const query of partnershipsOf(partnerId))
    for await (const items of pagesOf(table, query))
      for (const listed of items.map(partnershipItem.fromItem))
        if (listed.isActive && (await partnershipStore(table).load(listed))?.isActive) return true;
  return false;
}
