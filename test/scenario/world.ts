import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, clientOf } from '../../infra/local/demo/client.ts';
import { untilIdle } from '../../infra/local/demo/control.ts';
import { type CredentialsFile, readCredentials } from '../../infra/local/demo/credentials.ts';
import { loadProgram } from '../../infra/local/demo/index.ts';
import { loadCatalogue } from '../../infra/local/demo/offers.ts';
import { type Runtime, startRuntime } from '../../infra/local/runtime.ts';
import { assembly } from './assembly.ts';

/** A whole platform for one test file, with its callers enrolled and, unless unwanted, the demo catalogue on sale. */
export interface World {
  readonly runtime: Runtime;
  readonly credentials: CredentialsFile;
  /** Holds files of this world; gone with it. */
  readonly folder: string;
  /** The caller of a name in credentials.json. */
  as(name: string): Client;
  /** Ends it. @throws LostError when anything was given up that no test took back. */
  stop(): Promise<void>;
}

export async function startWorld({ catalogue = true } = {}): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  const runtime = await startRuntime({ port: 0, localDir: folder, quiet: true, cdkOut: await assembly() });
  let stopped = false;
  const end = async (): Promise<void> => {
    stopped = true;
    await runtime.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const stop = async (): Promise<void> => {
    if (stopped) return;
    try {
      await untilIdle(runtime.controlRoot);
    } finally {
      await end();
    }
  };
  try {
    const quietly = { ...runtime, operator: runtime.operator!, signIn: runtime.signIn!, log: () => {} };
    await loadProgram({ ...quietly, localDir: folder, empty: true });
    if (catalogue) await loadCatalogue(quietly);
    const credentials = (await readCredentials(folder))!;
    const clients = new Map(
      Object.entries(credentials.clients).map(([name, held]) => [name, clientOf(runtime.apiRoot, held)]),
    );
    return { runtime, credentials, folder, as: (name) => clients.get(name)!, stop };
  } catch (error) {
    await end();
    throw error;
  }
}
