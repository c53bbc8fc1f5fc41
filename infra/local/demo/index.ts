import { relative } from 'node:path';
import { AdviceError } from '../state/advice.ts';
import { type Credentials, clientOf } from './client.ts';
import { untilIdle } from './control.ts';
import { clientsOf, readCredentials, writeCredentials } from './credentials.ts';
import { type EnrolledPartner, enrolCustomer, enrolPartner, type Login } from './enrol.ts';
import { loadCatalogue } from './offers.ts';
import { demoPartners, enrolledPartners, openCustomer } from './partners.ts';
import { runDemo } from './program.ts';
import type { SignInClient } from './sign-in.ts';
import { showTour } from './tour.ts';

/**
 * Loads the demo program into a running platform, over HTTP alone and through the doors that everybody uses: it is the
 * platform's first user, and shares no code with it.
 */

export interface ProgramOptions {
  readonly apiRoot: string;
  readonly controlRoot: string;
  /** Address of AWS's services; for commands of infra/. */
  readonly door?: string;
  /** Page of the mailbox; only shown. */
  readonly mailRoot?: string;
  readonly issuer: string;
  /** What callers must trust where the roots are https. */
  readonly authorityFile?: string | undefined;
  /** Where credentials.json and the invoices are written. */
  readonly localDir: string;
  readonly operator: Credentials;
  readonly signIn: SignInClient;
  /** Where a runtime keeps its state between runs; the secrets of its callers belong to it. */
  readonly keptDir?: string;
  /** Enrols the callers of credentials.json and stops there: no catalogue, no orders. */
  readonly empty: boolean;
  readonly log: (line: string) => void;
}

export async function loadProgram(options: ProgramOptions): Promise<void> {
  const { apiRoot, controlRoot, localDir, log, empty } = options;
  if (await isLoaded(options)) return;
  const startedAt = performance.now();
  const { partners, users } = await enrolEverybody(options);
  log(`enrolled ${partners.length} partners and a customer without a partner (${secondsSince(startedAt)})`);
  if (empty) return untilIdle(controlRoot);
  await loadCatalogue(options);
  const demo = { apiRoot, controlRoot, localDir, operator: clientOf(apiRoot, options.operator), partners, log };
  await runDemo(demo);
  await showTour({ ...demo, ...(options.mailRoot !== undefined && { mailRoot: options.mailRoot }), users });
  await untilIdle(controlRoot);
  log(`loaded the demo program in ${secondsSince(startedAt)}`);
}

const secondsSince = (startedAt: number): string => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;

async function enrolEverybody(options: ProgramOptions): Promise<{
  partners: readonly EnrolledPartner[];
  users: { customerAdmin: Login; customerUser: Login };
}> {
  const { apiRoot, localDir, keptDir, signIn, log } = options;
  const enrolment = { places: options, operator: clientOf(apiRoot, options.operator), signInClient: signIn };
  const plans = options.empty ? enrolledPartners : [...enrolledPartners, ...demoPartners];
  const [users, ...partners] = await Promise.all([
    enrolCustomer(enrolment),
    ...plans.map((plan) => enrolPartner(enrolment, plan)),
  ]);
  const clients = clientsOf(
    options.operator,
    partners.filter(({ plan }) => enrolledPartners.includes(plan)),
  );
  const file = { ...rootsOf(options), clients, users, signIn };
  if (keptDir !== undefined) writeCredentials(keptDir, file);
  log(`callers and their secrets: ${relative('.', writeCredentials(localDir, file))}`);
  return { partners, users };
}

const rootsOf = ({ apiRoot, controlRoot, door, issuer, authorityFile }: ProgramOptions) => ({
  apiRoot,
  controlRoot,
  issuer,
  ...(door !== undefined && { serviceRoot: door }),
  tokenEndpoint: `${apiRoot}/{tenantId}/oauth2/v2.0/token`,
  // Written over the one of an earlier start: undefined leaves none.
  authorityFile,
});

/**
 * A runtime that kept its state has the program already; its ports may have changed.
 * @throws Error when the state is there but nobody knows its secrets any more.
 */
async function isLoaded(options: ProgramOptions): Promise<boolean> {
  const { keptDir, localDir, signIn, log } = options;
  const operator = clientOf(options.apiRoot, options.operator);
  const answer = await operator.ask(`GET /v1/operator/partners/${enrolledPartners[0]!.tenantId}`);
  if (answer.status !== 200) return false;
  const kept = await readCredentials(keptDir ?? localDir);
  if (!kept)
    throw new AdviceError(
      `an earlier run was interrupted while it loaded the program, and nobody knows its secrets: remove ${keptDir ?? localDir} and start again`,
    );
  writeCredentials(localDir, { ...kept, ...rootsOf(options), signIn });
  const { userName, password } = kept.users.customerAdmin;
  log(`kept the program of an earlier run; ${openCustomer.companyName} signs in as ${userName} with ${password}`);
  return true;
}
