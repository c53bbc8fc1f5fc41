/**
 * `npm run recover`: takes back what was given up, once its cause is mended. Nothing is deleted before it has arrived, and
 * consumers know what they have seen: it may be repeated, and interrupted at any point.
 */
import { parseArgs } from 'node:util';
import { installationName, readArguments } from '../deploy/arguments.ts';
import { placeOf } from '../deploy/place.ts';
import { readCredentials } from '../local/demo/credentials.ts';
import { replayArchive } from './archive.ts';
import { recoverEvents } from './events.ts';
import { jobNames, rerunJob } from './job.ts';
import { recoverQueues } from './queues.ts';
import { clientsFor, type Recovered, type Recovery } from './recovery.ts';

const USAGE = `npm run recover                                    shows what was given up and waits, touching nothing
npm run recover -- events                          publishes again what could not be published
npm run recover -- queue [billing-events]          gives messages that were put aside back to their queue or function
npm run recover -- archive --from TIME --to TIME   hands all events of a span to every consumer again
npm run recover -- job NAME [--at TIME]            runs a job

  -c name=…                    another installation
  --profile NAME --region NAME another account or region than the environment says
  --local                      a running npm start instead of AWS; its clock may have been moved: --now TIME
  jobs: ${jobNames().join(' ')}
`;

/** What was asked for. Times are instants. */
export type Asked =
  | { readonly kind: 'list' | 'events' }
  | { readonly kind: 'queue'; readonly queue?: string }
  | { readonly kind: 'archive'; readonly from: Date; readonly to: Date }
  | { readonly kind: 'job'; readonly job: string; readonly at?: Date };

interface Typed {
  readonly asked: Asked;
  readonly isLocal: boolean;
  readonly now: Date;
  readonly rest: ReturnType<typeof readArguments>;
}

/** @throws TypeError with the usage, for what is none of it. */
export function readRecovery(args: readonly string[], clock: () => Date = () => new Date()): Typed {
  const rest = readArguments(args);
  const { values, positionals } = parsed(rest.rest);
  const now = values.now === undefined ? clock() : time(values.now);
  const { from, to, at } = values;
  const [kind = 'list', name, ...more] = positionals;
  const typed = { isLocal: values.local, now, rest };
  const isPlain = from === undefined && to === undefined && more.length === 0;
  if (isPlain && at === undefined) {
    if (kind === 'list' || (kind === 'events' && name === undefined)) return { ...typed, asked: { kind } };
    if (kind === 'queue') return { ...typed, asked: { kind, ...(name !== undefined && { queue: name }) } };
  }
  if (isPlain && kind === 'job' && name !== undefined)
    return { ...typed, asked: { kind, job: name, ...(at !== undefined && { at: time(at) }) } };
  if (kind === 'archive' && name === undefined && at === undefined && from !== undefined && to !== undefined)
    return { ...typed, asked: { kind, from: time(from), to: time(to) } };
  throw new TypeError(USAGE);
}

function parsed(args: readonly string[]) {
  try {
    const text = { type: 'string' } as const;
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { local: { type: 'boolean', default: false }, from: text, to: text, at: text, now: text },
    });
  } catch (error) {
    throw new TypeError(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

function time(text: string): Date {
  const at = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) || Number.isNaN(at.getTime()))
    throw new TypeError(`${text} is no time: write 2027-01-31T13:00:00Z`);
  return at;
}

/** Does what was asked for. */
export async function recover(recovery: Recovery, asked: Asked, now: Date): Promise<Recovered> {
  switch (asked.kind) {
    case 'list':
      return waiting({ ...recovery, isList: true });
    case 'events':
      return recoverEvents(recovery);
    case 'queue':
      return recoverQueues(recovery, asked.queue);
    case 'archive':
      await replayArchive(recovery, asked, { now });
      return { takenBack: 0, left: 0 };
    case 'job':
      await rerunJob(recovery, asked.job, asked.at ?? now);
      return { takenBack: 0, left: 0 };
  }
}

async function waiting(recovery: Recovery): Promise<Recovered> {
  const [events, queues] = [await recoverEvents(recovery), await recoverQueues(recovery)];
  if (events.left > 0) recovery.log(`${events.left} unpublished: npm run recover -- events`);
  if (queues.left > 0) recovery.log(`${queues.left} put aside: npm run recover -- queue`);
  return { takenBack: 0, left: events.left + queues.left };
}

async function main(args: readonly string[]): Promise<void> {
  if (args.includes('--help')) return void process.stdout.write(USAGE);
  const { asked, isLocal, now, rest } = readRecovery(args);
  const services = isLocal ? { endpoint: await localServices() } : (await placeOf(rest)).clientConfig;
  const log = (line: string): void => void process.stdout.write(`${line}\n`);
  const name = await installationName(rest);
  const { takenBack, left } = await recover({ name, clients: clientsFor(services), log }, asked, now);
  if (asked.kind === 'list') log(`${left} waiting`);
  if (asked.kind === 'events' || asked.kind === 'queue') log(`${takenBack} taken back, ${left} left`);
  if (left > 0 && asked.kind !== 'list') process.exitCode = 1;
}

async function localServices(): Promise<string> {
  const credentials = await readCredentials('.local');
  if (credentials?.serviceRoot === undefined)
    throw new Error('no runtime has written .local/credentials.json here: run npm start first, and leave it running');
  return credentials.serviceRoot;
}

if (import.meta.main) {
  try {
    await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
