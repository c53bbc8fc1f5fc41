import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Spending } from '../domain/spending.ts';
import { withUse } from './with-use.ts';

export const spendingItem = storedKind<Spending>({
  kind: 'customerSpending',
  shape: 2,
  upgrades: [withUse],
});
