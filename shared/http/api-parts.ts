import type { LimitSettings } from '../contracts/limits.ts';
import type { Table } from '../dynamo/table.ts';
import type { AccessRecords } from '../identity/access.ts';
import type { CallerLoader } from '../identity/caller.ts';
import type { Seal } from '../identity/seal.ts';
import type { SeenNotes } from '../identity/seen.ts';
import type { TokenVerifier } from '../identity/token.ts';
import type { Observability } from '../observability/observability.ts';

/** What every API function is composed of. */
export interface ApiParts {
  readonly table: Table;
  /** Root of the API as it is configured: links and redirects lead there, whatever host a caller names. */
  readonly root: string;
  readonly records: AccessRecords;
  readonly callers: CallerLoader;
  readonly tokens: TokenVerifier;
  /** Seals what is stored of answers that hold secrets; needed where a route has them. */
  readonly seal?: Seal;
  /** Notes what people of partners ask; absent: nothing is noted. */
  readonly seen?: SeenNotes;
  /** A user's token needs a second factor (conventions 2.4): a deployment switch. */
  readonly mfaRequired: boolean;
  /** Header in which a front before the API tells the caller's address; without one nobody is believed. */
  readonly viewerAddressHeader?: string;
  /** Numbers of the deployment; {@link defaultLimits} when absent. */
  readonly limits?: LimitSettings;
  /** Checks every answer against its schema, and every refusal against those declared: in tests, where a wrong one must fail. */
  readonly checkAnswers?: boolean;
  /** Makes ids of attempts and requests; a simulation hands in its own, so that its seed alone repeats it. */
  readonly newId?: () => string;
  readonly observability: Observability;
}
