/**
 * The local runtime: runs the synthesized template on one machine (OPS-1). It reads the cloud assembly and nothing else of
 * the product, starts an emulator or a small server of its own for each service, and connects them as the template says.
 */
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { serveControl } from './control/control.ts';
import { countUsage, type Usage } from './control/usage.ts';
import type { Caller } from './door/call.ts';
import { openDoor } from './door/door.ts';
import { dynamoDBService } from './door/dynamodb.ts';
import { readTableKeys } from './door/dynamodb-access.ts';
import { jsonService } from './door/json-service.ts';
import { readPolicies } from './door/policy.ts';
import { lambdaService, sesService } from './door/rest-services.ts';
import { lockedBuckets, s3Service } from './door/s3.ts';
import { sqsService } from './door/sqs.ts';
import { checkWiring } from './door/wiring.ts';
import { type DynamoDB, startDynamoDB } from './dynamodb.ts';
import { type BusDelivery, createEventBus } from './events/bus.ts';
import { startMappings } from './events/mappings.ts';
import { type Storage, startStorage } from './events/storage.ts';
import { createTables } from './events/table.ts';
import { type LocalFunction, readFunctions } from './functions/function.ts';
import { openInProcess } from './functions/in-process.ts';
import { createInvoker, type Invoker } from './functions/invoker.ts';
import { openWorkerPool } from './functions/workers.ts';
import { serveGateway } from './gateway/gateway.ts';
import { startIdentity } from './identity/identity.ts';
import { type Lost, trackLost } from './lost/lost.ts';
import { type Mailbox, openMailbox } from './mail/mailbox.ts';
import { serveMailboxPage } from './mail/mailbox-page.ts';
import type { LocalCertificate } from './net/certificate.ts';
import { hostsOfClients } from './net/hosts.ts';
import { serveProxy } from './net/proxy.ts';
import { type LocalServer, openServer } from './net/server.ts';
import { trust } from './net/trust.ts';
import { createParameters } from './parameters/parameters.ts';
import { openState, type State } from './state/state.ts';
import { addressMender } from './template/addresses.ts';
import { type Addresses, type Deployment, readDeployment } from './template/deployment.ts';
import { programNameOf } from './template/program-name.ts';
import { type Activity, trackActivity } from './time/activity.ts';
import { type Clock, startClock } from './time/clock.ts';
import { startScheduler } from './time/scheduler.ts';

export type RuntimeOptions = {
  /** The API's port; the others follow it. 0, the default: free ports. */
  readonly port?: number;
  /** Keeps state here between runs; without it nothing remains. */
  readonly dataDir?: string;
  /** The cloud assembly, or a promise of its folder while it is still being written. */
  readonly cdkOut?: string | Promise<string>;
  /** Holds logs and generated secrets. */
  readonly localDir?: string;
  /** Says nothing on standard output. */
  readonly quiet?: boolean;
  /** Runs functions in this thread, where a debugger sees them. */
  readonly inProcess?: boolean;
  /** Serves the API, the sign-in and links to files over https, with a certificate made in `localDir`. */
  readonly https?: boolean;
};

/** The operator's own client, made by the deployment's bootstrap function. */
export type Operator = { tenantId: string; clientId: string; clientSecret: string };

/** The public client of people's sign-in, as the deployment's outputs name it. */
export type SignInClient = { clientId: string; redirectUri: string };

export type Runtime = {
  readonly apiRoot: string;
  readonly controlRoot: string;
  readonly issuer: string;
  readonly mailRoot: string;
  readonly door: string;
  /** The file of the authority that clients must trust; absent without https. */
  readonly authorityFile: string | undefined;
  /** The emulator behind the door: for benchmarks that fill the table. */
  readonly dynamoDBEndpoint: string;
  /** Absent when the template has no bootstrap function. */
  readonly operator: Operator | undefined;
  /** Absent when the template has no user pool of its own. */
  readonly signIn: SignInClient | undefined;
  stop(): Promise<void>;
};

type Servers = Readonly<Record<'api' | 'control' | 'issuer' | 'mail' | 'door', LocalServer>>;
type Stack = { stop(): Promise<void> | void }[];
/** What listens, from the API's port on. */
export const serverOrder = ['api', 'control', 'issuer', 'mail', 'door'] as const;
/** Those of them that clients and people's links reach; the others are tools of this machine, and stay with http. */
const secured: readonly string[] = ['api', 'issuer', 'door'];
const drainMs = 3000;

/**
 * Boots the deployment in `cdkOut` and resolves when it serves.
 *
 * @throws AdviceError saying what to type, Error naming what in the template is not known. What had started is stopped.
 */
