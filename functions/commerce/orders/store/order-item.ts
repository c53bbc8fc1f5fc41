import { renamed, type StoredRecord, storedKind, type Upgrade } from '../../../../shared/dynamo/stored-kind.ts';
import type { Order } from '../domain/order.ts';

/** To shape 2: reseller of record and end of a line's term by their own names. */
const standardTerms: Upgrade = ({ lines, ...rest }) => ({
  ...rest,
  lines: (lines as StoredRecord[]).map((line) =>
    renamed(line, { partnerIdOnRecord: 'resellerOfRecord', commitmentEndOn: 'termEndOn' }),
  ),
});

/** To shape 3: locks say what exchanged them. */
const exchangedLocks: Upgrade = (record) => record;

export const orderItem = storedKind<Order>({ kind: 'order', shape: 3, upgrades: [standardTerms, exchangedLocks] });
