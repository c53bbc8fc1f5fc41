import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetParametersCommand, ParameterType, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { projectRoot } from '../bundles.ts';
import { type StackPart, secretParameters, stackName, UNPROTECTED } from '../settings.ts';
import { contextOfFile, installationName, readArguments, type Switches } from './arguments.ts';
import { type Environment, type Place, placeOf } from './place.ts';
import { advice, isBlocked, isFailedFirst, isNew, outlook, type StackState, stackStates } from './stacks.ts';
import { changesOf, described, keepSwitches, keptSwitches, lettingGo, switchesOf } from './switches.ts';

const USAGE = `npm run deploy -- [-c switch=value]… [--plan] [--yes] [--profile NAME] [--region NAME] [options of cdk deploy]

  -c switch=value   as infra/README.md lists them; they are kept, and an empty value goes back to the default
  --plan            shows what would be done, and changes nothing
  --yes             does not ask, as it does the first time and when a switch changes
`;

/** Whom a deployment talks to. */
export interface Shell {
  readonly env: Environment;
  print(line: string): void;
  /** True when somebody says yes; false also when nobody is there. */
  confirm(question: string): Promise<boolean>;
}

/** All that is known before anything is done. */
interface Plan {
  readonly name: string;
  readonly place: Place;
  readonly kept: Switches | undefined;
  readonly switches: Switches;
  readonly states: readonly StackState[];
  /** Context of the library itself, and what cdk.json says but does not count. */
  readonly besides: Switches;
  readonly rest: readonly string[];
}

/**
 * `npm run deploy`: shows what will be done and asks, makes the secrets that are not there yet, bundles and deploys every
 * stack, and makes the operator's client. It remembers the switches, and may be repeated, also after it ended half way.
 */
export async function deploy(args: readonly string[], shell: Shell): Promise<void> {
  const { isPlan, isAgreed, isHelp, ...typed } = ownOptions(args);
  if (isHelp) return shell.print(USAGE);
  const plan = await planOf(typed.args, shell.env);
  for (const line of shown(plan)) shell.print(line);
  if (isPlan) return cdk(plan, ['diff', '--all', '--method', 'template', ...contextOf(plan)]);
  const blocked = plan.states.filter(isBlocked).flatMap((state) => advice(state, plan.place) ?? []);
  if (blocked.length > 0) throw new Error(blocked.join('\n'));
  const isSettled = plan.kept !== undefined && changesOf(plan.kept, plan.switches).length === 0;
  if (!isSettled && !isAgreed && !(await shell.confirm('Deploy this?')))
    throw new Error('nothing was done: say yes, or put --yes behind it where nobody can be asked');
  await keepSwitches(new SSMClient(plan.place.clientConfig), plan.name, plan.switches);
  await makeSecrets(plan, shell);
  await deployStacks(plan, shell);
}

function ownOptions(args: readonly string[]) {
  const own = (...names: string[]): boolean => args.some((arg) => names.includes(arg));
  return {
    isPlan: own('--plan'),
    isAgreed: own('--yes', '-y'),
    isHelp: own('--help', '-h'),
    args: args.filter((arg) => !['--plan', '--yes', '-y'].includes(arg)),
  };
}

async function planOf(args: readonly string[], env: Environment): Promise<Plan> {
  const typed = readArguments(args);
  const [name, file] = [await installationName(typed), await contextOfFile()];
  // Slips are told before anybody is asked for credentials.
  switchesOf({ file, given: typed.context });
  const place = await placeOf(typed, env);
  const kept = await keptSwitches(new SSMClient(place.clientConfig), name);
  const switches = switchesOf({ kept, file, given: typed.context });
  const ofTheLibrary = Object.entries(typed.context).filter(([key]) => /[@:/]/.test(key));
  const overruled = Object.keys(file).filter((key) => switches[key] === undefined);
  const besides = Object.fromEntries([...ofTheLibrary, ...overruled.map((key) => [key, ''] as const)]);
  return { name, place, kept, switches, besides, rest: typed.rest, states: await stackStates(place, name) };
}

const isWanted = ({ switches }: Plan, part: StackPart): boolean => part !== 'front' || Boolean(switches.frontDomain);

function shown(plan: Plan): readonly string[] {
  const { name, place, kept, switches, states } = plan;
  const changes = changesOf(kept ?? {}, switches);
  const isThere = states.some((state) => !isNew(state));
  return [
    `${name} in account ${place.account}, region ${place.region}${place.profile ? `, profile ${place.profile}` : ''}`,
    '',
    ...(kept === undefined && isThere
      ? ['It is there and remembers no switches yet: what is not said now goes back to its default.']
      : []),
    ...(changes.length === 0 ? ['Switches stay as they are.'] : ['Switches:', ...described(changes)]),
    ...Object.entries(switches)
      .filter(([key]) => !changes.some((change) => change.name === key))
      .map(([key, value]) => `  ${key}: ${value}`),
    '',
    'Stacks:',
    ...states
      .filter(({ part, status }) => status !== undefined || isWanted(plan, part))
      .map((state) => `  ${state.stack} ${outlook(state, isWanted(plan, state.part))}`),
    '',
  ];
}

