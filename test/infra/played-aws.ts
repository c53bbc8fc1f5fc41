import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** A call that reached the played account: `ssm PutParameter`, with what it was given. */
export interface Call {
  readonly what: string;
  readonly region: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** How the played `cdk` was started. */
export interface Started {
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

export type PlayedAws = Awaited<ReturnType<typeof playAws>>;

/**
 * An account of AWS as far as a deployment talks to it: SSM, STS, CloudFormation and Lambda answer over HTTP in their own
 * protocols, and a program called `cdk` notes how it was started. Everything of ours runs as it is.
 */
export async function playAws() {
  const folder = mkdtempSync(join(tmpdir(), 'played-aws-'));
  const log = join(folder, 'cdk.log');
  writeFileSync(join(folder, 'cdk'), CDK);
  chmodSync(join(folder, 'cdk'), 0o755);
  const account = {
    parameters: new Map<string, string>(),
    /** Status and protection by name of the stack. */
    stacks: new Map<string, { status: string; isProtected?: boolean }>(),
    /** What the stacks are once `cdk` has run. */
    later: new Map<string, string>(),
    calls: [] as Call[],
    /** Answers that come before the account's own: `sts GetCallerIdentity` → status and body. */
    refusals: new Map<string, { status: number; body: string }[]>(),
  };
  const server = createServer((request, response) => {
    void read(request).then((text) => {
      const call = callOf(request, text);
      account.calls.push(call);
      const refusal = account.refusals.get(call.what)?.shift();
      const { status, body } = refusal ?? answer(account, call, existsSync(log));
      response.writeHead(status).end(body);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((done) => server.once('listening', done));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...account,
    env: {
      PATH: `${folder}${delimiter}${process.env.PATH}`,
      HOME: folder,
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'AKIDPLAYED',
      AWS_SECRET_ACCESS_KEY: 'secret',
      PLAYED_FOLDER: folder,
    } as Record<string, string>,
    /** What the next runs of the CLI end with, and what each leaves in the account is up to the test. */
    cdkEndsWith: (...codes: readonly number[]) => writeFileSync(join(folder, 'codes'), JSON.stringify(codes)),
    started(): readonly Started[] {
      if (!existsSync(log)) return [];
      const lines = readFileSync(log, 'utf8').trimEnd().split('\n');
      return lines.map((line) => JSON.parse(line) as Started);
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

type Account = Pick<PlayedAws, 'parameters' | 'stacks' | 'later'>;

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}

function callOf({ headers, url = '' }: IncomingMessage, text: string): Call {
  const [, region = '', service = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)/.exec(headers.authorization ?? '') ?? [];
  const target = headers['x-amz-target'];
  if (typeof target === 'string')
    return { what: `${service} ${target.split('.')[1]}`, region, input: JSON.parse(text) as Call['input'] };
  if (url.includes('/functions/'))
    return { what: `lambda Invoke`, region, input: { name: url.split('/')[3], ...(JSON.parse(text) as object) } };
  const { Action, ...input } = Object.fromEntries(new URLSearchParams(text));
  return { what: `${service} ${Action}`, region, input };
}

const json = (body: object, status = 200) => ({ status, body: JSON.stringify(body) });
const xml = (body: string, status = 200) => ({ status, body: `<Response>${body}</Response>` });

function answer(
  { parameters, stacks, later }: Account,
  { what, input }: Call,
  hasRun: boolean,
): { status: number; body: string } {
  const of = (name: string) => ({ Name: name, Value: parameters.get(name) });
  const { Name, Names = [], Value, StackName } = input as Record<string, string> & { Names?: string[] };
  if (what === 'ssm GetParameter')
    return parameters.has(Name!) ? json({ Parameter: of(Name!) }) : json({ __type: 'ParameterNotFound' }, 400);
  if (what === 'ssm GetParameters')
    return json({
      Parameters: Names.filter((name) => parameters.has(name)).map(of),
      InvalidParameters: Names.filter((name) => !parameters.has(name)),
    });
  if (what === 'ssm PutParameter') {
    parameters.set(Name!, Value!);
    return json({ Version: 1 });
  }
  if (what === 'sts GetCallerIdentity') return xml('<Account>111122223333</Account>');
  if (what === 'cloudformation UpdateTerminationProtection') return xml('<StackId>id</StackId>');
  if (what === 'cloudformation DescribeStacks') {
    const stack = stacks.get(StackName!);
    if (!stack) {
      const message = `Stack with id ${StackName} does not exist`;
      return xml(`<Error><Code>ValidationError</Code><Message>${message}</Message></Error>`, 400);
    }
    const isProtected = `<EnableTerminationProtection>${stack.isProtected === true}</EnableTerminationProtection>`;
    const status = (hasRun ? later.get(StackName!) : undefined) ?? stack.status;
    return xml(`<StackStatus>${status}</StackStatus>${isProtected}`);
  }
  if (what === 'lambda Invoke') return json({ tenantId: 't', clientId: 'c', clientSecret: 's3cret' });
  return json({ __type: 'UnknownOperationException', message: what }, 400);
}

/** Notes its arguments and what of the environment matters, writes the outputs, and ends as it is told. */
const CDK = `#!/usr/bin/env node
const { appendFileSync, existsSync, readFileSync, writeFileSync } = require('node:fs');
const folder = process.env.PLAYED_FOLDER;
const args = process.argv.slice(2);
const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => /^(AWS|CSP)_/.test(name)));
appendFileSync(folder + '/cdk.log', JSON.stringify({ args, env }) + '\\n');
const codes = existsSync(folder + '/codes') ? JSON.parse(readFileSync(folder + '/codes', 'utf8')) : [];
const code = codes.shift() ?? 0;
writeFileSync(folder + '/codes', JSON.stringify(codes));
const outputs = args[args.indexOf('--outputs-file') + 1];
const name = args.find((arg) => arg.startsWith('name=')).slice('name='.length);
if (args[0] === 'deploy' && code === 0)
  writeFileSync(
    outputs,
    JSON.stringify({
      [name + '-tenancy']: { BootstrapFunctionName: name + '-tenancy-bootstrap' },
      [name + '-gateway']: { ApiRoot: 'https://api.example.org' },
    }),
  );
process.exit(code);
`;
