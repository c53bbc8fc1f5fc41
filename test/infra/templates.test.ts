import { describe, expect, it } from 'vitest';
import { allContributors } from '../../events/exports.ts';
import { BATCH_DAYS } from '../../functions/billing/usage/store/batch-item.ts';
import { PASSWORD_LENGTH_MIN } from '../../functions/tenancy/people/domain/password.ts';
import { contextNames } from '../../infra/bundles.ts';
import { leastPrivilegeFindings, roleStatements, tableRights } from '../../infra/checks/least-privilege.ts';
import {
  alarmFindings,
  deadLetterFindings,
  encryptionFindings,
  functionFindings,
  retentionFindings,
} from '../../infra/checks/safety.ts';
import { at, placeOf, referredIds, resourcesOf } from '../../infra/checks/template.ts';
import { SIGN_IN_CALLBACK } from '../../infra/constructs/identity.ts';
import { waysOf } from '../../infra/edge/ways.ts';
import { resourceTypes } from '../../infra/local/resource-types.ts';
import { apis, manifests } from '../../infra/manifests.ts';
import { IDENTITY_CALLS } from '../../infra/stacks/tenancy-stack.ts';
import { defaultLimits } from '../../shared/contracts/limits.ts';
import { readSource } from '../architecture/imports.ts';
import { settingsNeeded } from './settings-needed.ts';
import { synthesized } from './synthesized.ts';

const templates = await synthesized();
/** Switches of which none touches what another does. */
const SWITCHED = {
  issuedRetentionYears: '7',
  backupCopyVaultArn: 'arn:aws:backup:eu-west-1:111122223333:backup-vault:safe',
  backupDays: 90,
  billingWorkersMax: '7',
  burst429: '7',
  limitMails: '100',
};
const functions = resourcesOf(templates, 'AWS::Lambda::Function');
const nameOf = (properties: Readonly<Record<string, unknown>>): string =>
  String(properties.FunctionName).replace(/^open-csp-/, '');

