import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { lastLine, type Outcome, outcomeOf, UNREPORTED } from './support/last-line.ts';

/**
 * `npm test`: everything that must hold before a change lands, the cheap checks first. Stops at the first failure, says
 * which command repeats it, and ends with one plain line that counts tests, also when it fails.
 */
const report = resolve(import.meta.dirname, '.artifacts/vitest.json');
const steps: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'bundles', command: ['node', 'infra/bundle.ts'] },
  { name: 'tests', command: ['vitest', 'run', ...process.argv.slice(2)] },
];
/** Vitest tells its result to a file beside what it shows. */
const REPORTERS = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];

const run = (command: readonly string[]): Promise<number> =>
  new Promise((settle, reject) => {
    const child = spawn(command[0]!, command.slice(1), { stdio: 'inherit', shell: process.platform === 'win32' });
    child.on('error', reject);
    child.on('exit', (code) => settle(code ?? 1));
  });

function reported(code: number): Outcome {
  try {
    return outcomeOf(JSON.parse(readFileSync(report, 'utf8')), code);
  } catch {
    return UNREPORTED;
  }
}

mkdirSync(resolve(report, '..'), { recursive: true });
rmSync(report, { force: true });
let outcome: Outcome = UNREPORTED;
for (const { name, command } of steps) {
  const isTests = command[0] === 'vitest';
  process.stdout.write(`\n— ${name}: ${command.join(' ')}\n`);
  const startedAt = performance.now();
  const code = await run(isTests ? [...command, ...REPORTERS] : command);
  process.stdout.write(
    `— ${name}: ${code === 0 ? 'ok' : 'failed'} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`,
  );
  if (isTests) outcome = reported(code);
  if (code === 0) continue;
  process.stdout.write(`Repeat it alone with: npx ${command.join(' ')}\n`);
  process.exitCode = code;
  break;
}
if (outcome.failed > 0) process.exitCode ||= 1;
process.stdout.write(`\n${lastLine(outcome)}\n`);
