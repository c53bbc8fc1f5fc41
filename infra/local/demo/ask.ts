/**
 * `npm run ask`: one call to the running platform, as a caller of `.local/credentials.json`. The answer's status goes to
 * standard error and its body to standard output, so that it can be piped; a refusal ends with code 1.
 */
import { isUtf8 } from 'node:buffer';
import { readFileSync, writeFileSync } from 'node:fs';
import { STATUS_CODES } from 'node:http';
import { parseArgs } from 'node:util';
import { AdviceError } from '../state/advice.ts';
import { type Answer, type Client, clientOf, RefusedError } from './client.ts';
import { tellOfTime } from './clock-summary.ts';
import { LostError } from './control.ts';
import { type CredentialsFile, readCredentials } from './credentials.ts';
import { signIn } from './sign-in.ts';

const usage = `npm run ask -- [METHOD] PATH [options]   one call to the running npm start; the path with or without its first slash
  -X METHOD            GET, or POST where there is a body
  -d, --body JSON      the body; @FILE reads it from a file
  -H 'NAME: VALUE'     a header, such as If-Match; may be repeated
  -o FILE              writes the answer's body to a file, as it came
  --as NAME            a caller of .local/credentials.json, default adminAgent; an unknown name shows which there are
npm run -s ask -- token [--as NAME]      the caller's token alone, for an hour and any other client
npm run ask -- clock 2027-03-01          lives through the time until then, and says what happened

npm run ask -- /v1/customers
npm run ask -- /v1/invoices/D…/documents/statement -o invoice.pdf
npm run ask -- /v1/customers/ID/users -d @user.json --as adminAgent`;

const options = {
  as: { type: 'string', default: 'adminAgent' },
  method: { type: 'string', short: 'X' },
  body: { type: 'string', short: 'd' },
  header: { type: 'string', short: 'H', multiple: true, default: [] as string[] },
  output: { type: 'string', short: 'o' },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

const print = (text: string): void => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`);

async function ask(): Promise<void> {
  const { values, positionals } = readArguments();
  const [first, second] = positionals;
  if (first === undefined || values.help) return print(usage);
  const credentials = await readCredentials('.local');
  if (!credentials)
    throw new AdviceError('there is no .local/credentials.json: run npm start first, and leave it running');
  if (first === 'clock') return print(await tellOfTime(credentials, toInstant(second)));
  const caller = await callerOf(credentials, values.as);
  if (first === 'token') return print(await caller.token());
  const path = second ?? first;
  const method =
    values.method ?? (second === undefined ? undefined : first) ?? (values.body === undefined ? 'GET' : 'POST');
  const answer = await caller.ask(`${method.toUpperCase()} ${pathOf(path, credentials.apiRoot)}`, {
    ...(values.body !== undefined && { body: readBody(values.body) }),
    headers: Object.fromEntries(values.header.map(readHeader)),
  });
  show(answer, values.output);
}

function readArguments() {
  try {
    const read = parseArgs({ allowPositionals: true, options });
    if (read.positionals.length <= 2) return read;
    throw new TypeError(`one path is asked for, not ${read.positionals.join(' ')}`);
  } catch (error) {
    throw new AdviceError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

/** A path, or a whole address of the API as a link in an answer or a mail shows it. */
function pathOf(text: string, apiRoot: string): string {
  const path = text.startsWith(apiRoot) ? text.slice(apiRoot.length) : text;
  return path.startsWith('/') ? path : `/${path}`;
}

/** Applications call with their secret; people sign in with their password first, as in a browser. */
async function callerOf(credentials: CredentialsFile, name: string): Promise<Client> {
  const { clients, users, apiRoot } = credentials;
  if (Object.hasOwn(clients, name)) return clientOf(apiRoot, clients[name]!);
  if (Object.hasOwn(users, name)) return signIn(credentials, credentials.signIn, users[name as keyof typeof users]);
  const names = [...Object.keys(clients), ...Object.keys(users)];
  throw new AdviceError(`there is no caller ${name} in .local/credentials.json; there are ${names.join(', ')}`);
}

function readBody(text: string): unknown {
  const json = text.startsWith('@') ? readFileSync(text.slice(1), 'utf8') : text;
  try {
    return JSON.parse(json);
  } catch (error) {
    throw new AdviceError(
      `the body is no JSON (${error instanceof Error ? error.message : String(error)}): ${json.slice(0, 200)}`,
    );
  }
}

function readHeader(line: string): [string, string] {
  const [, name, value] = /^([\w-]+):\s*(.*)$/.exec(line) ?? [];
  if (name === undefined || value === undefined)
    throw new AdviceError(`a header is NAME: VALUE, such as 'If-Match: "…"', not ${line}`);
  return [name, value];
}

function show(answer: Answer, file: string | undefined): void {
  const { status, bytes, json, text } = answer;
  process.stderr.write(`${status} ${STATUS_CODES[status] ?? ''}\n`);
  if (status >= 400) process.exitCode = 1;
  if (file !== undefined && status < 400) {
    writeFileSync(file, bytes);
    process.stderr.write(`${bytes.length} bytes written to ${file}\n`);
  } else if (json !== undefined) print(JSON.stringify(json, undefined, 2));
  else if (isBinary(bytes) && process.stdout.isTTY)
    process.stderr.write(`${bytes.length} bytes that are no text: -o FILE writes them to a file\n`);
  else if (isBinary(bytes)) process.stdout.write(bytes);
  else if (text !== '') print(text);
}

const isBinary = (bytes: Uint8Array): boolean => bytes.includes(0) || !isUtf8(bytes);

/** A day means its first instant. */
function toInstant(text: string | undefined): string {
  const at = new Date(text ?? '');
  if (Number.isNaN(at.getTime()))
    throw new AdviceError(`say when to: npm run ask -- clock 2027-03-01${text === undefined ? '' : `, not ${text}`}`);
  return at.toISOString();
}

try {
  await ask();
} catch (error) {
  const isUnreachable = error instanceof TypeError && error.message === 'fetch failed';
  const code = error instanceof Error ? (error as NodeJS.ErrnoException).code : undefined;
  const isKnown = [RefusedError, LostError, AdviceError].some((kind) => error instanceof kind);
  const isAdvice = isKnown || code === 'ENOENT' || code === 'EISDIR' || code === 'EACCES';
  if (!isAdvice && !isUnreachable) throw error;
  process.stderr.write(`${isUnreachable ? 'Nobody answers: is npm start still running?' : (error as Error).message}\n`);
  process.exitCode = 1;
}
