import type { Instant } from '../kernel/time.ts';
import type { Cause } from './outbox.ts';
import type { StoredRecord, Upgrade } from './stored-kind.ts';

/** When and why something is saved. */
export interface Occasion {
  readonly at: Instant;
  readonly cause: Cause;
}

/** When and why a call saves something. */
export const occasionOf = ({ at, cause }: Occasion): Occasion => ({ at, cause });

/** Leads on from the first shape of aggregates: all but the version lay under `state`. */
export const unfoldState: Upgrade = ({ state, ...beside }) => ({ ...beside, ...(state as StoredRecord) });

/** An aggregate about to be saved: one version further. */
export const advanced = <A extends { readonly version: number }>(aggregate: A): A => ({
  ...aggregate,
  version: aggregate.version + 1,
});
