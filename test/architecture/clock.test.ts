import { describe, expect, it } from 'vitest';
import { readSource, sourceFiles, withoutComments } from './imports.ts';

/** Calls that bring the outside in. Time, chance and settings enter with the trigger or at the edge, as data. */
const outside = [
  { name: 'Date.now()', pattern: /\bDate\.now\b/ },
  { name: 'new Date()', pattern: /\bnew Date\(\s*\)/ },
  { name: 'Math.random()', pattern: /\bMath\.random\b/ },
  { name: 'process.env', pattern: /\bprocess\.env\b/ },
  { name: 'performance.now()', pattern: /\bperformance\.now\b/ },
] as const;

/** Folders that are the outside. */
const edges = /^(infra|test|functions\/[^/]+\/lambda)\//;

/** Files inside that may do one of these, each with its reason. A new line here needs a reason as good. */
const allowed: readonly { readonly file: string; readonly name: string; readonly because: string }[] = [
  {
    file: 'shared/messaging/publisher-function.ts',
    name: 'process.env',
    because: 'it is a function of its own, and no context has a lambda/ folder for it',
  },
  {
    file: 'shared/identity/token.ts',
    name: 'Date.now()',
    because: 'a token ends by the clock of its issuer, whatever time the program is in',
  },
  {
    file: 'shared/http/call-log.ts',
    name: 'performance.now()',
    because: 'how long a call took is of the machine, whatever time the program is in',
  },
  {
    file: 'shared/observability/observability.ts',
    name: 'new Date()',
    because: 'a line of the log is dated by the machine, like all that the library writes',
  },
  {
    file: 'shared/observability/setting.ts',
    name: 'process.env',
    because: 'it hands lambda/ what the environment says, and only lambda/ asks it',
  },
  {
    file: 'shared/messaging/files.ts',
    name: 'process.env',
    because: 'credentials of a function are in its environment, as for the AWS SDK',
  },
  {
    file: 'shared/identity/json-service.ts',
    name: 'process.env',
    because: 'credentials of a function are in its environment, as for the AWS SDK',
  },
  {
    file: 'shared/identity/patiently.ts',
    name: 'Math.random()',
    because: 'how long somebody waits who was turned away is decided by lot, so that not all come back at once',
  },
  {
    file: 'shared/messaging/steps/envelope.ts',
    name: 'Date.now()',
    because: 'a delivery is a trigger: its own time is when it came',
  },
];

const findings = (file: string, code: string): string[] =>
  outside.filter(({ pattern }) => pattern.test(withoutComments(code))).map(({ name }) => `${file}: ${name}`);

describe('time, chance and settings come in as data', () => {
  it('nothing inside reads a clock, a die or the environment', () => {
    const found = sourceFiles()
      .filter((file) => !edges.test(file))
      .flatMap((file) => findings(file, readSource(file)));
    const excused = new Set(allowed.map(({ file, name }) => `${file}: ${name}`));
    expect(found.filter((finding) => !excused.has(finding))).toEqual([]);
  });

  it('no excuse outlives its reason', () => {
    const unused = allowed.filter(({ file, name }) => !findings(file, readSource(file)).includes(`${file}: ${name}`));
    expect(unused).toEqual([]);
  });

  it.each`
    code                               | found                   | because
    ${'const at = Date.now();'}        | ${['a: Date.now()']}    | ${'it reads the clock'}
    ${'const at = new Date();'}        | ${['a: new Date()']}    | ${'so does this'}
    ${'const at = new Date(instant);'} | ${[]}                   | ${'it only reads what it is given'}
    ${'const n = Math.random();'}      | ${['a: Math.random()']} | ${'it cannot be replayed'}
    ${'const t = process.env.TABLE;'}  | ${['a: process.env']}   | ${'settings are handed in'}
    ${'// Date.now() is not for us'}   | ${[]}                   | ${'a comment does nothing'}
  `('$code: $because', ({ code, found }) => {
    expect(findings('a', code)).toEqual(found);
  });
});

describe('money is exact', () => {
  const floating = /\b(parseFloat|toFixed|Math\.round)\b/;
  const isMoneyCode = (file: string): boolean =>
    /^(functions\/(billing|commerce)\/(domain|operations)|shared\/kernel)\//.test(file);

  it('no rule of commerce or billing computes in floating point', () => {
    const found = sourceFiles()
      .filter(isMoneyCode)
      .filter((file) => floating.test(withoutComments(readSource(file)).replace(/\b\w+\.toFixed\(/g, '')));
    expect(found).toEqual([]);
  });
});
