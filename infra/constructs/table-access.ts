import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import type { ContextName } from '../../shared/contracts/routes.ts';

/** The one table, as roles and environments refer to it. */
export interface TableNames {
  readonly name: string;
  readonly arn: string;
  readonly streamArn: string;
}

/** Indexes that hold keys of every context, each beginning with its context like the table's own. */
export const TABLE_INDEXES = ['gsi1', 'gsi2'] as const;

const READ = ['dynamodb:GetItem', 'dynamodb:BatchGetItem'];
/** Transactions are authorised item by item, by these. */
const WRITE = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'];

/** `ForAllValues` holds for a request without any key, too; `Null` demands that the key is there. */
const leadingKeys = (prefixes: readonly string[]) => ({
  'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': prefixes.map((prefix) => `${prefix}#*`) },
  Null: { 'dynamodb:LeadingKeys': 'false' },
});

/** What a write rests on of the access records it holds as it was checked, and can change none of them. */
export const heldAccessStatement = ({ arn }: TableNames): PolicyStatement =>
  new PolicyStatement({
    sid: 'HeldRelationships',
    actions: ['dynamodb:ConditionCheckItem'],
    resources: [arn],
    conditions: leadingKeys(['ACCESS']),
  });

/**
 * What a purchase does beside its own items: it holds the relationship as it was checked, and counts on the sales record.
 * It can neither change an access record nor read a sales record.
 */
export const purchaseStatements = (table: TableNames): readonly PolicyStatement[] => [
  heldAccessStatement(table),
  new PolicyStatement({
    sid: 'CountedSales',
    actions: ['dynamodb:UpdateItem'],
    resources: [table.arn],
    conditions: leadingKeys(['SALES']),
  }),
];

/** What the end of a relationship does beside its own items: it holds that nothing was sold which it does not know of. */
export const removalStatements = ({ arn }: TableNames): readonly PolicyStatement[] => [
  new PolicyStatement({
    sid: 'KnownSales',
    actions: ['dynamodb:ConditionCheckItem'],
    resources: [arn],
    conditions: leadingKeys(['SALES']),
  }),
];

/** Every dispatcher notes what people of partners ask. */
export const seenNoteStatement = ({ arn }: TableNames): PolicyStatement =>
  new PolicyStatement({
    sid: 'SeenRequests',
    actions: ['dynamodb:GetItem', 'dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem'],
    resources: [arn],
    conditions: leadingKeys(['SEEN']),
  });

/** Tenancy reports what was seen. */
export const seenReportStatement = ({ arn }: TableNames): PolicyStatement =>
  new PolicyStatement({
    sid: 'SeenRequestReports',
    actions: ['dynamodb:Query'],
    resources: [arn],
    conditions: leadingKeys(['SEEN']),
  });

/** Whoever runs jobs notes how they went. */
export const jobNoteStatement = ({ arn }: TableNames): PolicyStatement =>
  new PolicyStatement({
    sid: 'JobNotes',
    actions: ['dynamodb:UpdateItem'],
    resources: [arn],
    conditions: leadingKeys(['JOBS']),
  });

/** Tenancy tells the operator how all jobs went. */
export const jobListStatement = ({ arn }: TableNames): PolicyStatement =>
  new PolicyStatement({
    sid: 'JobNotes',
    actions: ['dynamodb:Query'],
    resources: [arn],
    conditions: leadingKeys(['JOBS']),
  });

/**
 * What a context may do on the table: everything the table port does, with its own keys; and read the access records.
 * Tenancy, which writes the access records, mixes both in one transaction, so there both are in one statement.
 */
export function tableStatements(
  { arn }: TableNames,
  context: ContextName,
  { readOnly = false }: { readOnly?: boolean } = {},
): readonly PolicyStatement[] {
  const own = context.toUpperCase();
  const prefixes = context === 'tenancy' ? [own, 'ACCESS'] : [own];
  const statements = [
    new PolicyStatement({
      sid: 'OwnItems',
      actions: [...READ, 'dynamodb:Query', ...(readOnly ? [] : WRITE)],
      resources: [arn],
      conditions: leadingKeys(prefixes),
    }),
    new PolicyStatement({
      sid: 'OwnIndexEntries',
      actions: ['dynamodb:Query'],
      resources: TABLE_INDEXES.map((index) => `${arn}/index/${index}`),
      conditions: leadingKeys(prefixes),
    }),
  ];
  if (context === 'tenancy') return statements;
  return [
    ...statements,
    new PolicyStatement({
      sid: 'AccessRecords',
      actions: READ,
      resources: [arn],
      conditions: leadingKeys(['ACCESS']),
    }),
  ];
}
