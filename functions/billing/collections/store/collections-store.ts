import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { type Item, putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import {
  type CaseStatus,
  type Collections,
  type CollectionsCase,
  noCollections,
  type Progress,
} from '../domain/collections.ts';
import {
  caseOfItem,
  collectionsItem,
  progressItem,
  toCaseItem,
  toCollectionsItem,
  toProgressItem,
} from './collections-items.ts';
import { caseKey, casesQuery, collectionsKey, progressKey } from './keys.ts';

export const collectionsStore = (table: Table) => ({
  /** What collections know of a partner, consistently. */
  async load(partnerId: string): Promise<Collections> {
    const item = await table.get(collectionsKey(partnerId), { consistent: true });
    return item ? collectionsItem.fromItem(item) : noCollections(partnerId);
  },

  /** How far they have come with some invoices, consistently; those of which nothing was done are not among them. */
  async progressOf(partnerId: string, invoiceIds: readonly string[]): Promise<ReadonlyMap<string, Progress>> {
    if (invoiceIds.length === 0) return new Map();
    const items = await table.batchGet(
      invoiceIds.map((invoiceId) => progressKey(partnerId, invoiceId)),
      { consistent: true },
    );
    return new Map(items.map(progressItem.fromItem).map((progress) => [progress.invoiceId, progress]));
  },

  /** A case, consistently. */
  async case(caseId: string): Promise<CollectionsCase | undefined> {
    const item = await table.get(caseKey(caseId), { consistent: true });
    return item && caseOfItem(item);
  },

  /** Cases of all partners, newest first. */
  list: (status: CaseStatus | undefined): SoughtList<CollectionsCase> =>
    soughtList(table, [casesQuery()], {
      of: caseOfItem,
      isWanted: (item) => status === undefined || caseOfItem(item).status === status,
    }),
});

/** On condition that nobody changed it since it was read. */
export const collectionsWrite = (before: Collections, after: Collections): Write =>
  putIfVersion(toCollectionsItem({ ...after, version: before.version + 1 }), before.version);

/** They are read and written with what collections know of the partner, which nobody changed meanwhile. */
export const progressWrite = (partnerId: string, progress: Progress): Write => ({
  put: toProgressItem(partnerId, progress),
});

/** On condition that nobody changed it since it was read. */
export const caseWrite = (before: CollectionsCase | undefined, after: CollectionsCase): Write => {
  const version = before?.version ?? 0;
  return putIfVersion(toCaseItem({ ...after, version: version + 1 }), version);
};

/** Whose an item of the index of what is due is; the index lags: load before deciding. */
export const partnerOf = (item: Item): string => collectionsItem.fromItem(item).partnerId;
