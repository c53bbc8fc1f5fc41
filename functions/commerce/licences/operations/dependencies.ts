import type { Table } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import type { AccessRecords } from '../../../../shared/identity/access.ts';
import type { licencesRoutes } from '../routes.ts';

/** What the operations of licences work with. */
export interface LicencesDeps {
  readonly table: Table;
  readonly records: AccessRecords;
}

export type LicencesRoutes = typeof licencesRoutes;
/** An operation of this slice, by its name in the route table. */
export type LicencesOperation<Name extends keyof LicencesRoutes> = Operation<LicencesRoutes[Name], LicencesDeps>;