describe('OPS-1: what is deployed is what runs here', () => {
  it('holds only resource types that the local runtime knows', () => {
    const unknown = resourcesOf(templates).filter(({ resource }) => !Object.hasOwn(resourceTypes, resource.Type));
    expect(unknown.map((resource) => `${placeOf(resource)} is ${resource.resource.Type}`)).toEqual([]);
  });

  it('fits: a stack takes 500 resources', () => {
    expect(templates.filter(({ resources }) => Object.keys(resources).length >= 500)).toEqual([]);
  });

  it('refers to nothing that comes later', () => {
    const names = templates.map(({ stack }) => stack);
    const backwards = templates.flatMap(({ stack, resources }, index) =>
      [...JSON.stringify(resources).matchAll(/"Fn::ImportValue":"([\w-]+):/g)]
        .filter(([, from]) => names.indexOf(from!) >= index)
        .map(([, from]) => `${stack} refers to ${from}`),
    );
    expect(backwards).toEqual([]);
    expect(names.at(-1)).toBe('open-csp-gateway');
  });

  it('every function is told every setting that its code reads', () => {
    const missing = functions.flatMap(({ properties }) => {
      const given = Object.keys((at(properties, 'Environment', 'Variables') ?? {}) as object);
      return settingsNeeded(nameOf(properties))
        .filter((name) => !given.includes(name))
        .map((name) => `${nameOf(properties)} reads ${name}`);
    });
    expect(missing).toEqual([]);
  });

  it('every job has a schedule that hands it its own time', () => {
    const schedules = resourcesOf(templates, 'AWS::Scheduler::Schedule').map(({ stack, properties }) => ({
      stack,
      job: properties.Name,
      schedule: properties.ScheduleExpression,
      input: JSON.parse(String(at(properties, 'Target', 'Input'))),
    }));
    const jobs = manifests.flatMap(({ context, jobs: table }) =>
      Object.entries(table.jobs).map(([job, { schedule }]) => ({
        stack: `open-csp-${context}`,
        job,
        schedule,
        input: { job, scheduledAt: '<aws.scheduler.scheduled-time>' },
      })),
    );
    expect(new Set(schedules)).toEqual(new Set(jobs));
  });

  it('every event that a context listens to has a rule, of its own version, and nothing else has', () => {
    const heard = resourcesOf(templates, 'AWS::Events::Rule').flatMap(({ stack, properties }) => {
      const {
        source,
        'detail-type': types,
        detail,
      } = properties.EventPattern as {
        source: [string];
        'detail-type': string[];
        detail: { version: [number] };
      };
      return types.map((type) => `${stack} ${source[0]} ${type} v${detail.version[0]}`);
    });
    const declared = manifests.flatMap(({ context, consumers }) =>
      Object.values(consumers.consumers).flatMap(({ on }) =>
        on.map(({ source, type, version }) => `open-csp-${context} csp.${source} ${type} v${version}`),
      ),
    );
    expect(new Set(heard)).toEqual(new Set(declared));
    expect(heard).toHaveLength(new Set(heard).size);
  });

  it('what has nothing left to do for a context is not sent to it, and to every other one is', () => {
    const conditions = resourcesOf(templates, 'AWS::Events::Rule').flatMap(({ stack, properties }) => {
      const { 'detail-type': types, detail } = properties.EventPattern as {
        'detail-type': string[];
        detail: { detail?: unknown };
      };
      return types.map((type) => [`${stack} ${type}`, detail.detail] as const);
    });
    const conditional = conditions.filter(([, condition]) => condition !== undefined);
    expect(Object.fromEntries(conditional)).toEqual(
      Object.fromEntries(
        [
          ...['OrderCreated', 'OrderUpdated', 'DirectOrderChanged', 'SubscriptionSuspended'],
          ...['SubscriptionReactivated', 'SubscriptionUpdated', 'SubscriptionCreated'],
        ].map((type) => [`open-csp-commerce ${type}`, { isDone: [{ exists: false }] }]),
      ),
    );
  });

  it('the gateway’s log names routes, never paths: some hold the token of a link', () => {
    const [stage] = resourcesOf(templates, 'AWS::ApiGatewayV2::Stage');
    const { Format } = stage!.properties.AccessLogSettings as { Format: string };
    expect(Format).toContain('$context.routeKey');
    expect(Format).not.toMatch(/\$context\.(path|resourcePath)/);
  });

  it('a rule’s pattern is within what a bus takes', () => {
    const long = resourcesOf(templates, 'AWS::Events::Rule').filter(
      ({ properties }) => JSON.stringify(properties.EventPattern).length > 2048,
    );
    expect(long.map(placeOf)).toEqual([]);
  });
});

describe('roles may do what they need and nothing else', () => {
  it('no wildcard, no managed policy, no table access without leading keys', () => {
    expect(leastPrivilegeFindings(templates)).toEqual([]);
  });

  it.each(contextNames)('%s touches its own keys, and reads the access records', (context) => {
    const rights = roleStatements(templates)
      .filter(({ place, statements }) => place.startsWith(`open-csp-${context}/`) && tableRights(statements).length > 0)
      .map(({ statements }) => tableRights(statements));
    const own = context.toUpperCase();
    const expected =
      context === 'tenancy'
        ? ['read ACCESS', 'read TENANCY', 'write ACCESS', 'write TENANCY']
        : ['read ACCESS', `read ${own}`, `write ${own}`];
    const ofRaces = ['hold ACCESS', 'hold SALES', 'write SALES'];
    const ofJobs = context === 'tenancy' ? ['read JOBS', 'write JOBS'] : ['write JOBS'];
    const ofSeen = ['read SEEN', 'write SEEN'];
    for (const right of rights)
      expect([...expected, ...ofRaces, ...ofJobs, ...ofSeen]).toEqual(expect.arrayContaining([...right]));
  });

  it('OPS-3: who runs jobs notes how they went, the API of tenancy reads it, nobody else does', () => {
    const rights = roleStatements(templates).flatMap(({ place, statements }) =>
      tableRights(statements)
        .filter((right) => right.endsWith(' JOBS'))
        .map(
          (right) =>
            `${right}: ${place
              .split('/')[1]!
              .replace(/Role.*|Service.*/, '')
              .toLowerCase()}`,
        ),
    );
    expect(rights.filter((right) => right.startsWith('read'))).toHaveLength(1);
    expect(rights.filter((right) => right.startsWith('write'))).toHaveLength(
      manifests.filter(({ jobs }) => Object.keys(jobs.jobs).length > 0).length,
    );
    expect(rights.filter((right) => !/^(write JOBS: \w+-?jobs|read JOBS: tenancy-?api)/.test(right))).toEqual([]);
  });

  it('API-1: every API notes what people of partners ask, and no other function', () => {
    const rights = roleStatements(templates).flatMap(({ place, statements }) =>
      tableRights(statements)
        .filter((right) => right.endsWith(' SEEN'))
        .map(
          (right) =>
            `${right}: ${place
              .split('/')[1]!
              .replace(/Role.*|Service.*/, '')
              .toLowerCase()}`,
        ),
    );
    expect(rights.filter((right) => !/^(read|write) SEEN: \w+-?api/.test(right))).toEqual([]);
    const written = rights.filter((right) => right.startsWith('write'));
    expect(written.length).toBe(manifests.filter(({ routes }) => Object.keys(routes.routes).length > 0).length);
  });

  it('SUB-7: a purchase and a succession hold the relationship and count the sale, removal and erasure hold what is counted, nobody else does', () => {
    expect(rightsTo((right) => right.endsWith(' SALES'))).toEqual([
      'tenancyapi: hold SALES',
      'tenancyjobs: hold SALES',
      'commerceapi: write SALES',
      'commerceevents: write SALES',
    ]);
  });

  it('CUS-6: beside purchases and budgets, each context that adds to exports holds that the customer is still there', () => {
    const others = allContributors.filter(({ context }) => context !== 'tenancy');
    const events = others.map(({ context }) => `${context}events: hold ACCESS`);
    expect(rightsTo((right) => right === 'hold ACCESS').sort()).toEqual(
      ['billingapi: hold ACCESS', 'commerceapi: hold ACCESS', ...events].sort(),
    );
  });

  /** Which function has such a right to the table. */
  function rightsTo(has: (right: string) => boolean): string[] {
    return roleStatements(templates).flatMap(({ place, statements }) => {
      const holder = place
        .split('/')[1]!
        .replace(/Role.*|Service.*/, '')
        .replaceAll('-', '')
        .toLowerCase();
      return tableRights(statements)
        .filter(has)
        .map((right) => `${holder}: ${right}`);
    });
  }

  it('tenancy may do at the issuer what the identity port does, and nothing else', () => {
    const port = readSource('shared/identity/identity-provider.ts');
    const called = [...port.matchAll(/\b(?:ofUser|ofKnown|cognito)\('(\w+)'/g)].map(([, call]) => call!);
    expect(new Set(IDENTITY_CALLS)).toEqual(new Set(called));
  });

  it('the pool refuses no password that tenancy takes', () => {
    const policies = resourcesOf(templates, 'AWS::Cognito::UserPool').map(({ properties }) =>
      at(properties, 'Policies', 'PasswordPolicy'),
    );
    const kinds = { RequireLowercase: false, RequireUppercase: false, RequireNumbers: false, RequireSymbols: false };
    expect(policies).toMatchObject([{ MinimumLength: PASSWORD_LENGTH_MIN, ...kinds }]);
  });

  it('the pages’ sign-in comes back to a page that there is', () => {
    expect(waysOf(apis)).toContainEqual({
      api: 'sign-in',
      method: 'GET',
      path: SIGN_IN_CALLBACK,
    });
  });

  it('no function is told what its code does not read', () => {
    const unused = functions.flatMap(({ properties }) => {
      const needed = settingsNeeded(nameOf(properties));
      return Object.keys((at(properties, 'Environment', 'Variables') ?? {}) as object)
        .filter(
          (name) => !name.startsWith('POWERTOOLS_') && !['TABLE_NAME', 'API_ROOT', 'DOCUMENTS_BUCKET'].includes(name),
        )
        .filter((name) => !needed.includes(name))
        .map((name) => `${nameOf(properties)} does not read ${name}`);
    });
    expect(unused).toEqual([]);
  });

  it.each(['publisher', 'edge'])('%s touches no item', (name) => {
    const [role] = roleStatements(templates).filter(
      ({ role: id }) => id.startsWith(name) || id.startsWith(`Publisher${name}`),
    );
    expect(tableRights(role!.statements)).toEqual([]);
  });
});

describe('data is safe and failures are seen', () => {
  it('everything is encrypted, at rest and on its way', () => expect(encryptionFindings(templates)).toEqual([]));
  it('nothing of value goes with its stack', () => expect(retentionFindings(templates)).toEqual([]));
  it('what fails for good is kept', () => expect(deadLetterFindings(templates)).toEqual([]));
  it('somebody is told of every failure', () => expect(alarmFindings(templates)).toEqual([]));
  it('functions are made alike', () => expect(functionFindings(templates)).toEqual([]));

  it('a queue hides a message for six times as long as its reader may take', () => {
    const wrong = templates.flatMap((template) =>
      resourcesOf([template], 'AWS::Lambda::EventSourceMapping').flatMap(({ properties }) => {
        const source = at(properties, 'EventSourceArn', 'Fn::GetAtt') as [string, string] | undefined;
        const queue = source && template.resources[source[0]];
        const reader = template.resources[(properties.FunctionName as { Ref: string }).Ref];
        if (queue?.Type !== 'AWS::SQS::Queue') return [];
        const isEnough = Number(queue.Properties?.VisibilityTimeout) >= Number(reader?.Properties?.Timeout) * 6;
        return isEnough ? [] : [source![0]];
      }),
    );
    expect(wrong).toEqual([]);
  });
});

describe('OPS-1: what is issued, and what is kept apart', () => {
  const buckets = (from = templates) =>
    resourcesOf(from, 'AWS::S3::Bucket').filter(({ properties }) => properties.ObjectLockEnabled === true);
  const retention = (properties: unknown) =>
    at(properties, 'ObjectLockConfiguration', 'Rule', 'DefaultRetention') as { Mode: string; Days: number };

  it('BIL-2: issued invoices have a bucket of their own, locked for ten years, or what the switch says', async () => {
    expect(buckets().map(({ properties }) => retention(properties))).toEqual([{ Mode: 'GOVERNANCE', Days: 3660 }]);
    expect(buckets()[0]!.properties.VersioningConfiguration).toEqual({ Status: 'Enabled' });
    const shorter = await synthesized(SWITCHED);
    expect(retention(buckets(shorter)[0]!.properties).Days).toBe(7 * 366);
    await expect(synthesized({ issuedRetentionYears: '0' })).rejects.toThrow('issuedRetentionYears');
  });

  it('BIL-2: the bucket takes only writes that fail when the name is taken', () => {
    const [bucket] = buckets();
    const statements = resourcesOf(templates, 'AWS::S3::BucketPolicy')
      .filter(({ stack, properties }) => stack === bucket!.stack && referredIds(properties.Bucket).includes(bucket!.id))
      .flatMap(({ properties }) => at(properties, 'PolicyDocument', 'Statement') as object[]);
    expect(statements).toContainEqual(
      expect.objectContaining({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:PutObject',
        Condition: { Null: { 's3:if-none-match': 'true' }, Bool: { 's3:ObjectCreationOperation': 'true' } },
      }),
    );
  });

  it('BIL-3: what uploads in parts left behind is cleared away within a day, in every bucket that functions write to', () => {
    const names = new Set(buckets().map(({ id }) => id));
    const written = resourcesOf(templates, 'AWS::S3::Bucket').filter(
      ({ id, properties }) => names.has(id) || /documents/i.test(JSON.stringify(properties.LoggingConfiguration ?? '')),
    );
    expect(written).toHaveLength(2);
    for (const { properties } of written)
      expect(at(properties, 'LifecycleConfiguration', 'Rules')).toContainEqual(
        expect.objectContaining({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, Status: 'Enabled' }),
      );
  });

  it('USG-3: records of usage go once nothing reads them any more, and no other usage goes by its age', () => {
    const rules = resourcesOf(templates, 'AWS::S3::Bucket').flatMap(
      ({ properties }) =>
        (at(properties, 'LifecycleConfiguration', 'Rules') ?? []) as { Prefix?: string; ExpirationInDays?: number }[],
    );
    const ofUsage = rules.filter(
      ({ Prefix = '' }) => 'billing/usage/'.startsWith(Prefix) || Prefix.startsWith('billing/usage/'),
    );
    const going = ofUsage.filter(
      ({ ExpirationInDays, Prefix }) => ExpirationInDays !== undefined && Prefix !== undefined,
    );
    expect(going.map(({ Prefix }) => Prefix)).toEqual(['billing/usage/batches/']);
    expect(going[0]!.ExpirationInDays).toBeGreaterThan(BATCH_DAYS);
  });

  it('BIL-2: one function writes there; none removes, replaces a retention or steps around it', () => {
    // Files of imports lie in the other bucket, and go with the end of their import (ORD-8).
    const ofImports = (statement: object): boolean => /"[^"]*\/commerce\/imports\/\*"/.test(JSON.stringify(statement));
    const rights = roleStatements(templates).flatMap(({ role, statements }) =>
      statements
        .filter((statement) => !ofImports(statement))
        .flatMap(({ Action }) => [Action].flat().map((action) => `${role} ${action}`)),
    );
    expect(
      rights.filter((right) => /s3:(Delete|PutObjectRetention|PutObjectLegalHold|Bypass|PutBucket)/.test(right)),
    ).toEqual([]);
    const issuing = roleStatements(templates).filter(({ statements }) =>
      statements.some(({ Sid, Action }) => Sid === 'Issued' && [Action].flat().includes('s3:PutObject')),
    );
    expect(issuing.map(({ role }) => role)).toEqual([expect.stringMatching(/worker/)]);
  });

  it('OPS-1: the table is copied daily and monthly into a locked vault, and into another one where it is named', async () => {
    const rules = (from: typeof templates) =>
      resourcesOf(from, 'AWS::Backup::BackupPlan').flatMap(
        ({ properties }) => at(properties, 'BackupPlan', 'BackupPlanRule') as Record<string, unknown>[],
      );
    expect(rules(templates).map(({ ScheduleExpression, Lifecycle }) => [ScheduleExpression, Lifecycle])).toEqual([
      ['cron(30 2 * * ? *)', { DeleteAfterDays: 35 }],
      ['cron(30 2 1 * ? *)', { DeleteAfterDays: 400, MoveToColdStorageAfterDays: 30 }],
    ]);
    expect(rules(templates).some(({ CopyActions }) => CopyActions !== undefined)).toBe(false);
    const [vault] = resourcesOf(templates, 'AWS::Backup::BackupVault');
    expect(vault!.properties.LockConfiguration).toEqual({ MinRetentionDays: 1 });
    const arn = SWITCHED.backupCopyVaultArn;
    const copied = rules(await synthesized(SWITCHED));
    expect(copied.map(({ CopyActions }) => CopyActions)).toEqual([
      [{ DestinationBackupVaultArn: arn, Lifecycle: { DeleteAfterDays: 90 } }],
      [{ DestinationBackupVaultArn: arn, Lifecycle: { DeleteAfterDays: 400, MoveToColdStorageAfterDays: 30 } }],
    ]);
  });

  it('BIL-11: the cap of the billing run’s workers is a switch', async () => {
    const caps = (from: typeof templates) =>
      resourcesOf(from, 'AWS::Lambda::EventSourceMapping')
        .filter(({ stack, id }) => stack.endsWith('-billing') && id.startsWith('Run'))
        .map(({ properties }) => at(properties, 'ScalingConfig', 'MaximumConcurrency'));
    expect(caps(templates)).toEqual([50]);
    expect(caps(await synthesized(SWITCHED))).toEqual([7]);
    await expect(synthesized({ billingWorkersMax: '1' })).rejects.toThrow('billingWorkersMax');
  });
});

describe('switches of a deployment', () => {
  const environments = async (context: Record<string, unknown>) =>
    resourcesOf(await synthesized(context), 'AWS::Lambda::Function')
      .filter(({ properties }) => nameOf(properties).endsWith('-api'))
      .map(({ properties }) => at(properties, 'Environment', 'Variables') as Record<string, unknown>);

  it.each`
    context                        | bound      | mfa        | enforced   | because
    ${{}}                          | ${'false'} | ${'true'}  | ${'true'}  | ${'the pool asks everybody for a second factor'}
    ${{ sandbox: 'true' }}         | ${'true'}  | ${'true'}  | ${'true'}  | ${'a sandbox counts its sign-in as one'}
    ${{ mfaRequired: 'false' }}    | ${'false'} | ${'false'} | ${'false'} | ${'it is switched off'}
    ${{ boundApplications: true }} | ${'true'}  | ${'true'}  | ${'true'}  | ${'it is switched on'}
  `('$context: bound $bound, MFA $mfa, because $because', async ({ context, bound, mfa, enforced }) => {
    for (const variables of await environments(context))
      expect(variables).toMatchObject({
        BOUND_APPLICATIONS: bound,
        MFA_REQUIRED: mfa,
        MFA_ENFORCED_BY_ISSUER: enforced,
      });
  });

  it('bursts of refusals and of mails raise alarms, from the numbers of the deployment', async () => {
    const stacks = await synthesized(SWITCHED);
    const alarms = resourcesOf(stacks, 'AWS::CloudWatch::Alarm')
      .filter(({ properties }) => String(properties.AlarmName).startsWith('open-csp-burst-'))
      .map(({ properties }) => [properties.AlarmName, properties.MetricName, properties.Threshold, properties.Period]);
    expect(alarms).toEqual([
      ['open-csp-burst-401', 'Refused401', 200, 300],
      ['open-csp-burst-403', 'Refused403', 200, 300],
      ['open-csp-burst-429', 'Refused429', 7, 300],
      ['open-csp-burst-mails', 'Send', 1000, 300],
    ]);
    const filters = resourcesOf(stacks, 'AWS::Logs::MetricFilter').map(({ properties }) => properties);
    const [stage] = resourcesOf(stacks, 'AWS::ApiGatewayV2::Stage');
    const format = JSON.parse(at(stage!.properties, 'AccessLogSettings', 'Format') as string);
    expect(format.status, 'the pattern compares what the log writes').toBe('$context.status');
    expect(filters.map(({ FilterPattern, MetricTransformations }) => [FilterPattern, MetricTransformations])).toEqual(
      [401, 403, 429].map((status) => [
        `{ $.status = "${status}" }`,
        [{ MetricName: `Refused${status}`, MetricNamespace: 'OpenCsp/open-csp', MetricValue: '1' }],
      ]),
    );
  });

  it('conventions 12: the limits are told to every API function and to the edge, which shows them', async () => {
    const limits = JSON.stringify({ ...defaultLimits, mails: 100 });
    const told = resourcesOf(await synthesized(SWITCHED), 'AWS::Lambda::Function').filter(
      ({ properties }) => at(properties, 'Environment', 'Variables', 'API_LIMITS') === limits,
    );
    expect(told.map(({ properties }) => nameOf(properties).replace('open-csp-', '')).sort()).toEqual([
      'billing-api',
      'commerce-api',
      'edge',
      'tenancy-api',
      'tenancy-sign-in',
    ]);
  });

  it('another name is another installation', async () => {
    const other = await synthesized({ name: 'csp-test' });
    expect(other.map(({ stack }) => stack)).toContain('csp-test-foundation');
    expect(JSON.stringify(other)).not.toContain('open-csp-');
  });

  it('a switch that is neither on nor off is refused', async () => {
    await expect(synthesized({ mfaRequired: 'perhaps' })).rejects.toThrow('mfaRequired');
  });
});
