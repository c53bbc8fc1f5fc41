import { describe, expect, test, vi } from 'vitest';
import { leastPrivilegeFindings } from '../../infra/checks/least-privilege.ts';
import { alarmFindings, retentionFindings } from '../../infra/checks/safety.ts';
import { at, referredIds, resourcesOf } from '../../infra/checks/template.ts';
import { installationName } from '../../infra/deploy/arguments.ts';
import { jobNames } from '../../infra/recover/job.ts';
import { readRecovery } from '../../infra/recover/main.ts';
import { synthesized } from './synthesized.ts';

const templates = await synthesized();
const front = {
  frontDomain: 'api.example.org',
  frontCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000001',
  frontOrigin: 'abc123.execute-api.eu-west-1.amazonaws.com',
};

describe('OPS-1: a deployment does not trip over AWS’s own rules', () => {
  test('what deploys the gateway’s stage anew is made one after another, the stage last', () => {
    const deploying = ['AWS::ApiGatewayV2::Integration', 'AWS::ApiGatewayV2::Route', 'AWS::ApiGatewayV2::Stage'];
    const changes = deploying.flatMap((type) => resourcesOf(templates, type));
    const before = new Map(changes.map(({ id, resource }) => [id, [resource.DependsOn ?? []].flat()]));
    const chain = [changes.at(-1)!.id];
    for (;;) {
      const next = before.get(chain.at(-1)!)!.filter((id) => before.has(id));
      if (next.length === 0) break;
      expect(next, `${chain.at(-1)} waits for one`).toHaveLength(1);
      chain.push(next[0]!);
    }
    expect(chain.length).toBeGreaterThan(20);
    expect(new Set(chain)).toEqual(new Set(changes.map(({ id }) => id)));
  });
});

describe('OPS-1: what is watched, and what that costs', () => {
  test('throttles of the table and of each of its indexes ring, reads and writes', () => {
    const [table] = resourcesOf(templates, 'AWS::DynamoDB::Table');
    const indexes = (table!.properties.GlobalSecondaryIndexes as { IndexName: string }[]).map((each) => each.IndexName);
    const [alarm] = resourcesOf(templates, 'AWS::CloudWatch::Alarm').filter(
      ({ properties }) => properties.AlarmName === 'open-csp-table-throttles',
    );
    const metrics = alarm!.properties.Metrics as { Id: string; Expression?: string; MetricStat?: object }[];
    const counted = metrics.flatMap(({ Id, MetricStat }) =>
      MetricStat
        ? [
            {
              id: Id,
              name: at(MetricStat, 'Metric', 'MetricName'),
              index: (at(MetricStat, 'Metric', 'Dimensions') as { Name: string; Value: unknown }[]).find(
                ({ Name }) => Name === 'GlobalSecondaryIndexName',
              )?.Value,
            },
          ]
        : [],
    );
    const wanted = ['ReadThrottleEvents', 'WriteThrottleEvents'].flatMap((name) =>
      [undefined, ...indexes].map((index) => `${name} ${index}`),
    );
    expect(counted.map(({ name, index }) => `${name} ${index}`).sort()).toEqual(wanted.sort());
    const expression = metrics.find(({ Expression }) => Expression)!.Expression!;
    for (const { id } of counted) expect(expression).toContain(`FILL(${id}, 0)`);
  });

  test('no route has metrics of its own: each would cost 0.30 USD a month and metric', () => {
    const settings = resourcesOf(templates, 'AWS::ApiGatewayV2::Stage').flatMap(({ properties }) => [
      properties.DefaultRouteSettings ?? {},
      ...Object.values(properties.RouteSettings ?? {}),
    ]);
    expect(settings).toHaveLength(1);
    expect(settings.filter((each) => at(each, 'DetailedMetricsEnabled') === true)).toEqual([]);
  });
});

