import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { DayPeriod } from '../../../../shared/kernel/time.ts';

/**
 * Report days of a metered subscription that invoices left out, each span up to the end of the last one that did. They are
 * kept when it is mended: what was billed when decides where late usage goes on (U6).
 */
export const usageAsideItem = storedKind<{ readonly leftOut: readonly DayPeriod[]; readonly version: number }>({
  kind: 'usageAside',
  shape: 1,
  upgrades: [],
});
