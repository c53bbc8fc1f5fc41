import type { Table } from '../../../../shared/dynamo/table.ts';
import type { AccessRecords } from '../../../../shared/identity/access.ts';
import type { SecretInForce } from '../../../../shared/identity/rotation.ts';

/** What the operations of agreements work with. */
export interface Deps {
  readonly table: Table;
  readonly records: AccessRecords;
  /** Key that links are derived with. */
  readonly linkSecret: SecretInForce;
  readonly settings: {
    /** How the program calls itself on its pages. */
    readonly programName: string;
  };
}
