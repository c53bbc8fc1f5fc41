import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import type { Credit } from '../domain/credit.ts';

/** Amounts as texts. */
interface StoredCredit extends Omit<Credit, 'told'> {
  readonly told?: string;
}
export const creditItem = storedKind<StoredCredit>({ kind: 'availableCredit', shape: 1, upgrades: [] });

export function creditOf(item: Item): Credit {
  const { told, ...stored } = creditItem.fromItem(item);
  return { ...stored, ...(told !== undefined && { told: BigInt(told) }) };
}
