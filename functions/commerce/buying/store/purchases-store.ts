import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import { putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Held } from '../domain/held.ts';
import { type CustomerScope, purchasesKey } from './keys.ts';

/**
 * One small item per partner and customer that serializes purchases: who buys what has a limit counts under it, so two
 * orders at once cannot both pass a limit. It names the orders whose subscriptions are still to be made, and keeps what was
 * counted: 40 KB at most.
 */
export interface Purchases {
  readonly version: number;
  readonly pending: readonly string[];
  readonly held: readonly Held[];
}

export const purchasesItem = storedKind<Purchases>({
  kind: 'purchases',
  shape: 2,
  upgrades: [(record) => ({ ...record, held: [] })],
});

export const purchasesStore = (table: Table) => ({
  async load(scope: CustomerScope): Promise<Purchases> {
    const item = await table.get(purchasesKey(scope), { consistent: true });
    return item ? purchasesItem.fromItem(item) : { version: 0, pending: [], held: [] };
  },
});

/** Fails when another purchase of this partner for this customer came in between. */
export const purchasesWrite = (
  scope: CustomerScope,
  { version, ...before }: Purchases,
  after: Partial<Omit<Purchases, 'version'>>,
): Write =>
  putIfVersion(purchasesItem.toItem(purchasesKey(scope), { ...before, ...after, version: version + 1 }), version);
