/**
 * `npm run cloud`, by hand: two judges of our templates that are not ours. cfn-lint knows CloudFormation's own
 * schemas and must find no error; moto, an emulator of AWS, makes every resource of a type that it knows. Both come from
 * PyPI: `python3 -m venv /tmp/cloud && /tmp/cloud/bin/pip install cfn-lint 'moto[server,all]'`.
 *
 *   --tools DIR   where cfn-lint and moto_server are; default /tmp/cloud/bin
 *   --port N      where moto listens; default 5600
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { AwsClient } from 'aws4fetch';
import { program } from '../../infra/program.ts';

const REGION = 'us-east-1';

/** What is deployed by default, and with every switch that adds a resource. */
const DEPLOYMENTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  plain: {},
  full: {
    name: 'full',
    gradual: 'true',
    alarmAddress: 'ops@example.org',
    senderAddress: 'billing@example.org',
    senderIdentity: 'example.org',
    backupCopyVaultArn: 'arn:aws:backup:eu-west-1:111122223333:backup-vault:safe',
    frontDomain: 'api.example.org',
    frontCertificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-4000-8000-000000000001',
    frontOrigin: 'abc123.execute-api.us-east-1.amazonaws.com',
  },
};

interface TemplateResource {
  readonly Type: string;
  readonly Properties?: { readonly FunctionName?: { readonly Ref: string }; readonly Name?: string };
}

interface Stack {
  readonly name: string;
  readonly file: string;
  /** Type by logical id, of what is made here. */
  readonly types: ReadonlyMap<string, string>;
}

const { values } = parseArgs({
  options: { tools: { type: 'string', default: '/tmp/cloud/bin' }, port: { type: 'string', default: '5600' } },
});
const say = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = mkdtempSync(join(tmpdir(), 'cloud-'));
const endpoint = `http://127.0.0.1:${values.port}`;

function synthesize(deployment: string, context: Readonly<Record<string, string>>): readonly Stack[] {
  const outdir = join(folder, deployment);
  const app = program({ outdir, context, builtinCloudFormationValidation: false, treeMetadata: false });
  return app.synth().stacks.map(({ stackName, templateFullPath }) => {
    const { Resources } = JSON.parse(readFileSync(templateFullPath, 'utf8')) as {
      Resources: Record<string, { Type: string; Condition?: string }>;
    };
    const here = Object.entries(Resources).filter(([, { Condition }]) => Condition === undefined);
    return { name: stackName, file: templateFullPath, types: new Map(here.map(([id, { Type }]) => [id, Type])) };
  });
}

/** @returns true when it finds no error. */
function lint(): boolean {
  const files = Object.keys(DEPLOYMENTS).flatMap((name) =>
    readdirSync(join(folder, name))
      .filter((file) => file.endsWith('.template.json'))
      .map((file) => join(folder, name, file)),
  );
  const args = ['--regions', 'us-east-1', 'eu-west-1', '--non-zero-exit-code', 'error', '--ignore-checks', 'W', 'I'];
  const { status, error } = spawnSync(join(values.tools, 'cfn-lint'), [...args, '--', ...files], { stdio: 'inherit' });
  if (error) throw error;
  say(`cfn-lint: ${files.length} templates, ${status === 0 ? 'no error' : 'errors above'}`);
  return status === 0;
}

const client = new AwsClient({
  accessKeyId: 'a',
  secretAccessKey: 'b',
  region: REGION,
  service: 'cloudformation',
  retries: 0,
});

async function query(Action: string, input: Readonly<Record<string, string>>): Promise<string> {
  const answer = await client.fetch(endpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ Action, Version: '2010-05-15', ...input }).toString(),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${Action}: ${text.slice(0, 2000)}`);
  return text;
}

/** What the bootstrap of the CDK has put there. */
async function bootstrap(): Promise<void> {
  const ssm = new AwsClient({ accessKeyId: 'a', secretAccessKey: 'b', region: REGION, service: 'ssm' });
  const parameter = { Name: '/cdk-bootstrap/hnb659fds/version', Value: '30', Type: 'String' };
  const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'AmazonSSM.PutParameter' };
  const answer = await ssm.fetch(endpoint, { method: 'POST', headers, body: JSON.stringify(parameter) });
  if (!answer.ok) throw new Error(await answer.text());
}

async function startMoto() {
  const script = `${ALL_OF_MOTO}\nfrom moto.server import main\nmain(['-H', '127.0.0.1', '-p', '${values.port}'])`;
  const child = spawn(join(values.tools, 'python'), ['-c', script], {
    // The code of functions lies in no bucket here, and what a role may do is for the local runtime to judge.
    env: { ...process.env, VALIDATE_LAMBDA_S3: 'false', MOTO_LAMBDA_SIMPLE: 'true' },
    stdio: 'ignore',
  });
  for (let tries = 0; tries < 120 && child.exitCode === null; tries += 1) {
    if (await fetch(`${endpoint}/moto-api/`).catch(() => undefined)) return child;
    await sleep(500);
  }
  throw new Error('moto_server does not start');
}

/** Moto finds the types that it knows among the modules that are loaded, so all are. */
const ALL_OF_MOTO = `
import importlib
from moto.backends import list_of_moto_modules
for name in list_of_moto_modules():
    try: importlib.import_module(f'moto.{name}.models')
    except ModuleNotFoundError: pass