describe('OPS-1: a first deployment that failed leaves nothing that is in the way', () => {
  test('what has a name of its own, or is kept, goes with the operation that made it and failed', () => {
    const kept = resourcesOf(templates).filter(({ resource }) => resource.UpdateReplacePolicy === 'Retain');
    expect(new Set(kept.map(({ resource }) => resource.Type))).toEqual(
      new Set([
        'AWS::Backup::BackupVault',
        'AWS::Cognito::UserPool',
        'AWS::DynamoDB::Table',
        'AWS::KMS::Key',
        'AWS::S3::Bucket',
        'AWS::SES::EmailIdentity',
        'AWS::SQS::Queue',
      ]),
    );
    expect(new Set(kept.map(({ resource }) => resource.DeletionPolicy))).toEqual(new Set(['RetainExceptOnCreate']));
  });

  test('table, pool and stack can be deleted while they are made for the first time, and each alone', async () => {
    const protection = (from: typeof templates) => ({
      stacks: from.filter(({ terminationProtection }) => terminationProtection).map(({ stack }) => stack.slice(9)),
      table: resourcesOf(from, 'AWS::DynamoDB::Table')[0]!.properties.DeletionProtectionEnabled,
      pool: resourcesOf(from, 'AWS::Cognito::UserPool')[0]!.properties.DeletionProtection,
    });
    const all = templates.map(({ stack }) => stack.slice(9));
    expect(protection(templates)).toEqual({ stacks: all, table: true, pool: 'ACTIVE' });
    expect(protection(await synthesized({ unprotected: all.join(',') }))).toEqual({
      stacks: [],
      table: false,
      pool: 'INACTIVE',
    });
    const tenancy = protection(await synthesized({ unprotected: 'tenancy' }));
    expect(tenancy).toMatchObject({ table: true, pool: 'INACTIVE' });
    await expect(synthesized({ unprotected: 'billing,shop' })).rejects.toThrow('shop');
  });
});

describe('OPS-1: who mails come from', () => {
  const identities = (from: typeof templates) =>
    resourcesOf(from, 'AWS::SES::EmailIdentity').map(({ properties }) => properties.EmailIdentity);
  const sender = { senderAddress: 'billing@mail.example.org' };

  test.each`
    switches                                                                        | made                            | because
    ${{}}                                                                           | ${['billing@mail.example.org']} | ${'an address is confirmed by a mail'}
    ${{ senderIdentity: 'example.org' }}                                            | ${['example.org']}              | ${'a domain is confirmed by its records'}
    ${{ senderIdentity: 'example.org', senderIdentityExists: 'true' }}              | ${[]}                           | ${'the account has it'}
    ${{ senderIdentity: 'billing@mail.example.org', senderIdentityExists: 'true' }} | ${[]}                           | ${'the account has the address'}
  `('$switches makes $made, because $because', async ({ switches, made }) => {
    expect(identities(await synthesized({ ...sender, ...switches }))).toEqual(made);
  });

  test('the records that prove a domain and sign its mails are told', async () => {
    const told = (await synthesized({ ...sender, senderIdentity: 'example.org' })).flatMap(({ outputs }) =>
      Object.keys(outputs).filter((name) => name.startsWith('SenderRecord')),
    );
    expect(told).toEqual(['SenderRecord1', 'SenderRecord2', 'SenderRecord3']);
  });

  test.each(['other.example', 'il.example.org', 'else@mail.example.org'])('%s is no identity of it', (name) =>
    expect(synthesized({ ...sender, senderIdentity: name })).rejects.toThrow('senderIdentity'),
  );

  test('in the sandbox of SES recipients are asked for, too: any may be written to, from one address', () => {
    const mails = resourcesOf(templates, 'AWS::IAM::Policy')
      .flatMap(({ properties }) => at(properties, 'PolicyDocument', 'Statement') as Record<string, unknown>[])
      .filter(({ Action }) => Action === 'ses:SendEmail');
    expect(mails).toHaveLength(2);
    for (const { Resource, Condition } of mails) {
      expect(JSON.stringify(Resource)).toContain(':identity/*');
      expect(Condition).toEqual({ StringEquals: { 'ses:FromAddress': 'no-reply@open-csp.example' } });
    }
  });
});

