import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Day, Instant } from '../../../../shared/kernel/time.ts';
import type { BillingRun, RunResult } from '../domain/billing-run.ts';

/** One period of one partner in a run. */
export interface RunRow {
  readonly partnerId: string;
  readonly billingOn: Day;
  /** Of which beginning of the run it is: those of an earlier one do not count. */
  readonly startedAt: Instant;
  readonly result?: RunResult;
  readonly invoiceId?: string;
  /** Minor units as text. */
  readonly totalCharges?: string;
  readonly currency?: string;
  readonly lineCounts?: { readonly office: number; readonly azureBilling: number; readonly azureUsage: number };
  readonly error?: string;
}

/** Runs of the first shape did not count what was done before them. */
export const billingRunItem = storedKind<BillingRun>({
  kind: 'billingRun',
  shape: 2,
  upgrades: [(record) => record],
});
export const runRowItem = storedKind<RunRow>({ kind: 'billingRunRow', shape: 1, upgrades: [] });
