/** The control server: the runtime's own interface for scripts and tests. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Lost } from '../lost/lost.ts';
import { BodyTooLargeError, readBody } from '../net/backend.ts';
import { type LocalServer, sendJson } from '../net/server.ts';
import type { Clock } from '../time/clock.ts';
import { type Scheduler, STEP_DAYS, type Step } from '../time/scheduler.ts';
import type { Usage } from './usage.ts';

type Mailbox = { list(to?: string): readonly unknown[] };
type Options = { clock: Clock; scheduler: Scheduler; lost: Pick<Lost, 'list'>; usage: Usage; mailbox: Mailbox };
type Operation = (call: { url: URL; body: unknown; options: Options }) => Promise<{ status?: number; answer: unknown }>;

const bodyBytesMax = 64 * 1024;

const operations: Readonly<Record<string, Operation>> = {
  'GET /clock': async ({ options }) => ({ answer: { now: options.clock.now().toISOString() } }),
  'POST /clock': async ({ body, options }) => moveClock(body, options),
  'GET /mail': async ({ url, options }) => ({ answer: options.mailbox.list(url.searchParams.get('to') ?? undefined) }),
  'GET /usage': async ({ options }) => ({ answer: options.usage.report() }),
  'POST /usage/reset': async ({ options }) => {
    options.usage.reset();
    return { answer: { since: options.usage.report().since } };
  },
  'GET /idle': async ({ options }) => {
    await options.scheduler.settle();
    return { answer: { idle: true, now: options.clock.now().toISOString(), lost: await briefly(options) } };
  },
  'GET /lost': async ({ options }) => ({ answer: await options.lost.list() }),
};

export function serveControl(server: LocalServer, options: Options): void {
  server.handle(async (request, response) => {
    const url = new URL(request.url ?? '/', server.address);
    const operation = operations[`${request.method} ${url.pathname}`];
    if (!operation) return sendJson(response, 404, { message: `There are: ${Object.keys(operations).join(', ')}` });
    const body = await readJson(request, response);
    if (body === invalid) return;
    await answerPatiently(response, operation({ url, body, options }));
  });
}

/**
 * Answers when the work is done. Clients give up when nothing comes for minutes, and a moved year may take that long: then
 * blanks go ahead, which JSON allows.
 */
export async function answerPatiently(
  response: ServerResponse,
  work: Promise<{ status?: number; answer: unknown }>,
  blankEveryMs = 30_000,
): Promise<void> {
  const timer = setInterval(() => {
    if (!response.headersSent) response.writeHead(200, { 'content-type': 'application/json' });
    response.write(' ');
  }, blankEveryMs);
  try {
    const { status = 200, answer } = await work;
    if (response.headersSent) response.end(JSON.stringify(answer));
    else sendJson(response, status, answer);
  } finally {
    clearInterval(timer);
  }
}

/** What is lost, without the records themselves: whoever waits must see it, and not everything that is in it. */
const briefly = async ({ lost }: Options) => (await lost.list()).map(({ record: _record, ...shown }) => shown);

async function moveClock(body: unknown, options: Options) {
  const { clock, scheduler } = options;
  const { to, step } = (body ?? {}) as { to?: unknown; step?: unknown };
  const time = new Date(typeof to === 'string' ? to : Number.NaN);
  if (Number.isNaN(time.getTime()))
    return { status: 400, answer: { message: '"to" is an ISO 8601 time, such as 2027-01-01T00:00:00Z' } };
  if (!isStep(step)) return { status: 400, answer: { message: '"step" is "day", "week", "month" or absent' } };
  if (time < clock.now())
    return { status: 400, answer: { message: `the clock moves forward only; it is ${clock.now().toISOString()}` } };
  const ran = await scheduler.advance(time, step);
  return { answer: { now: clock.now().toISOString(), ran, lost: await briefly(options) } };
}

const isStep = (step: unknown): step is Step | undefined =>
  step === undefined || (typeof step === 'string' && Object.hasOwn(STEP_DAYS, step));

const invalid = Symbol('invalid body');

async function readJson(request: IncomingMessage, response: ServerResponse): Promise<unknown> {
  try {
    const text = (await readBody(request, bodyBytesMax)).toString();
    return text ? JSON.parse(text) : undefined;
  } catch (error) {
    const message = error instanceof BodyTooLargeError ? 'the body is too long' : 'the body is not JSON';
    response.setHeader('connection', 'close');
    sendJson(response, 400, { message });
    return invalid;
  }
}
