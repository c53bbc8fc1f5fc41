import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import type { CaseInvoice, Collections, CollectionsCase, Progress } from '../domain/collections.ts';
import { caseIndex, caseKey, collectionsKey, lookIndex, progressKey } from './keys.ts';

export const collectionsItem = storedKind<Collections>({ kind: 'collections', shape: 1, upgrades: [] });
export const progressItem = storedKind<Progress>({ kind: 'collectedInvoice', shape: 1, upgrades: [] });

/** Amounts as texts. */
interface StoredCase extends Omit<CollectionsCase, 'invoices'> {
  readonly invoices: readonly (Omit<CaseInvoice, 'overdue'> & { readonly overdue: string })[];
}
export const caseItem = storedKind<StoredCase>({ kind: 'collectionsCase', shape: 1, upgrades: [] });

/** In the index of what is to be looked at as long as something is to come. */
export const toCollectionsItem = (of: Collections): Item =>
  collectionsItem.toItem({ ...collectionsKey(of.partnerId), ...(of.lookOn && lookIndex(of.partnerId, of.lookOn)) }, of);

export const toProgressItem = (partnerId: string, progress: Progress): Item =>
  progressItem.toItem(progressKey(partnerId, progress.invoiceId), progress);

export const toCaseItem = (of: CollectionsCase): Item =>
  caseItem.toItem(
    { ...caseKey(of.caseId), ...caseIndex(of) },
    { ...of, invoices: of.invoices.map((each) => ({ ...each, overdue: String(each.overdue) })) },
  );

export function caseOfItem(item: Item): CollectionsCase {
  const stored = caseItem.fromItem(item);
  return { ...stored, invoices: stored.invoices.map((each) => ({ ...each, overdue: BigInt(each.overdue) })) };
}