export async function startRuntime(options: RuntimeOptions = {}): Promise<Runtime> {
  const stack: Stack = [];
  const stop = async () => {
    for (let part = stack.pop(); part; part = stack.pop()) await part.stop();
  };
  try {
    return await boot(options, stack, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function boot(options: RuntimeOptions, stack: Stack, stop: () => Promise<void>): Promise<Runtime> {
  const { port = 0, dataDir, cdkOut = 'cdk.out', localDir = '.local', quiet = false, inProcess = false } = options;
  const say = (line: string) => void (quiet || process.stdout.write(`${line}\n`));
  if (typeof cdkOut === 'string') judge(cdkOut);
  const state = openState(dataDir);
  stack.push({ stop: () => state.close() });
  const certificate = options.https ? await makeCertificate(localDir) : undefined;
  const [dynamoDB, storage, servers, assembly] = await startParts({ state, port, cdkOut, certificate }, stack);
  say('emulators started');
  const deployment = readDeployment(assembly, addressesOf(servers));
  storage.createResources(deployment);
  await createTables(deployment, dynamoDB.endpoint);
  const clock = startClock(state);
  const mailbox = openMailbox({ now: clock.now, kept: state.list('mails') });
  stack.push(clock, mailbox);
  const parts = { deployment, dynamoDB, storage, servers, clock, mailbox, state, authority: certificate?.authority };
  const invoker = await connect(parts, { localDir: resolve(localDir), inProcess, stack });
  say(`${deployment.resources.length} resources of the template served`);
  return {
    apiRoot: servers.api.address,
    controlRoot: servers.control.address,
    issuer: servers.issuer.address,
    mailRoot: servers.mail.address,
    door: servers.door.address,
    authorityFile: certificate?.authorityFile,
    dynamoDBEndpoint: dynamoDB.endpoint,
    operator: await bootstrap(deployment, invoker, clock.now()),
    signIn: signInClient(deployment),
    stop,
  };
}

const nowhere: Addresses = { api: 'http://api.invalid', door: 'http://door.invalid', issuer: 'http://issuer.invalid' };

/** Refuses what would not work on AWS, before the emulator starts for it in vain. One that is still being written is refused later. */
function judge(assembly: string): void {
  const deployment = readDeployment(assembly, nowhere);
  readCallers(deployment, readFunctions(deployment, { door: nowhere.door, mend: addressMender(deployment, nowhere) }));
}

/** Loaded only where it is wanted: it takes a moment. Whoever calls the runtime from this thread trusts it. */
async function makeCertificate(localDir: string): Promise<LocalCertificate> {
  const { localCertificate } = await import('./net/certificate.ts');
  const certificate = await localCertificate(join(localDir, 'https'));
  trust(certificate.authority);
  return certificate;
}

function signInClient({ outputs }: Deployment): SignInClient | undefined {
  const { SignInClientId: clientId, SignInRedirectUri: redirectUri } = outputs;
  return clientId === undefined || redirectUri === undefined ? undefined : { clientId, redirectUri };
}

const addressesOf = ({ api, door, issuer }: Servers): Addresses => ({
  api: api.address,
  door: door.address,
  issuer: issuer.address,
});

/** Starts what needs no template, all at once: the emulator takes seconds, and so does writing the template. */
async function startParts(
  options: {
    state: State;
    port: number;
    cdkOut: string | Promise<string>;
    certificate: LocalCertificate | undefined;
  },
  stack: Stack,
): Promise<[DynamoDB, Storage, Servers, string]> {
  const { state, port, cdkOut, certificate } = options;
  const starting = <Part extends { stop(): Promise<void> }>(part: Promise<Part>) =>
    part.then((started) => {
      stack.push(started);
      return started;
    });
  const started = await Promise.allSettled([
    starting(startDynamoDB(state.dynamoDB ? { dataDir: state.dynamoDB } : {})),
    starting(startStorage(state.storage ? { dataDir: state.storage } : {})),
    Promise.all(
      serverOrder.map(async (name, index) => {
        const shown = secured.includes(name) ? certificate : undefined;
        return [name, await starting(openServer(port === 0 ? 0 : port + index, shown))] as const;
      }),
    ),
    cdkOut,
  ]);
  const failed = started.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
  const [dynamoDB, storage, servers, assembly] = started as PromiseFulfilledResult<unknown>[];
  return [
    dynamoDB?.value as DynamoDB,
    storage?.value as Storage,
    Object.fromEntries(servers?.value as [string, LocalServer][]) as unknown as Servers,
    assembly?.value as string,
  ];
}

type Parts = {
  deployment: Deployment;
  dynamoDB: DynamoDB;
  storage: Storage;
  servers: Servers;
  clock: Clock;
  mailbox: Mailbox;
  state: State;
  authority: string | undefined;
};

async function connect(
  { deployment, dynamoDB, storage, servers, clock, mailbox, state, authority }: Parts,
  { localDir, inProcess, stack }: { localDir: string; inProcess: boolean; stack: Stack },
): Promise<Invoker> {
  const { now } = clock;
  const complain = (message: string) => void process.stderr.write(`local runtime: ${message}\n`);
  const activity = trackActivity(complain);
  const usage = countUsage(now);
  const lost = trackLost(deployment, { storage, state, now });
  const functions = readFunctions(deployment, {
    door: servers.door.address,
    mend: addressMender(deployment, addressesOf(servers)),
  });
  const openPool = (fn: LocalFunction) =>
    inProcess ? openInProcess(fn) : openWorkerPool(fn, { logFolder: join(localDir, 'logs'), authority });
  const invoker = createInvoker({ functions, openPool, activity, usage, lost, accepted: state.list('invocations') });
  const mappings = await startMappings(deployment, {
    endpoint: dynamoDB.endpoint,
    ...{ storage, invoker, activity, usage, clock, lost, state },
  });
  stack.push(mappings);
  const deliver = busDelivery({ deployment, storage, invoker, usage, lost });
  const cognito = await startIdentity(deployment, { server: servers.issuer, invoker, file: state.identity, now });
  openDoor(servers.door, {
    callers: readCallers(deployment, functions),
    services: {
      dynamodb: dynamoDBService({
        endpoint: dynamoDB.endpoint,
        tables: readTableKeys(deployment),
        usage,
        written: mappings.written,
      }),
      sqs: sqsService({ endpoint: storage.endpoint, usage }),
      s3: s3Service({ endpoint: storage.endpoint, usage, now, locked: lockedBuckets(deployment) }),
      events: jsonService(createEventBus(deployment, { now, deliver, usage, state })),
      ssm: jsonService(createParameters(deployment, { secretsFile: join(localDir, 'secrets.json') })),
      'cognito-idp': jsonService(cognito),
      lambda: lambdaService(invokeFromOutside(invoker)),
      ses: sesService({
        identities: deployment.ofType('AWS::SES::EmailIdentity').map(({ ref }) => ref.toLowerCase()),
        usage,
        send: mailbox.send,
      }),
    },
  });
  serveGateway(servers.api, deployment, { invoker, usage, now });
  serveMailboxPage(servers.mail, mailbox, programNameOf(deployment));
  const scheduler = startScheduler(deployment, { clock, invoker, activity, usage, state });
  serveControl(servers.control, { clock, scheduler, lost, usage, mailbox });
  if (authority !== undefined) {
    const ports = Object.values(servers).map((server) => server.port);
    serveProxy(servers.control, { hosts: hostsOfClients, port: servers.api.port, ports });
  }
  // Stopped in the opposite order: first what starts work, then, when it is done, what does it.
  stack.push(invoker, storage, mappings, { stop: () => drain(activity) }, servers.api, scheduler);
  invoker.resume();
  return invoker;
}

/** Takes events from the bus to their targets; one that cannot be delivered goes the way that its rule names. */
const busDelivery =
  (parts: { deployment: Deployment; storage: Storage; invoker: Invoker; usage: Usage; lost: Lost }) =>
  async ({ rule, targetArn, deadLetterArn, event }: BusDelivery): Promise<void> => {
    const { deployment, storage, invoker, usage, lost } = parts;
    const target = deployment.byArn(targetArn);
    if (target?.type === 'AWS::Lambda::Function') return invoker.enqueue(target.name, event);
    usage.count({ service: 'sqs', fn: 'event bus', action: 'SendMessage', units: { requests: 1 } });
    const body = JSON.stringify(event);
    try {
      storage.send(targetArn, body);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      const attributes = { RULE_ARN: rule, TARGET_ARN: targetArn, ERROR_MESSAGE: why };
      const copy = deadLetterArn === undefined ? undefined : { destination: deadLetterArn, body, attributes };
      await lost.giveUp({ what: 'bus', where: rule, why, record: event }, copy);
    }
  };

/** Lets what is under way come to its end, but nobody who stops the runtime wants to wait for long. */
async function drain(activity: Activity): Promise<void> {
  await Promise.race([activity.idle(), sleep(drainMs, undefined, { ref: false })]);
  activity.abandon();
}

/** Whoever owns the account, and runs the commands of infra/ on it. */
const operatorOfServices: Caller = { name: 'operator', policy: { decide: () => ({ allowed: true }) } };

function readCallers(deployment: Deployment, functions: ReadonlyMap<string, LocalFunction>): Map<string, Caller> {
  const policies = readPolicies(deployment);
  checkWiring(deployment, { functions, policies });
  const ofFunctions = [...functions.values()].map(({ name, roleArn }): [string, Caller] => {
    const policy = policies.get(roleArn);
    if (!policy) throw new Error(`the function ${name} has no role of the template: ${roleArn}`);
    return [name, { name, policy }];
  });
  return new Map([...ofFunctions, ['operator', operatorOfServices]]);
}

const invokeFromOutside = (invoker: Invoker) => async (name: string, event: unknown, how: 'wait' | 'queue') => {
  if (how === 'queue') {
    invoker.enqueue(name, event);
    return { payload: undefined };
  }
  const { payload, error } = await invoker.invoke(name, event);
  return error ? { payload, failed: error } : { payload };
};

async function bootstrap(deployment: Deployment, invoker: Invoker, at: Date): Promise<Operator | undefined> {
  const name = deployment.outputs.BootstrapFunctionName;
  if (name === undefined) return undefined;
  const { payload, error } = await invoker.invoke(name, { bootstrap: 'operator', at: at.toISOString() });
  if (error) throw new Error(`the bootstrap function failed: ${error.message}`);
  return payload as Operator;
}
