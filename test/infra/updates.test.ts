import { describe, expect, test } from 'vitest';
import { at, type Template } from '../../infra/checks/template.ts';
import { lettingGo } from '../../infra/deploy/switches.ts';
import { synthesized } from './synthesized.ts';

// What CloudFormation demands of an update, stack by stack: what another stack imports, as that one is at the moment, may
// neither go nor change. Each way from one set of switches to another is walked in the order in which `npm run deploy` does.

const front = {
  frontDomain: 'api.example.org',
  frontCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000001',
  frontOrigin: 'abc123.execute-api.eu-west-1.amazonaws.com',
};

const SWITCHES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  none: {},
  apiRoot: { apiRoot: 'https://api.example.org' },
  'another apiRoot': { apiRoot: 'https://other.example.org' },
  senderAddress: { senderAddress: 'billing@example.org' },
  'sender of a domain': { senderAddress: 'billing@example.org', senderIdentity: 'example.org' },
  'sender that exists': { senderAddress: 'billing@example.org', senderIdentityExists: 'true' },
  front,
  gradual: { gradual: 'true' },
  'front and gradual': { ...front, gradual: 'true' },
  'everything else': {
    mfaRequired: 'false',
    boundApplications: 'true',
    alarmAddress: 'ops@example.org',
    cognitoDomainPrefix: 'another',
    customerDomainSuffixes: 'a.example',
    sellerName: 'Ops',
    issuedRetentionYears: '7',
    billingWorkersMax: '7',
    backupDays: '40',
    backupCopyVaultArn: 'arn:aws:backup:eu-west-1:111122223333:backup-vault:safe',
  },
  'a first deployment': { unprotected: 'foundation,tenancy,commerce,billing,support,notifications,gateway' },
};

const deployed = Object.fromEntries(
  await Promise.all(
    Object.entries(SWITCHES).map(async ([name, switches]) => [name, await synthesized(switches)] as const),
  ),
) as Record<string, readonly Template[]>;

/** Properties that change without another resource in their place, so that nothing that refers to it changes. */
const CHANGE_IN_PLACE: Readonly<Record<string, readonly string[]>> = {
  'AWS::Cognito::UserPool': ['DeletionProtection', 'EnabledMfas', 'MfaConfiguration', 'LambdaConfig'],
  'AWS::Cognito::UserPoolClient': ['CallbackURLs'],
  'AWS::DynamoDB::Table': ['DeletionProtectionEnabled'],
  'AWS::Lambda::Function': ['Environment'],
  'AWS::S3::Bucket': ['ObjectLockConfiguration'],
};

interface Exported {
  readonly name: string;
  /** What it gives: it changes with this, and with what cannot change in place of the resource behind it. */
  readonly value: string;
}

function exportsOf({ resources, outputs }: Template): readonly Exported[] {
  return Object.values(outputs).flatMap(({ Value, Export }) => {
    if (!Export) return [];
    const id = String(at(Value, 'Ref') ?? (at(Value, 'Fn::GetAtt') as string[])[0]);
    const { Type, Properties = {} } = resources[id]!;
    const fixed = Object.entries(Properties).filter(([key]) => !(CHANGE_IN_PLACE[Type] ?? []).includes(key));
    return [{ name: String(Export.Name), value: JSON.stringify([Value, Type, fixed.sort()]) }];
  });
}

const importsOf = ({ resources, outputs }: Template): ReadonlySet<string> =>
  new Set([...JSON.stringify([resources, outputs]).matchAll(/"Fn::ImportValue":"([^"]+)"/g)].map(([, name]) => name!));

/** What CloudFormation would refuse on the way from one deployment to the next, one stack after the other. */
function refusals(before: readonly Template[], steps: readonly Template[]): string[] {
  const account = new Map(before.map((template) => [template.stack, template]));
  return steps.flatMap((next) => {
    const { stack } = next;
    const others = [...account.values()].filter((template) => template.stack !== stack);
    const now = new Map(exportsOf(next).map(({ name, value }) => [name, value]));
    const broken = exportsOf(account.get(stack) ?? { ...next, outputs: {} })
      .filter(({ name, value }) => now.get(name) !== value && others.some((other) => importsOf(other).has(name)))
      .map(({ name }) => `${stack}: ${name} ${now.has(name) ? 'changes' : 'goes'} while it is imported`);
    const known = new Set(others.flatMap(exportsOf).map(({ name }) => name));
    const missing = [...importsOf(next)].filter((name) => !known.has(name)).map((name) => `${stack}: no ${name} yet`);
    account.set(stack, next);
    return [...broken, ...missing];
  });
}

/** As `npm run deploy` goes. */
async function stepsOf(from: string, to: string): Promise<readonly Template[]> {
  const withoutGoing = lettingGo(SWITCHES[from]!, SWITCHES[to]!);
  return [...(withoutGoing ? [await gatewayWith(withoutGoing)] : []), ...deployed[to]!];
}

const gateways = new Map<string, Promise<Template>>();
function gatewayWith(switches: Readonly<Record<string, string>>): Promise<Template> {
  const key = JSON.stringify(switches);
  const made = gateways.get(key) ?? synthesized(switches).then((stacks) => stacks.at(-1)!);
  gateways.set(key, made);
  return made;
}

const ways = Object.keys(SWITCHES).flatMap((from) => Object.keys(SWITCHES).map((to) => [from, to] as const));

describe('OPS-1: every switch can change after the first deployment', () => {
  test.each(ways)('from %s to %s', async (from, to) => {
    expect(refusals(deployed[from]!, await stepsOf(from, to))).toEqual([]);
  });

  test('a front that goes would be refused if the gateway did not let go of it first', () => {
    expect(refusals(deployed.front!, deployed.none!)).toEqual([
      expect.stringMatching(/foundation: .*OriginSecret.* goes while it is imported/),
    ]);
  });

  test('what an earlier version of the gateway and of notifications imports is still exported', () => {
    const exported = deployed.none!.flatMap(exportsOf).map(({ name }) => name);
    for (const what of ['ApiApiEndpoint', 'RefSender', 'RefMailSettings', 'tenancyapiFunction', 'billingapiFunction'])
      expect(
        exported.some((name) => name.includes(what)),
        what,
      ).toBe(true);
  });
});
