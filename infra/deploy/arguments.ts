import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from '../bundles.ts';
import { switchNames } from '../settings.ts';

/** Values of switches as they are typed; an empty one takes a switch back to its default. */
export type Switches = Readonly<Record<string, string>>;

/** What stands behind `npm run deploy --`. */
export interface Arguments {
  /** `-c name=value`. */
  readonly context: Switches;
  readonly profile?: string;
  readonly region?: string;
  /** Everything else: for the CLI. */
  readonly rest: readonly string[];
}

const SPELLINGS: Readonly<Record<string, 'context' | 'profile' | 'region'>> = {
  '-c': 'context',
  '--context': 'context',
  '--profile': 'profile',
  '--region': 'region',
};

/** Reads arguments as the CLI does: `-c a=b`, `-c=a=b`, `--context a=b` and `--context=a=b`. @throws TypeError */
export function readArguments(args: readonly string[]): Arguments {
  const context: Record<string, string> = {};
  const place: { profile?: string; region?: string } = {};
  const rest: string[] = [];
  const left = [...args];
  for (let arg = left.shift(); arg !== undefined; arg = left.shift()) {
    const [, spelling = '', joined] = /^(-c|--[a-z]+)(?:=(.*))?$/s.exec(arg) ?? [];
    const meaning = SPELLINGS[spelling];
    if (meaning === undefined) {
      rest.push(arg);
      continue;
    }
    const value = joined ?? left.shift();
    if (!value) throw new TypeError(`${spelling} is cut off: a value follows it`);
    if (meaning !== 'context') {
      place[meaning] = value;
      continue;
    }
    const [, key, text] = /^([^=]+)=(.*)$/s.exec(value) ?? [];
    if (key === undefined || text === undefined)
      throw new TypeError(`-c ${value} says nothing: write -c ${value}=<value>`);
    context[key] = text;
  }
  return { context, ...place, rest };
}

/** The name that the stacks have: `-c name=…`, else that of cdk.json, else the default. */
export async function installationName({ context }: Pick<Arguments, 'context'>): Promise<string> {
  return context.name || (await contextOfFile()).name || 'open-csp';
}

/** Switches of cdk.json, as they would be typed. */
export async function contextOfFile(): Promise<Switches> {
  const { context = {} } = JSON.parse(await readFile(join(projectRoot, 'cdk.json'), 'utf8')) as {
    context?: Record<string, unknown>;
  };
  const known = new Set(switchNames());
  return Object.fromEntries(
    Object.entries(context)
      .filter(([name]) => known.has(name))
      .map(([name, value]) => [name, String(value)]),
  );
}