`;

function knownTypes(): ReadonlySet<string> {
  const script = `${ALL_OF_MOTO}\nfrom moto.cloudformation.parsing import get_model_map\nprint(*get_model_map())`;
  const { stdout, status, stderr } = spawnSync(join(values.tools, 'python'), ['-c', script], { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr);
  return new Set(stdout.trim().split(' '));
}

/**
 * The template, where a made-up name or address stands for what moto does not know and leaves out: it would stumble over
 * what refers to it.
 */
function forMoto(file: string, known: ReadonlySet<string>): string {
  const template = JSON.parse(readFileSync(file, 'utf8')) as { Resources: Record<string, TemplateResource> };
  const isUnknown = (id: string): boolean =>
    Object.hasOwn(template.Resources, id) && !known.has(template.Resources[id]!.Type);
  const standIns = (_: string, value: unknown): unknown => {
    const { Ref, 'Fn::GetAtt': attribute } = (value ?? {}) as { Ref?: string; 'Fn::GetAtt'?: [string, string] };
    const arnOf = (id: string): string => `arn:aws:x:${REGION}:123456789012:${id}`;
    // Moto hands an imported bus on as an object of its own.
    const named = typeof Ref === 'string' ? template.Resources[Ref] : undefined;
    if (named?.Type === 'AWS::Events::EventBus') return named.Properties?.Name;
    if (typeof Ref === 'string' && isUnknown(Ref)) return functionOf(template.Resources[Ref]!) ?? arnOf(Ref);
    if (!Array.isArray(attribute) || !isUnknown(attribute[0])) return value;
    return attribute[1].endsWith('Arn') ? arnOf(attribute[0]) : `https://x/${attribute[0]}`;
  };
  return JSON.stringify(JSON.parse(JSON.stringify(template, standIns))).replaceAll(':live"', '"');
}

/** For an alias of a function, the function. */
const functionOf = ({ Type, Properties }: TemplateResource): object | undefined =>
  Type === 'AWS::Lambda::Alias' && Properties?.FunctionName
    ? { 'Fn::GetAtt': [Properties.FunctionName.Ref, 'Arn'] }
    : undefined;

/** Makes the stack. @returns the logical ids that moto made. */
async function make({ name, file }: Stack, known: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  await query('CreateStack', {
    StackName: name,
    TemplateBody: forMoto(file, known),
    'Capabilities.member.1': 'CAPABILITY_NAMED_IAM',
  });
  const described = await query('DescribeStacks', { StackName: name });
  const status = /<StackStatus>(\w+)</.exec(described)?.[1];
  if (status !== 'CREATE_COMPLETE') throw new Error(`${name} is ${status}: ${described.slice(0, 2000)}`);
  const resources = await query('DescribeStackResources', { StackName: name });
  return new Set([...resources.matchAll(/<LogicalResourceId>([^<]+)</g)].map(([, id]) => id!));
}

const stacks = Object.entries(DEPLOYMENTS).map(([name, context]) => synthesize(name, context));
let isGood = lint();
const known = knownTypes();
const moto = await startMoto();
try {
  await bootstrap();
  const [made, left] = [new Map<string, number>(), new Map<string, string[]>()];
  for (const stack of stacks.flat()) {
    const ids = await make(stack, known).catch((error: unknown) => {
      isGood = false;
      say(`${stack.name}: ${error instanceof Error ? error.message : error}`);
      return new Set<string>();
    });
    for (const [id, type] of stack.types)
      if (known.has(type) && ids.has(id)) made.set(type, (made.get(type) ?? 0) + 1);
      else left.set(type, [...(left.get(type) ?? []), `${stack.name}/${id}`]);
  }
  for (const [type, count] of [...made].sort()) say(`moto made ${String(count).padStart(4)} ${type}`);
  for (const [type, places] of [...left].sort()) {
    if (known.has(type)) isGood = false;
    say(
      known.has(type)
        ? `moto knows ${type} and did not make ${places}`
        : `moto does not know ${type} (${places.length})`,
    );
  }
} finally {
  moto.kill();
  if (moto.exitCode === null) await once(moto, 'exit');
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = isGood ? 0 : 1;
