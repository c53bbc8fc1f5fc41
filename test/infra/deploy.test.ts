import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { readArguments } from '../../infra/deploy/arguments.ts';
import { deploy } from '../../infra/deploy/main.ts';
import { type PlayedAws, playAws } from './played-aws.ts';

let aws: PlayedAws;
let printed: string[];

beforeEach(async () => {
  aws = await playAws();
  printed = [];
  // Nothing of the machine's own account, nor of whoever runs the tests.
  for (const name of Object.keys(process.env).filter((each) => /^(AWS|CSP)_/.test(each))) vi.stubEnv(name, undefined);
  for (const [name, value] of Object.entries(aws.env)) vi.stubEnv(name, value);
  vi.stubEnv('AWS_REGION', 'eu-west-1');
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await aws.stop();
});

const run = (args: readonly string[], says = true) =>
  deploy(args, {
    env: process.env,
    print: (line) => void printed.push(line),
    confirm: async () => says,
  });
const written = () => aws.calls.filter(({ what }) => /Put|Update|Invoke/.test(what)).map(({ what }) => what);
const contextOf = (args: readonly string[]) => readArguments(args).context;
const parts = ['foundation', 'tenancy', 'commerce', 'billing', 'notifications', 'support', 'gateway'];
const allThere = () => {
  for (const part of parts) aws.stacks.set(`open-csp-${part}`, { status: 'UPDATE_COMPLETE', isProtected: true });
};
const keep = (switches: object) => aws.parameters.set('/open-csp/settings', JSON.stringify(switches));

describe('OPS-1: a first deployment that failed can be repeated', () => {
  test('nothing is protected before it is there, and everything afterwards', async () => {
    await run(['-c', 'senderAddress=billing@example.org', '--yes']);
    const runs = aws.started().map(({ args }) => [args[0], args[1], contextOf(args).unprotected]);
    expect(runs).toEqual([
      ['deploy', '--all', 'foundation,tenancy,commerce,billing,support,notifications,gateway'],
      ['deploy', '--all', ''],
    ]);
    expect(printed.join('\n')).toContain('s3cret');
  });

  test('one that ended half way goes on with the same switches, and protects only what is there', async () => {
    aws.cdkEndsWith(1);
    await expect(run(['-c', 'senderAddress=billing@example.org'])).rejects.toThrow('npm run deploy again');
    aws.stacks.set('open-csp-foundation', { status: 'CREATE_COMPLETE' });
    aws.stacks.set('open-csp-tenancy', { status: 'ROLLBACK_COMPLETE', isProtected: true });
    await run([]);
    const [, again, protecting] = aws.started();
    expect(contextOf(again!.args)).toMatchObject({
      senderAddress: 'billing@example.org',
      unprotected: 'tenancy,commerce,billing,support,notifications,gateway',
    });
    expect(contextOf(protecting!.args).unprotected).toBe('');
    // A stack of an earlier version was protected before it was there: its rest could not be deleted.
    expect(aws.calls.filter(({ what }) => what.endsWith('UpdateTerminationProtection'))).toEqual([
      expect.objectContaining({ input: expect.objectContaining({ StackName: 'open-csp-tenancy' }) }),
    ]);
  });

  test('what is there already stays protected throughout', async () => {
    allThere();
    keep({});
    await run([]);
    expect(aws.started().map(({ args }) => contextOf(args).unprotected)).toEqual(['']);
  });
});

