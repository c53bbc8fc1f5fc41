import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** Whose invoice has a number. */
export interface NumberOwner {
  readonly partnerId: string;
  readonly billingOn: Day;
  /** Which invoice of the period; absent for the one of the run. */
  readonly issue?: number;
  /** Which note on that invoice; absent for the invoice itself. */
  readonly noteNo?: number;
}

export const numberItem = storedKind<NumberOwner>({ kind: 'invoiceNumber', shape: 2, upgrades: [(record) => record] });
