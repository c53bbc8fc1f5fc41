import { at, listOf, type Placed, placeOf, referredIds, resourcesOf, type Template } from './template.ts';

/**
 * Roles may do what they need and nothing else: every action is spelt out, every resource is named, and whoever touches
 * the table is held to the keys of its own context.
 */
export interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: string | readonly string[];
  readonly Resource: unknown;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

/** Actions that have no resource to name, with the reason. */
const withoutResource: Readonly<Record<string, string>> = {
  'xray:PutTraceSegments': 'X-Ray has no resources',
  'xray:PutTelemetryRecords': 'X-Ray has no resources',
  'cloudwatch:DescribeAlarms': 'a list of alarms is no resource',
};

/** All that the table port does. Scans, PartiQL, imports and anything about the table itself are for nobody. */
const tableActions = new Set(
  ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'ConditionCheckItem'].map(
    (action) => `dynamodb:${action}`,
  ),
);
const streamActions = new Set(
  ['DescribeStream', 'GetRecords', 'GetShardIterator', 'ListStreams'].map((action) => `dynamodb:${action}`),
);

/** What the backup service does with a table as a whole; for its own role and no other. */
const backupActions = new Set(
  ['DescribeTable', 'ListTagsOfResource', 'StartAwsBackupJob'].map((action) => `dynamodb:${action}`),
);

/** Statements of a function's role: context (undefined for functions of none) and what it may do. */
export interface RoleStatements {
  readonly role: string;
  readonly place: string;
  /** Who takes the role. */
  readonly service: unknown;
  readonly statements: readonly Statement[];
}

export function roleStatements(templates: readonly Template[]): readonly RoleStatements[] {
  return templates.flatMap((template) =>
    resourcesOf([template], 'AWS::IAM::Role').map((role) => ({
      role: role.id,
      place: placeOf(role),
      service: at(role.properties, 'AssumeRolePolicyDocument', 'Statement', '0', 'Principal', 'Service'),
      statements: [...inline(role), ...attached(template, role)],
    })),
  );
}

const inline = ({ properties }: Placed): readonly Statement[] =>
  listOf(properties.Policies as unknown[]).flatMap((policy) =>
    listOf(at(policy, 'PolicyDocument', 'Statement') as Statement[]),
  );

const attached = (template: Template, { id }: Placed): readonly Statement[] =>
  resourcesOf([template], 'AWS::IAM::Policy')
    .filter(({ properties }) => referredIds(properties.Roles).includes(id))
    .flatMap(({ properties }) => listOf(at(properties, 'PolicyDocument', 'Statement') as Statement[]));

export function leastPrivilegeFindings(templates: readonly Template[]): readonly string[] {
  return [
    ...resourcesOf(templates, 'AWS::IAM::Role')
      .filter(({ properties }) => listOf(properties.ManagedPolicyArns as unknown[]).length > 0)
      .map((role) => `${placeOf(role)} has a managed policy: say what it may do instead`),
    ...roleStatements(templates).flatMap(({ place, service, statements }) =>
      statements.flatMap((statement) => statementFindings(statement, service).map((finding) => `${place}: ${finding}`)),
    ),
  ];
}

function statementFindings(statement: Statement, service: unknown): string[] {
  if (statement.Effect !== 'Allow') return [];
  const actions = listOf(statement.Action);
  const findings = actions
    .filter((action) => action.includes('*'))
    .map((action) => `the action ${action} is a wildcard`);
  const isEverything = listOf(statement.Resource as unknown[]).some((resource) => resource === '*');
  if (isEverything)
    findings.push(
      ...actions
        .filter((action) => withoutResource[action] === undefined)
        .map((action) => `${action} is allowed on every resource`),
    );
  const isKnown = (action: string): boolean => service === 'backup.amazonaws.com' && backupActions.has(action);
  return [
    ...findings,
    ...tableFindings(
      statement,
      actions.filter((action) => !isKnown(action)),
    ),
  ];
}

function tableFindings({ Condition = {} }: Statement, actions: readonly string[]): string[] {
  const onTable = actions.filter((action) => action.startsWith('dynamodb:') && !streamActions.has(action));
  if (onTable.length === 0) return [];
  const findings = onTable.filter((action) => !tableActions.has(action)).map((action) => `${action} is for nobody`);
  const keys = listOf(Condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] as string[]);
  if (keys.length === 0) findings.push(`${onTable.join(', ')} without leading keys`);
  if (keys.some((key) => !/^[A-Z]+#\*$/.test(key)))
    findings.push(`leading keys ${keys.join(', ')} are not a context's`);
  // An absent key would satisfy ForAllValues.
  if (Condition.Null?.['dynamodb:LeadingKeys'] !== 'false') findings.push('leading keys may be absent');
  return findings;
}

/** Prefixes of keys that a role may read, hold or write, as `read ACCESS`, `hold ACCESS` and `write BILLING`. */
export function tableRights(statements: readonly Statement[]): readonly string[] {
  const rights = statements.flatMap(({ Action, Condition = {} }) => {
    const keys = listOf(Condition['ForAllValues:StringLike']?.['dynamodb:LeadingKeys'] as string[]);
    const actions = listOf(Action);
    const writes = actions.some((action) => /dynamodb:(Put|Update|Delete)Item/.test(action));
    const holds = actions.includes('dynamodb:ConditionCheckItem');
    return keys.map((key) => `${writes ? 'write' : holds ? 'hold' : 'read'} ${key.replace('#*', '')}`);
  });
  return [...new Set(rights)].sort();
}
