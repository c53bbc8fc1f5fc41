import type { Instant } from '../kernel/time.ts';
import type { Cause } from './outbox.ts';
import type { Item, Key } from './table.ts';

/** When and why something is saved. */
export interface Occasion {
  readonly at: Instant;
  readonly cause: Cause;
}

/** When and why a call saves something. */
export const occasionOf = ({ at, cause }: Occasion): Occasion => ({ at, cause });

/** An aggregate's item: its version beside its state, so that conditions can name it. */
export const toItem = <A extends { readonly version: number }>(
  key: Key,
  { version, ...state }: A,
  more: Readonly<Record<string, unknown>> = {},
): Item => ({ ...key, ...more, version, state });

export const fromItem = <A extends { readonly version: number }>(item: Item | undefined): A | undefined =>
  item && ({ ...(item.state as object), version: item.version } as A);

/** An aggregate about to be saved: one version further. */
export const advanced = <A extends { readonly version: number }>(aggregate: A): A => ({
  ...aggregate,
  version: aggregate.version + 1,
});
