import type { Settings } from '../settings.ts';
import type { TableNames } from './table-access.ts';

/** What the foundation gives every other stack. */
export interface Platform {
  readonly settings: Settings;
  readonly table: TableNames;
  readonly bus: { readonly name: string; readonly arn: string };
  readonly documents: {
    readonly name: string;
    readonly arn: string /** As the rule packs call it. */;
    readonly exportName: string;
  };
  readonly alarmTopicArn: string;
  readonly mailIdentityArns: readonly string[];
  readonly api: {
    readonly id: string;
    /** As callers reach it, without a slash at the end. */
    readonly root: string;
  };
}
