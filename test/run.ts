import { spawn } from 'node:child_process';

/**
 * `npm test`: everything that must hold before a change lands, the cheap checks first. Stops at the first failure and
 * says which command repeats it.
 */
const steps: readonly { readonly name: string; readonly command: readonly string[] }[] = [
  { name: 'types', command: ['tsc', '--noEmit'] },
  { name: 'lint and format', command: ['biome', 'check', '--error-on-warnings', '.'] },
  { name: 'bundles', command: ['node', 'infra/bundle.ts'] },
  { name: 'tests', command: ['vitest', 'run', ...process.argv.slice(2)] },
];

const run = (command: readonly string[]): Promise<number> =>
  new Promise((resolve, reject) => {
    const child = spawn(command[0]!, command.slice(1), { stdio: 'inherit', shell: process.platform === 'win32' });
    child.on('error', reject);
    child.on('exit', (code) => resolve(code ?? 1));
  });

for (const { name, command } of steps) {
  process.stdout.write(`\n— ${name}: ${command.join(' ')}\n`);
  const startedAt = performance.now();
  const code = await run(command);
  process.stdout.write(
    `— ${name}: ${code === 0 ? 'ok' : 'failed'} in ${((performance.now() - startedAt) / 1000).toFixed(1)} s\n`,
  );
  if (code !== 0) {
    process.stdout.write(`Repeat it alone with: npx ${command.join(' ')}\n`);
    process.exit(code);
  }
}
