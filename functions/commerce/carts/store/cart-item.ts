import { renamed, type StoredRecord, storedKind, type Upgrade } from '../../../../shared/dynamo/stored-kind.ts';
import type { Cart } from '../domain/cart.ts';

/** To shape 2: the reseller of record by its own name. */
const standardTerms: Upgrade = ({ lines, ...rest }) => ({
  ...rest,
  lines: (lines as StoredRecord[]).map((line) => renamed(line, { partnerIdOnRecord: 'resellerOfRecord' })),
});

export const cartItem = storedKind<Cart>({ kind: 'cart', shape: 2, upgrades: [standardTerms] });