test('OPS-1: what is in somebody’s shell reaches no deployment', async () => {
  vi.stubEnv('CSP_SANDBOX', 'true');
  const told = resourcesOf(await synthesized(), 'AWS::Lambda::Function').map(({ properties }) =>
    at(properties, 'Environment', 'Variables', 'BOUND_APPLICATIONS'),
  );
  vi.unstubAllEnvs();
  expect(new Set(told.filter((value) => value !== undefined))).toEqual(new Set(['false']));
});

describe('OPS-1: an alarm says what helps', () => {
  const alarms = (from: typeof templates) =>
    resourcesOf(from, 'AWS::CloudWatch::Alarm').map(({ properties }) => ({
      name: String(properties.AlarmName),
      text: String(properties.AlarmDescription),
    }));
  const commands = (text: string) => [...text.matchAll(/npm run recover -- ([^.:;]+)/g)].map(([, args]) => args!);

  /** Nothing that a command could take back was given up where these ring. */
  const othersHelp = [
    /-(api|sign-in|token-claims|bootstrap|edge)-errors$/,
    /-(burst-\w+|server-errors|table-throttles|backup-failures)$/,
    /-billing-(set-aside|save-too-late)$/,
    /-publisher-(age|dropped)$/,
  ];

  test('each names the command that takes back what was given up, or nothing was', () => {
    const silent = alarms(templates).filter(
      ({ name, text }) => commands(text).length === 0 && !othersHelp.some((pattern) => pattern.test(name)),
    );
    expect(silent).toEqual([]);
    const needless = othersHelp.filter((pattern) => !alarms(templates).some(({ name }) => pattern.test(name)));
    expect(needless).toEqual([]);
  });

  test.each(['open-csp', 'csp-test'])('every command that is named can be typed, in %s', async (installation) => {
    const stacks = installation === 'open-csp' ? templates : await synthesized({ name: installation });
    const queues = resourcesOf(stacks, 'AWS::SQS::Queue').map(({ properties }) => properties.QueueName);
    for (const { name, text } of alarms(stacks))
      for (const command of commands(text)) {
        const { asked, rest } = readRecovery(command.replace('<name>', 'expireCarts').split(' '));
        expect(await installationName(rest), name).toBe(installation);
        if (asked.kind === 'queue') expect(queues, name).toContain(`${installation}-${asked.queue}-dead`);
        if (asked.kind === 'job') expect(jobNames(), name).toContain(asked.job);
      }
  });

  test.each`
    args                                                                             | asked
    ${[]}                                                                            | ${{ kind: 'list' }}
    ${['events', '--region', 'eu-west-1']}                                           | ${{ kind: 'events' }}
    ${['queue']}                                                                     | ${{ kind: 'queue' }}
    ${['queue', 'billing-run', '--local']}                                           | ${{ kind: 'queue', queue: 'billing-run' }}
    ${['job', 'expireCarts', '--at', '2027-01-01T00:00:00Z']}                        | ${{ kind: 'job', job: 'expireCarts', at: new Date('2027-01-01T00:00:00Z') }}
    ${['archive', '--from', '2027-01-01T00:00:00Z', '--to', '2027-01-02T00:00:00Z']} | ${{ kind: 'archive', from: new Date('2027-01-01T00:00:00Z'), to: new Date('2027-01-02T00:00:00Z') }}
  `('npm run recover -- $args', ({ args, asked }) => {
    expect(readRecovery(args).asked).toEqual(asked);
  });

  test.each([
    [['events', 'all']],
    [['job']],
    [['archive', '--from', '2027-01-01T00:00:00Z']],
    [['all']],
    [['queue', '--at', '2027-01-01T00:00:00Z']],
    [['job', 'a', '--at', 'today']],
    [['--force']],
  ])('npm run recover -- %j is refused', (args) =>
    expect(() => readRecovery(args)).toThrow(/npm run recover|is no time/),
  );
});

