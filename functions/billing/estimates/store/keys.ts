import type { Key } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

/** Keys by access pattern; the README of the context has a row for each. */

/** The latest preview of a partner as of a day that was too large for one call. */
export const previewKey = (partnerId: string, asOf: Day): Key => ({
  pk: `BILLING#${partnerId}#PREVIEWS`,
  sk: `ASOF#${asOf}`,
});
/** Which preview of a partner was begun last. */
export const previewTurnKey = (partnerId: string): Key => ({ pk: `BILLING#${partnerId}#PREVIEWS`, sk: 'TURN' });