describe('OPS-1: an installation remembers its switches', () => {
  test('a rerun without them takes none back', async () => {
    await run(['-c', 'mfaRequired=false', '-c', 'alarmAddress=ops@example.org']);
    await run([]);
    expect(contextOf(aws.started().at(-1)!.args)).toMatchObject({
      mfaRequired: 'false',
      alarmAddress: 'ops@example.org',
    });
    expect(printed.join('\n')).toContain('Switches stay as they are.');
  });

  test('what changes is shown, and nothing is done without a yes', async () => {
    allThere();
    keep({ senderAddress: 'a@example.org', mfaRequired: 'false' });
    const change = ['-c', 'senderAddress=b@example.org', '-c', 'mfaRequired='];
    await expect(run(change, false)).rejects.toThrow('nothing was done');
    expect(printed).toEqual(
      expect.arrayContaining([
        '  senderAddress: a@example.org → b@example.org',
        '  mfaRequired: false → (default)',
        expect.stringContaining('SES sends the new address a mail'),
      ]),
    );
    expect([...aws.started(), ...written()]).toEqual([]);
    await run(change);
    expect(aws.parameters.get('/open-csp/settings')).toBe('{"senderAddress":"b@example.org"}');
  });

  test('one of before, which remembers none, says so', async () => {
    allThere();
    await expect(run([], false)).rejects.toThrow('nothing was done');
    expect(printed.join('\n')).toContain('remembers no switches yet');
  });

  test.each`
    args                           | error                            | because
    ${['-c', 'mfaRequierd=false']} | ${'there is no switch mfaReq'}   | ${'a slip would silently do nothing'}
    ${['-c', 'mfaRequired=maybe']} | ${'mfaRequired is true or fals'} | ${'it is neither'}
    ${['-c', 'senderAddress=me']}  | ${'senderAddress'}               | ${'no mail comes from there'}
    ${['-c', 'mfaRequired']}       | ${'says nothing'}                | ${'it has no value'}
    ${['--region']}                | ${'cut off'}                     | ${'it has none either'}
  `('$args is refused before anything is asked of AWS, because $because', async ({ args, error }) => {
    await expect(run(args)).rejects.toThrow(error);
    expect(aws.calls).toEqual([]);
  });

  test('what the gateway uses of an earlier stack it lets go of first', async () => {
    allThere();
    aws.stacks.set('open-csp-front', { status: 'CREATE_COMPLETE' });
    const front = { frontDomain: 'a.example.org', frontCertificateArn: 'arn', frontOrigin: 'b.example.org' };
    keep({ ...front, burst429: '50' });
    await run([...Object.keys(front).flatMap((name) => ['-c', `${name}=`]), '-c', 'gradual=true', '-c', 'burst429=60']);
    const runs = aws.started().map(({ args }) => args.slice(0, 3).join(' '));
    expect(runs).toEqual(['deploy open-csp-gateway --exclusively', 'deploy --all --require-approval']);
    const [first, second] = aws.started().map(({ args }) => contextOf(args));
    expect([first!.frontDomain, first!.gradual, first!.burst429], 'as it was, without it').toEqual([
      undefined,
      undefined,
      '50',
    ]);
    expect([second!.gradual, second!.burst429]).toEqual(['true', '60']);
    expect(printed.join('\n')).toContain('open-csp-front stays as it is');
  });
});

describe('OPS-1: region, account and profile are found out once', () => {
  const signed = () => new Set(aws.calls.map(({ region }) => region));

  test.each`
    env                                                           | args                         | region         | because
    ${{ AWS_REGION: 'eu-west-1' }}                                | ${[]}                        | ${'eu-west-1'} | ${'the SDK reads it'}
    ${{ AWS_REGION: undefined, AWS_DEFAULT_REGION: 'eu-west-2' }} | ${[]}                        | ${'eu-west-2'} | ${'the CLI alone would read it'}
    ${{ AWS_REGION: 'eu-west-1' }}                                | ${['--region', 'eu-west-3']} | ${'eu-west-3'} | ${'the CLI alone would be told'}
    ${{ AWS_REGION: undefined, AWS_PROFILE: 'ops' }}              | ${[]}                        | ${'eu-west-4'} | ${'the profile says it'}
    ${{ AWS_REGION: undefined }}                                  | ${['--profile=ops']}         | ${'eu-west-4'} | ${'so does one that is typed'}
  `('$env $args is $region for both, because $because', async ({ env, args, region }) => {
    for (const [name, value] of Object.entries(env as Record<string, string | undefined>)) vi.stubEnv(name, value);
    const file = join(aws.env.HOME!, 'config');
    writeFileSync(file, '[profile ops]\nregion = eu-west-4\naws_access_key_id = AKIDOPS\naws_secret_access_key = s\n');
    vi.stubEnv('AWS_CONFIG_FILE', file);
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', file);
    await run([...args, '--yes']);
    // The front's stack is always in its own region.
    expect(signed()).toEqual(new Set([region, 'us-east-1']));
    const { args: told, env: given } = aws.started()[0]!;
    expect(told.slice(told.indexOf('--region')).slice(0, 2)).toEqual(['--region', region]);
    expect(given).toMatchObject({ AWS_REGION: region, AWS_DEFAULT_REGION: region });
    const isProfile = JSON.stringify([env, args]).includes('ops');
    expect([told.includes('ops'), given.AWS_PROFILE, given.AWS_ACCESS_KEY_ID]).toEqual(
      isProfile ? [true, 'ops', undefined] : [false, undefined, 'AKIDPLAYED'],
    );
  });

  test('without a region it says what to type', async () => {
    vi.stubEnv('AWS_REGION', undefined);
    await expect(run([])).rejects.toThrow('--region');
  });
});