describe('OPS-1: new versions take over gradually where that is switched on', () => {
  const gradual = synthesized({ gradual: 'true', ...front });
  const functions = async () => resourcesOf(await gradual, 'AWS::Lambda::Function');

  test('is off by default: no version, no alias', () => {
    const types = new Set(resourcesOf(templates).map(({ resource }) => resource.Type));
    expect([...types].filter((type) => /Version|Alias|CodeDeploy/.test(type))).toEqual([]);
  });

  test('every function has an alias that shifts, and goes back with the alarm of that function', async () => {
    const stacks = await gradual;
    for (const stack of stacks) {
      const aliases = resourcesOf([stack], 'AWS::Lambda::Alias');
      const shifted = aliases.map(({ id, properties, resource }) => {
        const update = at(resource.UpdatePolicy, 'CodeDeployLambdaAliasUpdate', 'DeploymentGroupName');
        const group = stack.resources[referredIds(update)[0]!]!.Properties!;
        expect(group.DeploymentConfigName, id).toBe('CodeDeployDefault.LambdaCanary10Percent5Minutes');
        expect(at(group, 'AutoRollbackConfiguration', 'Events'), id).toContain('DEPLOYMENT_STOP_ON_ALARM');
        const [alarm] = referredIds(at(group, 'AlarmConfiguration', 'Alarms'));
        const watched = referredIds(stack.resources[alarm!]!.Properties!.Dimensions);
        expect(stack.resources[alarm!]!.Properties!.MetricName).toBe('Errors');
        const [fn] = referredIds(properties.FunctionName);
        expect(watched, id).toEqual([fn]);
        return fn;
      });
      expect(shifted.sort()).toEqual(
        resourcesOf([stack], 'AWS::Lambda::Function')
          .map(({ id }) => id)
          .sort(),
      );
    }
  });

  test('whoever calls a function calls its alias', async () => {
    const stacks = await gradual;
    const ids = new Set((await functions()).map(({ id }) => id));
    const aliases = new Set(resourcesOf(stacks, 'AWS::Lambda::Alias').map(({ id }) => id));
    const places: [string, (properties: Readonly<Record<string, unknown>>) => unknown][] = [
      ['AWS::Lambda::EventSourceMapping', ({ FunctionName }) => FunctionName],
      ['AWS::Scheduler::Schedule', ({ Target }) => at(Target, 'Arn')],
      ['AWS::Cognito::UserPool', ({ LambdaConfig }) => LambdaConfig],
      ['AWS::ApiGatewayV2::Authorizer', ({ AuthorizerUri }) => AuthorizerUri],
      ['AWS::ApiGatewayV2::Integration', ({ IntegrationUri }) => IntegrationUri],
      ['AWS::Lambda::Permission', ({ FunctionName }) => FunctionName],
      ['AWS::Lambda::EventInvokeConfig', ({ Qualifier }) => Qualifier],
    ];
    for (const [type, callee] of places) {
      const found = resourcesOf(stacks, type);
      expect(found.length, type).toBeGreaterThan(0);
      for (const { id, properties } of found) {
        const named = callee(properties);
        const isAlias = referredIds(named).some((each) => aliases.has(each)) || /:?live"/.test(JSON.stringify(named));
        expect(isAlias, `${type} ${id} calls ${JSON.stringify(named)}`).toBe(true);
      }
    }
    expect(ids.size).toBe(aliases.size);
  });

  test('it needs no right that is not spelt out, and nothing of it is in the way of a second first deployment', async () => {
    expect(leastPrivilegeFindings(await gradual)).toEqual([]);
    expect(retentionFindings(await gradual)).toEqual([]);
    expect(alarmFindings(await gradual)).toEqual([]);
    expect((await gradual).filter(({ resources }) => Object.keys(resources).length >= 500)).toEqual([]);
  });
});
