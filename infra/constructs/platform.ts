import type { Settings } from '../settings.ts';
import type { TableNames } from './table-access.ts';

/** A bucket, as roles and environments refer to it. */
export interface BucketNames {
  readonly name: string;
  readonly arn: string;
  /** As the rule packs call it. */
  readonly exportName: string;
}

/** What the foundation gives every other stack. */
export interface Platform {
  readonly settings: Settings;
  readonly table: TableNames;
  readonly bus: { readonly name: string; readonly arn: string };
  /** Parts, imports, exports. */
  readonly documents: BucketNames;
  /** Issued invoices and their files, each written once and kept for years. */
  readonly issued: BucketNames;
  readonly alarmTopicArn: string;
  /** Name of the configuration set that every mail is sent with. */
  readonly mail: { readonly settings: string };
  readonly api: {
    readonly id: string;
    /** As callers reach it, without a slash at the end. */
    readonly root: string;
  };
  /** ARN of the secret of a front that stands before the API. */
  readonly originSecretArn?: string;
}