/** All switches are said to the CLI, so that cdk.json has no say of its own. */
const contextOf = (
  { name, switches, besides }: Pick<Plan, 'name' | 'switches' | 'besides'>,
  unprotected: readonly string[] = [],
): readonly string[] =>
  Object.entries({ ...switches, ...besides, name, [UNPROTECTED]: unprotected.join(',') }).flatMap(([key, value]) => [
    '-c',
    `${key}=${value}`,
  ]);

/** Secrets are in no template and no output: they are made once, here, and only functions read them. */
async function makeSecrets({ place, name }: Plan, shell: Shell): Promise<void> {
  const client = new SSMClient(place.clientConfig);
  const names = Object.values(secretParameters({ name }));
  const { InvalidParameters: missing = [] } = await client.send(
    new GetParametersCommand({ Names: names, WithDecryption: false }),
  );
  for (const parameter of missing) {
    await client.send(
      new PutParameterCommand({
        Name: parameter,
        Type: ParameterType.SECURE_STRING,
        Value: randomBytes(32).toString('base64url'),
        Description: 'Made by the deployment; npm run rotate replaces it and lets the old one count for a day more.',
      }),
    );
    shell.print(`made the secret ${parameter}`);
  }
}

/**
 * Stacks that are made for the first time are protected in a second round: what fails before must go without a trace. Where
 * something is switched off that the gateway uses of an earlier stack, the gateway lets go of it first.
 */
async function deployStacks(plan: Plan, shell: Shell): Promise<void> {
  const { name, place, kept = {}, switches, states, rest } = plan;
  const outputsFile = join(projectRoot, '.local', 'outputs.json');
  await mkdir(join(projectRoot, '.local'), { recursive: true });
  const run = (stacks: readonly string[], unprotected: readonly string[], counting = switches) =>
    cdk(plan, [
      ...['deploy', ...stacks, '--require-approval', 'never', '--outputs-file', outputsFile],
      ...contextOf({ ...plan, switches: counting }, unprotected),
      ...rest,
    ]);
  const first = states.filter((state) => isWanted(plan, state.part) && isNew(state)).map(({ part }) => part);
  const withoutGoing = lettingGo(kept, switches);
  try {
    for (const state of states.filter((each) => isFailedFirst(each) && each.isProtected)) await unprotect(place, state);
    if (withoutGoing && !first.includes('gateway'))
      await run([stackName({ name }, 'gateway'), '--exclusively'], first, withoutGoing);
    await run(['--all'], first);
    if (first.length > 0) await run(['--all'], []);
    const outputs = JSON.parse(await readFile(outputsFile, 'utf8')) as Record<string, Record<string, string>>;
    await makeOperator(plan, shell, outputs);
  } catch (error) {
    throw new Error([error instanceof Error ? error.message : String(error), ...(await whatNext(plan))].join('\n'), {
      cause: error,
    });
  }
}

/** A stack of an earlier version, which was protected before it was there. */
const unprotect = ({ query }: Place, { stack, region }: StackState): Promise<string> =>
  query(
    'cloudformation',
    'UpdateTerminationProtection',
    { StackName: stack, EnableTerminationProtection: 'false' },
    region,
  );

async function whatNext({ place, name }: Plan): Promise<readonly string[]> {
  const states = await stackStates(place, name).catch(() => []);
  const advices = states.flatMap((state) => advice(state, place) ?? []);
  return [
    '',
    'The deployment ended half way. What was done stays; secrets and switches are kept.',
    ...(advices.length > 0
      ? advices
      : ['Mend what is said above and run npm run deploy again: it goes on from there.']),
  ];
}

const cdk = ({ place }: Plan, args: readonly string[]): Promise<void> =>
  new Promise((resolve, reject) => {
    const child = spawn('cdk', [...args, ...place.cliArguments], {
      cwd: projectRoot,
      env: { ...place.cliEnvironment },
      stdio: 'inherit',
      shell: process.platform === 'win32',
    });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`cdk ${args[0]} ended with ${code}`))));
  });

type Outputs = Readonly<Record<string, Readonly<Record<string, string>>>>;

async function makeOperator({ place, name }: Plan, shell: Shell, outputs: Outputs): Promise<void> {
  const functionName = outputs[stackName({ name }, 'tenancy')]?.BootstrapFunctionName;
  if (functionName === undefined) throw new Error('the tenancy stack names its bootstrap function');
  const apiRoot = outputs[stackName({ name }, 'gateway')]?.ApiRoot ?? '';
  const answer = await new LambdaClient(place.clientConfig).send(
    new InvokeCommand({ FunctionName: functionName, Payload: Buffer.from(JSON.stringify({ bootstrap: 'operator' })) }),
  );
  const text = Buffer.from(answer.Payload ?? []).toString('utf8');
  if (answer.FunctionError !== undefined) throw new Error(`${functionName} failed: ${text}`);
  const { tenantId, clientId, clientSecret } = JSON.parse(text) as Record<string, string | undefined>;
  shell.print(`
The API is at        ${apiRoot}
Its reference is at  ${apiRoot}/docs
Operator's tenant    ${tenantId}
Operator's client    ${clientId}
Its secret           ${clientSecret ?? '(shown when it was made)'}
`);
}

async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await reader.question(`${question} (yes/no) `);
  reader.close();
  return /^y(es)?$/i.test(answer.trim());
}

if (import.meta.main) {
  try {
    const print = (line: string) => void process.stdout.write(`${line}\n`);
    await deploy(process.argv.slice(2), { env: process.env, print, confirm });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
