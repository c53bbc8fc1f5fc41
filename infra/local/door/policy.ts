import type { Deployment, Resource } from '../template/deployment.ts';
import { wildcard } from './wildcard.ts';

/** One thing a call does to one resource, with what policies may put conditions on. */
export type Access = {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, readonly string[]>>;
};

export type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

/** What a role may do. */
export type RolePolicy = { decide(access: Access): Decision };

type Condition = { description: string; holds(context: NonNullable<Access['context']>): boolean };
type Statement = {
  allows: boolean;
  action(action: string): boolean;
  resource(arn: string): boolean;
  conditions: Condition[];
};
type StatementDocument = {
  Effect: string;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
};
type PolicyDocument = { Statement: StatementDocument | StatementDocument[] };

/** AWS's own managed policies that a template may attach: the logs they are about need no permission here. */
const awsManagedPolicies: Readonly<Record<string, PolicyDocument>> = {
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': {
    Statement: {
      Effect: 'Allow',
      Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'],
      Resource: '*',
    },
  },
  'arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess': {
    Statement: { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
  },
};

/**
 * Reads the policies of every role of the deployment, by the role's ARN.
 *
 * @throws Error naming a condition operator or AWS-managed policy that is not known: a permission must never be guessed.
 */
export function readPolicies(deployment: Deployment): Map<string, RolePolicy> {
  const attached = deployment.ofType('AWS::IAM::Policy');
  const managed = deployment.ofType('AWS::IAM::ManagedPolicy');
  return new Map(
    deployment.ofType('AWS::IAM::Role').map((role) => {
      const documents = [
        ...inlineDocuments(role),
        ...((role.properties.ManagedPolicyArns as string[] | undefined) ?? []).map((arn) =>
          managedDocument(arn, managed),
        ),
        ...[...attached, ...managed].filter((policy) => attachedTo(policy, role)).map(documentOf),
      ];
      return [role.arn, rolePolicy(documents)];
    }),
  );
}

const documentOf = (policy: Resource) => policy.properties.PolicyDocument as PolicyDocument;
const attachedTo = (policy: Resource, role: Resource) => asList(policy.properties.Roles).includes(role.ref);

function inlineDocuments(role: Resource): PolicyDocument[] {
  const policies = (role.properties.Policies ?? []) as { PolicyDocument: PolicyDocument }[];
  return policies.map(({ PolicyDocument }) => PolicyDocument);
}

function managedDocument(arn: string, managed: readonly Resource[]): PolicyDocument {
  const own = managed.find((policy) => policy.arn === arn);
  if (own) return documentOf(own);
  const known = awsManagedPolicies[arn];
  if (known) return known;
  throw new Error(`the local runtime does not know the managed policy ${arn}`);
}

/** What `documents` together allow: a matching denial wins, and what nothing allows is denied. */
export function rolePolicy(documents: readonly PolicyDocument[]): RolePolicy {
  const statements = documents.flatMap(({ Statement }) => asList(Statement) as StatementDocument[]).map(readStatement);
  return {
    decide({ action, resource, context = {} }) {
      let allowed = false;
      let missed: string | undefined;
      for (const statement of statements) {
        if (!statement.action(action) || !statement.resource(resource)) continue;
        const failing = statement.conditions.find((condition) => !condition.holds(context));
        if (failing && statement.allows) missed = failing.description;
        if (failing) continue;
        if (!statement.allows) return { allowed: false, reason: 'a statement denies it' };
        allowed = true;
      }
      if (allowed) return { allowed };
      return { allowed, reason: missed ? `the condition ${missed} does not hold` : 'no statement allows it' };
    },
  };
}

function readStatement(document: StatementDocument): Statement {
  const conditions = Object.entries(document.Condition ?? {}).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => readCondition(operator, key, asList(values).map(String))),
  );
  const actions = anyOf(asList(document.Action ?? document.NotAction), true);
  const resources = anyOf(asList(document.Resource ?? document.NotResource ?? '*'), false);
  return {
    allows: document.Effect === 'Allow',
    action: document.Action ? actions : (action) => !actions(action),
    resource: document.NotResource ? (arn) => !resources(arn) : resources,
    conditions,
  };
}

function anyOf(patterns: readonly unknown[], ignoreCase: boolean): (text: string) => boolean {
  const tests = patterns.map((pattern) => wildcard(String(pattern), { ignoreCase }));
  return (text) => tests.some((test) => test(text));
}

type Operator = (wanted: string) => (actual: string) => boolean;

const operators: Readonly<Record<string, Operator>> = {
  StringEquals: (wanted) => (actual) => actual === wanted,
  StringLike: (wanted) => wildcard(wanted),
  ArnEquals: (wanted) => wildcard(wanted),
  ArnLike: (wanted) => wildcard(wanted),
  Bool: (wanted) => (actual) => actual === wanted.toLowerCase(),
};

/** What is true of every call here; conditions on it need no look at the call. */
const always: Readonly<Record<string, readonly string[]>> = { 'aws:SecureTransport': ['true'] };

function readCondition(written: string, key: string, values: readonly string[]): Condition {
  const description = `${written} ${key} ${values.join(', ')}`;
  const [, set, negated, bare, ifExists] =
    /^(?:(ForAllValues|ForAnyValue):)?(?:(String|Arn)Not)?(\w+?)(IfExists)?$/.exec(written) ?? [];
  const valuesOf = (context: NonNullable<Access['context']>) => context[key] ?? always[key] ?? [];
  if (bare === 'Null') {
    return { description, holds: (context) => String(valuesOf(context).length === 0) === values[0] };
  }
  const operator = operators[negated ? `${negated}${bare}` : String(bare)];
  if (!operator) throw new Error(`the local runtime does not know the policy condition ${written}`);
  const tests = values.map(operator);
  const matches = (actual: string) => tests.some((test) => test(actual)) !== Boolean(negated);
  return {
    description,
    holds(context) {
      const actual = valuesOf(context);
      if (set === 'ForAllValues') return actual.every(matches);
      if (actual.length === 0) return Boolean(ifExists) || (Boolean(negated) && set === undefined);
      return actual.some(matches);
    },
  };
}

function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
