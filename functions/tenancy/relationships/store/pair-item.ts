import { unfoldState } from '../../../../shared/dynamo/aggregate.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Pair } from '../domain/relationship.ts';

export const pairItem = storedKind<Pair>({ kind: 'pair', shape: 2, upgrades: [unfoldState] });

/** How often a pair of the customer changed; later changes are added to it where it lies. */
export const relationsItem = storedKind<{ readonly changes: number }>({ kind: 'relations', shape: 1, upgrades: [] });

/** One line of a partner's customer list. */
export interface CustomerEntry {
  readonly customerId: string;
  readonly companyName: string;
  readonly domain: string;
  readonly relationship: Pair['relationship'];
  readonly resellerId?: string;
}
export interface StoredEntry {
  readonly entry: CustomerEntry;
  /** Of the customer, when it got the name that the entry bears; absent in entries of before that was noted. */
  readonly nameVersion?: number;
}
export const customerEntryItem = storedKind<StoredEntry>({
  kind: 'customerEntry',
  shape: 2,
  upgrades: [(record) => record],
});
