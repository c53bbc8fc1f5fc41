import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import type { Deed } from '../../../../shared/http/on-behalf.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { AgreementsDeps, ConfirmRoute } from '../../agreements/index.ts';
import type { CreateDeps, CreateRoute } from '../../customers/index.ts';

/** What the work of rows asks for. */
export type Deps = CreateDeps & AgreementsDeps & { readonly files: Files };

/** With what carries a row out. */
export type WorkDeps = Deps & {
  readonly check: Deed<CreateRoute, CreateDeps, unknown>;
  readonly create: Deed<CreateRoute, CreateDeps>;
  readonly confirm: Deed<ConfirmRoute, AgreementsDeps>;
};

/** On whose behalf rows are worked, and when. */
export interface Working extends Occasion {
  readonly partnerId: string;
  readonly caller: Caller;
}
