import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Spending } from '../domain/spending.ts';

export const spendingItem = storedKind<Spending>({ kind: 'customerSpending', shape: 1, upgrades: [] });