describe('OPS-1: a deployment says what it would do, and what to do when it ended half way', () => {
  test('--plan shows stacks and switches, asks the CLI for the difference, and changes nothing', async () => {
    allThere();
    aws.stacks.set('open-csp-support', { status: 'ROLLBACK_COMPLETE' });
    keep({ burst429: '50' });
    await run(['--plan', '-c', 'burst429=60']);
    expect(written()).toEqual([]);
    expect(aws.started().map(({ args }) => args.slice(0, 4))).toEqual([['diff', '--all', '--method', 'template']]);
    expect(printed).toEqual(
      expect.arrayContaining([
        'open-csp in account 111122223333, region eu-west-1',
        '  burst429: 50 → 60',
        '  open-csp-billing is updated where it differs (UPDATE_COMPLETE)',
        '  open-csp-support failed when it was first made (ROLLBACK_COMPLETE): it is deleted and made anew',
      ]),
    );
  });

  test.each`
    status                        | advice                                          | because
    ${'ROLLBACK_COMPLETE'}        | ${'it begins anew'}                             | ${'the first deployment failed'}
    ${'ROLLBACK_FAILED'}          | ${'remove by hand what it names'}               | ${'something of it could not be removed'}
    ${'UPDATE_ROLLBACK_COMPLETE'} | ${'runs as before'}                             | ${'the update failed'}
    ${'UPDATE_ROLLBACK_FAILED'}   | ${'npx cdk rollback open-csp-billing --region'} | ${'so did going back'}
    ${'UPDATE_IN_PROGRESS'}       | ${'wait until it ends'}                         | ${'only the CLI has ended'}
  `('ended with a stack in $status it says "$advice", because $because', async ({ status, advice }) => {
    allThere();
    keep({});
    aws.cdkEndsWith(1);
    aws.later.set('open-csp-billing', status);
    await expect(run([])).rejects.toThrow(advice);
  });

  test('where somebody else deploys, or a roll-back waits for a person, nothing is begun', async () => {
    allThere();
    keep({});
    aws.stacks.set('open-csp-billing', { status: 'UPDATE_ROLLBACK_FAILED' });
    await expect(run([])).rejects.toThrow('npx cdk rollback open-csp-billing');
    expect([...aws.started(), ...written()]).toEqual([]);
  });

  test('throttled answers are asked again', async () => {
    const throttled = { status: 400, body: '<Error><Code>Throttling</Code><Message>Rate exceeded</Message></Error>' };
    aws.refusals.set('sts GetCallerIdentity', [throttled]);
    aws.refusals.set('cloudformation DescribeStacks', [throttled]);
    aws.refusals.set('ssm GetParameter', [{ status: 400, body: '{"__type":"ThrottlingException"}' }]);
    await run(['--plan']);
    expect(aws.started()).toHaveLength(1);
  });
});
