import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import type { Credit } from '../domain/credit.ts';
import { creditKey, grantedIndex } from './keys.ts';

/** The subscription's file is `file`; amounts are texts. */
interface StoredCredit extends Omit<Credit, 'kind' | 'amount' | 'unitPrice'> {
  readonly file: Credit['kind'];
  readonly amount: string;
  readonly unitPrice: string;
}

export const creditItem = storedKind<StoredCredit>({ kind: 'credit', shape: 1, upgrades: [] });

/** Where the credit with an id lies. */
export const creditIdItem = storedKind<
  Pick<Credit, 'billingOn' | 'customerId' | 'subscriptionId' | 'grantedOn'> & { readonly file: Credit['kind'] }
>({ kind: 'creditId', shape: 1, upgrades: [] });

/** The credit that settles a claim. */
export const creditClaimItem = storedKind<Pick<Credit, 'creditId'>>({ kind: 'creditClaim', shape: 1, upgrades: [] });

export function toItem({ kind: file, amount, unitPrice, ...credit }: Credit): Item {
  const keys = { ...creditKey({ ...credit, kind: file }), ...grantedIndex({ ...credit, kind: file }) };
  return creditItem.toItem(keys, { ...credit, file, amount: String(amount), unitPrice: String(unitPrice) });
}

export function fromItem(item: Item): Credit {
  const { file: kind, amount, unitPrice, ...stored } = creditItem.fromItem(item);
  return { ...stored, kind, amount: BigInt(amount), unitPrice: BigInt(unitPrice) };
}
