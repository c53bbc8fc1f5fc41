import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** Whose invoice has a number. */
export interface NumberOwner {
  readonly partnerId: string;
  readonly billingOn: Day;
}

export const numberItem = storedKind<NumberOwner>({ kind: 'invoiceNumber', shape: 1, upgrades: [] });
