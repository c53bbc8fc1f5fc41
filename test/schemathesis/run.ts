/**
 * `node_modules/.bin/node test/schemathesis/run.ts --schemathesis COMMAND [--port N] [--examples N] [--seed N]`
 *
 * Starts an empty program and holds the running API against its own `/openapi.json` with Schemathesis: as the operator, as
 * a partner's admin, and as one that has a customer. Ends with how many cases were tried and how many were not as the
 * document says. It is run by hand: Schemathesis is a program of its own (`pip install schemathesis`), and a run takes
 * minutes.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { projectRoot } from '../../infra/bundles.ts';
import { type Client, clientOf, requestToken } from '../../infra/local/demo/client.ts';
import { type CredentialsFile, readCredentials } from '../../infra/local/demo/credentials.ts';

const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'response_headers_conformance',
];
/** A direct partner's user of both roles, so that what one of them may not do is tried as well. */
const PARTNER = 'otherPartnerAdmin';
/** A run with fewer says little: the document has more than a hundred operations. */
const CASES_MIN = 3000;

const { values: options } = parseArgs({
  options: {
    schemathesis: { type: 'string', default: 'schemathesis' },
    port: { type: 'string', default: '4660' },
    examples: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
  },
});

interface Outcome {
  readonly name: string;
  readonly cases: number;
  readonly failures: number;
}

async function startProgram(): Promise<ChildProcess> {
  const program = spawn(process.execPath, ['infra/local/main.ts', '--empty', '--port', options.port], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of createInterface({ input: program.stdout! })) {
    process.stdout.write(`${line}\n`);
    if (line.startsWith('ready ')) {
      program.stdout!.resume();
      return program;
    }
  }
  throw new Error('the program did not start');
}

/** A customer of the admin agent: without one, most of its calls end at the check of the relationship. */
async function createCustomer(agent: Client): Promise<string> {
  const contact = { firstName: 'Bob', lastName: 'Fischer' };
  const address = { city: 'Redmond', state: 'WA', postalCode: '98052', addressLine1: 'One Main Street', country: 'US' };
  const customer = await agent.send<{ id: string }>('POST /v1/customers', {
    body: {
      companyProfile: { domain: 'probed.onprogram.example' },
      billingProfile: {
        ...contact,
        companyName: 'Probed',
        email: 'bob@probed.example',
        culture: 'en-US',
        language: 'en',
        defaultAddress: { ...contact, ...address, phoneNumber: '4255550100' },
      },
    },
  });
  return customer.id;
}

interface Probe {
  readonly name: string;
  readonly client: string;
  /** Value of every path's `customerId`. */
  readonly customerId?: string;
}

async function probe({ name, client, customerId }: Probe, credentials: CredentialsFile): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'schemathesis-'));
  const { tenantId, clientId, clientSecret } = credentials.clients[client]!;
  const token = await requestToken(credentials.apiRoot, tenantId, {
    grant_type: 'client_credentials',
    client_id: clientId,
    client_secret: clientSecret,
    scope: `${credentials.apiRoot}/.default`,
  });
  const config = join(folder, 'schemathesis.toml');
  const parameters = customerId === undefined ? '' : `[parameters]\n"path.customerId" = "${customerId}"\n`;
  await writeFile(config, `[auth.openapi.bearer]\nbearer = "${token}"\n${parameters}`);
  const report = join(folder, 'report.json');
  const args = [
    ...['--config-file', config, 'run', `${credentials.apiRoot}/openapi.json`],
    ...['--checks', CHECKS.join(','), '--phases', 'examples,coverage,fuzzing', '--continue-on-failure', '--no-shrink'],
    ...['--max-examples', options.examples, '--seed', options.seed, '--generation-database', 'none'],
    ...[
      '--max-redirects',
      '0',
      '--request-timeout',
      '60',
      '--warnings',
      'off',
      '--no-color',
      '--report',
      'json',
      '--report-json-path',
      report,
    ],
  ];
  process.stdout.write(`\n--- as ${name}; ${folder}\n`);
  await once(spawn(options.schemathesis, args, { cwd: folder, stdio: ['ignore', 'inherit', 'inherit'] }), 'exit');
  const { cases, failures } = countsOf(JSON.parse(await readFile(report, 'utf8')));
  return { name, cases, failures };
}

interface Report {
  readonly complete: boolean;
  readonly test_cases: {
    readonly generated: number;
    readonly unique_failures: number;
    readonly errored: number;
  };
  readonly errors: readonly unknown[];
}

/** What ended early, or could not be tried, is a failure too. */
const countsOf = ({ complete, test_cases, errors }: Report) => ({
  cases: test_cases.generated,
  failures: test_cases.unique_failures + Math.max(test_cases.errored, errors.length) + (complete ? 0 : 1),
});

const program = await startProgram();
const outcomes: Outcome[] = [];
try {
  const credentials = (await readCredentials(join(projectRoot, '.local')))!;
  const customerId = await createCustomer(clientOf(credentials.apiRoot, credentials.clients[PARTNER]!));
  const probes: readonly Probe[] = [
    { name: 'operator', client: 'operator' },
    { name: 'admin agent and global admin', client: PARTNER },
    { name: 'admin agent and global admin, of a customer', client: PARTNER, customerId },
  ];
  for (const each of probes) outcomes.push(await probe(each, credentials));
} finally {
  program.kill('SIGINT');
  await once(program, 'exit');
}
for (const { name, cases, failures } of outcomes)
  process.stdout.write(`${name}: ${cases} cases, ${failures} not as the document says\n`);
const isGood = outcomes.every(({ cases, failures }) => cases >= CASES_MIN && failures === 0);
process.exitCode = isGood ? 0 : 1;
