import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { GetParameterCommand, ParameterType, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import { readHistory, rotated, type SecretHistory, writeHistory } from '../shared/identity/rotation.ts';
import { type Instant, instant } from '../shared/kernel/time.ts';
import { projectRoot } from './bundles.ts';
import { installationName, readArguments } from './deploy/arguments.ts';
import { placeOf } from './deploy/place.ts';
import { secretParameters } from './settings.ts';

const USAGE = `npm run rotate -- link|session [--at-once] [-c name=…] [--profile …] [--region …] [--local [--at <ISO time>]]

  link        from which links in mails and their forms are derived
  session     which seals cookies and stored answers
  --at-once   the new secret counts alone, from now on; without it the old one is taken for a day more
  --local     the local runtime's, in .local/secrets.json; --at: its clock, where that was moved
`;

/** Where a secret is kept, and how a new history gets there. */
interface Home {
  read(): Promise<string>;
  write(value: string): Promise<void>;
}

/** `npm run rotate`: replaces one of the two secrets. Functions read the new one within minutes; nothing is restarted. */
export async function rotate(args: readonly string[], folder = join(projectRoot, '.local')): Promise<SecretHistory> {
  const typed = readArguments(args);
  const { values, positionals } = parseArgs({
    args: [...typed.rest],
    allowPositionals: true,
    options: {
      'at-once': { type: 'boolean', default: false },
      local: { type: 'boolean', default: false },
      at: { type: 'string' },
    },
  });
  const names = secretParameters({ name: await installationName(typed) });
  const [which = ''] = positionals;
  if (positionals.length !== 1 || !Object.hasOwn(names, which) || (values.at !== undefined && !values.local))
    throw new TypeError(USAGE);
  const name = names[which as keyof typeof names];
  const place = values.local
    ? localFile(join(folder, 'secrets.json'), name)
    : parameter(name, new SSMClient((await placeOf(typed)).clientConfig));
  const at: Instant = instant(values.at ?? Date.now());
  const secret = randomBytes(32).toString('base64url');
  const after = rotated(readHistory(await place.read()), secret, { at, isAtOnce: values['at-once'] });
  await place.write(writeHistory(after));
  return after;
}

function parameter(name: string, client: SSMClient): Home {
  return {
    async read() {
      const { Parameter } = await client.send(new GetParameterCommand({ Name: name, WithDecryption: true }));
      if (!Parameter?.Value) throw new Error(`${name} is empty: npm run deploy makes it`);
      return Parameter.Value;
    },
    async write(value) {
      const Type = ParameterType.SECURE_STRING;
      await client.send(new PutParameterCommand({ Name: name, Type, Value: value, Overwrite: true }));
    },
  };
}

function localFile(file: string, name: string): Home {
  const all = async () => JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
  return {
    async read() {
      const value = (await all().catch(() => undefined))?.[name];
      if (!value) throw new Error(`${file} has no ${name}: npm start makes it`);
      return value;
    },
    async write(value) {
      await writeFile(file, `${JSON.stringify({ ...(await all()), [name]: value }, undefined, 2)}\n`, { mode: 0o600 });
    },
  };
}

if (import.meta.main) {
  try {
    const [newest, before] = await rotate(process.argv.slice(2));
    process.stdout.write(
      before === undefined
        ? `replaced at once: it counts alone from ${newest!.from}\n`
        : `replaced: made with from ${newest!.from}; the one before is taken for a day after that\n`,
    );
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}
