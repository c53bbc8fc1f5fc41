/** Builds what the runtime runs, by the project's own commands: bundles first, then the cloud assembly. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { AdviceError } from './state/advice.ts';

export const projectRoot = join(import.meta.dirname, '..', '..');

export type Build = {
  /** The folder of the cloud assembly once it is written. */
  readonly assembly: Promise<string>;
  stop(): void;
};

/** Bundles and synthesizes with the sandbox's switches, in processes of their own, so that the runtime starts meanwhile. */
export function buildAssembly(say: (line: string) => void): Build {
  let running: ChildProcess | undefined;
  let stopped = false;
  const folder = join(projectRoot, 'cdk.out');
  const run = (script: string, ...args: string[]) =>
    new Promise<void>((done, failed) => {
      if (stopped) return;
      running = spawn(process.execPath, [join(projectRoot, script), ...args], {
        cwd: projectRoot,
        env: { ...process.env, CDK_OUTDIR: folder },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      running.once('error', failed);
      running.once('exit', (code) => {
        if (code === 0) return done();
        // Ctrl-C reaches this process too, perhaps a moment later: then nothing has failed.
        setTimeout(
          () => stopped || failed(new AdviceError(`node ${script} failed: what it says above must be mended first`)),
          200,
        );
      });
    });
  const build = async () => {
    await run('infra/bundle.ts');
    say('functions bundled');
    await run('infra/app.ts', '--local');
    say('template synthesized');
    return folder;
  };
  return {
    assembly: build(),
    stop() {
      stopped = true;
      running?.kill();
    },
  };
}
