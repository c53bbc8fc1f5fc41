import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { lastLine, type Outcome, outcomeOf, UNREPORTED } from './support/last-line.ts';

/**
 * `npm test`: everything that must hold before a change lands, the cheap checks first and side by side. Stops at the first
 * failure, says which command repeats it, and ends with one plain line that counts tests, also when it fails.
 */
interface Step {
  readonly name: string;
  readonly command: readonly string[];
}
const artifacts = resolve(import.meta.dirname, '.artifacts');
const report = resolve(artifacts, 'vitest.json');
const checks: readonly Step[] = [
  // One checker: several find the same types once each, and there is other work for the other core.
  { name: 'types', command: ['tsc', '--noEmit', '--checkers', '1'] },
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'bundles', command: ['node', 'infra/bundle.ts'] },
];
const tests: Step = { name: 'tests', command: ['vitest', 'run', ...process.argv.slice(2)] };
/** Vitest tells its result to a file beside what it shows. */
const REPORTERS = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];

/** Programs and functions that tests start compile the same modules again and again. It holds those of one run. */
const compiled = resolve(artifacts, 'compiled');
/** Tests in memory make much that lasts a moment: with the small space that Node has for it, an eighth of their time goes into clearing. */
const ROOM = '--max-semi-space-size=64';
const env = {
  ...process.env,
  NODE_COMPILE_CACHE: compiled,
  NODE_OPTIONS: [process.env.NODE_OPTIONS, ROOM].filter(Boolean).join(' '),
};

const say = (text: string): void => void process.stdout.write(text);

/** Runs a step and answers its exit code. What it says is shown as it comes, or with `isKept` in one piece at its end. */
function run({ name, command }: Step, { more = [], isKept = false }: { more?: readonly string[]; isKept?: boolean }) {
  const begin = `\n— ${name}: ${command.join(' ')}\n`;
  const startedAt = performance.now();
  const kept: Buffer[] = [];
  if (!isKept) say(begin);
  return new Promise<number>((settle, reject) => {
    const stdio = isKept ? (['ignore', 'pipe', 'pipe'] as const) : 'inherit';
    const args = [...command.slice(1), ...more];
    const child = spawn(command[0]!, args, { stdio: stdio as 'inherit', shell: process.platform === 'win32', env });
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => kept.push(chunk));
    child.on('error', reject);
    child.on('close', (code) => {
      if (isKept) say(begin + Buffer.concat(kept).toString());
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      say(`— ${name}: ${code === 0 ? 'ok' : 'failed'} in ${seconds} s\n`);
      if (code !== 0) say(`Repeat it alone with: npx ${command.join(' ')}\n`);
      settle(code ?? 1);
    });
  });
}

function reported(code: number): Outcome {
  try {
    return outcomeOf(JSON.parse(readFileSync(report, 'utf8')), code);
  } catch {
    return UNREPORTED;
  }
}

mkdirSync(artifacts, { recursive: true });
rmSync(report, { force: true });
rmSync(compiled, { recursive: true, force: true });
let outcome: Outcome = UNREPORTED;
const failed = (await Promise.all(checks.map((step) => run(step, { isKept: true })))).find((code) => code !== 0);
process.exitCode = failed ?? 0;
if (failed === undefined) {
  const code = await run(tests, { more: REPORTERS });
  outcome = reported(code);
  process.exitCode = code;
}
if (outcome.failed > 0) process.exitCode ||= 1;
say(`\n${lastLine(outcome)}\n`);
