import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

interface StoredBalance {
  readonly version: number;
  /** A whole number as text. */
  readonly minorUnits: string;
  readonly currency: string;
  readonly firstInvoiceOn?: Day;
  readonly latestInvoiceOn?: Day;
  readonly accountingOn?: Day;
}

export const balanceItem = storedKind<StoredBalance>({ kind: 'billingBalance', shape: 1, upgrades: [] });
