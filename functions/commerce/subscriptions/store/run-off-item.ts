import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** When a partner's agreement ends or has ended, as its latest event told. */
export interface RunOff {
  readonly partnerId: string;
  /** First day without agreement; absent when a notice was taken back. */
  readonly endedOn?: Day | undefined;
  /** Version of the partner that told it. */
  readonly asOf: number;
  /** UTC day of the first run that walked what the partner sold. */
  readonly walkedOn?: Day | undefined;
}
export const runOffItem = storedKind<RunOff>({ kind: 'runOff', shape: 1, upgrades: [] });
