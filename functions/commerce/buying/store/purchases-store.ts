import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import { putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { type CustomerScope, purchasesKey } from './keys.ts';

/**
 * One small item per partner and customer that serializes purchases: who buys what has a limit counts under it, so two
 * orders at once cannot both pass a limit. It names the orders whose subscriptions are still to be made.
 */
export interface Purchases {
  readonly version: number;
  readonly pending: readonly string[];
}

export const purchasesItem = storedKind<Purchases>({ kind: 'purchases', shape: 1, upgrades: [] });

export const purchasesStore = (table: Table) => ({
  async load(scope: CustomerScope): Promise<Purchases> {
    const item = await table.get(purchasesKey(scope), { consistent: true });
    return item ? purchasesItem.fromItem(item) : { version: 0, pending: [] };
  },
});

/** Fails when another purchase of this partner for this customer came in between. */
export const purchasesWrite = (scope: CustomerScope, before: Purchases, pending: readonly string[]): Write =>
  putIfVersion(purchasesItem.toItem(purchasesKey(scope), { version: before.version + 1, pending }), before.version);
