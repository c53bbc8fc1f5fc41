import { unfoldState } from '../../../../shared/dynamo/aggregate.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Pair } from '../domain/relationship.ts';

export const pairItem = storedKind<Pair>({ kind: 'pair', shape: 2, upgrades: [unfoldState] });

/** One line of a partner's customer list. */
export interface CustomerEntry {
  readonly customerId: string;
  readonly companyName: string;
  readonly domain: string;
  readonly relationship: Pair['relationship'];
  readonly resellerId?: string;
}
export const customerEntryItem = storedKind<{ readonly entry: CustomerEntry }>({
  kind: 'customerEntry',
  shape: 1,
  upgrades: [],
});
