/**
 * `npm run ask -- [METHOD] PATH [--as CLIENT] [--body JSON]`: one call to the running platform, as a client of
 * `.local/credentials.json`, and its answer. `npm run ask -- clock 2027-03-01` moves the clock there first.
 */
import { parseArgs } from 'node:util';
import { clientOf, RefusedError } from './client.ts';
import { moveClock } from './control.ts';
import { readCredentials } from './credentials.ts';

const usage = `npm run ask -- [METHOD] PATH [--as CLIENT] [--body JSON]   e.g. npm run ask -- /v1/customers
npm run ask -- clock 2027-03-01                              live through the time until then`;

async function ask(): Promise<string> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { as: { type: 'string', default: 'adminAgent' }, body: { type: 'string' } },
  });
  const [first, second] = positionals;
  if (first === undefined) return usage;
  const credentials = await readCredentials('.local');
  if (!credentials) return 'There is no .local/credentials.json: run npm start first, and leave it running.';
  if (first === 'clock') return shown(await moveClock(credentials.controlRoot, toInstant(second)));
  const client = credentials.clients[values.as];
  if (!client) return `There is no client ${values.as}; there are ${Object.keys(credentials.clients).join(', ')}.`;
  const call = second === undefined ? `GET ${first}` : `${first.toUpperCase()} ${second}`;
  const answer = await clientOf(credentials.apiRoot, client).ask(call, {
    ...(values.body !== undefined && { body: JSON.parse(values.body) }),
  });
  return `${answer.status}\n${answer.json === undefined ? answer.text : shown(answer.json)}`;
}

const shown = (value: unknown): string => JSON.stringify(value, undefined, 2);

/** A day means its first instant. */
function toInstant(text: string | undefined): string {
  const at = new Date(text ?? '');
  if (Number.isNaN(at.getTime())) throw new TypeError(`say when to: npm run ask -- clock 2027-03-01, not ${text}`);
  return at.toISOString();
}

try {
  process.stdout.write(`${await ask()}\n`);
} catch (error) {
  const isUnreachable = error instanceof TypeError && error.message === 'fetch failed';
  const isAdvice = error instanceof RefusedError || error instanceof TypeError || error instanceof SyntaxError;
  if (!isAdvice) throw error;
  process.stderr.write(`${isUnreachable ? 'Nobody answers: is npm start still running?' : error.message}\n`);
  process.exit(1);
}
