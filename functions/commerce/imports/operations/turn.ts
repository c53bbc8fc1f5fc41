import type { CustomerRowResult } from '../../../../events/customer-rows.ts';
import type { Awaited, Import } from '../domain/import.ts';
import type { Layout } from '../domain/layout.ts';
import type { Along } from '../store/import-store.ts';
import type { WorkDeps } from './dependencies.ts';
import type { Working } from './order-rows.ts';

/** What tenancy answered, and to what. */
export interface Answer extends Awaited {
  readonly results: readonly CustomerRowResult[];
}

/** What one piece of work comes to: the import as it is then, and what is stored along. */
export interface Outcome {
  readonly changed: Import;
  readonly along: Along;
}

/** One piece of work: an import as it was loaded, and what is at hand. */
export interface Turn {
  readonly of: Import;
  readonly answer: Answer | undefined;
  readonly working: Working;
  readonly deps: WorkDeps;
  /** A save met what was stored meanwhile: names of rows are looked at. */
  readonly isContested: boolean;
}

/** An import whose columns are known. */
export type LaidOut = Import & { readonly layout: Layout };
