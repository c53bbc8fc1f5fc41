import type { Table } from '../../../../shared/dynamo/table.ts';
import type { SecretInForce } from '../../../../shared/identity/rotation.ts';

/** What the operations of agreements work with. */
export interface Deps {
  readonly table: Table;
  /** Key that links are derived with. */
  readonly linkSecret: SecretInForce;
  readonly settings: {
    /** How the program calls itself on its pages. */
    readonly programName: string;
  };
}
