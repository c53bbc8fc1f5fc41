import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { offersNamed } from '../../infra/local/demo/catalogue.ts';
import { type Client, clientOf } from '../../infra/local/demo/client.ts';
import { untilIdle } from '../../infra/local/demo/control.ts';
import { type CredentialsFile, readCredentials } from '../../infra/local/demo/credentials.ts';
import { loadProgram } from '../../infra/local/demo/index.ts';
import { loadCatalogue } from '../../infra/local/demo/offers.ts';
import { type Runtime, type RuntimeOptions, startRuntime } from '../../infra/local/runtime.ts';
import { assembly, fingerprint } from './assembly.ts';
import { madeOnce } from './made-once.ts';

/**
 * What scenarios buy, and what the quick start shows: a tenth of the demo catalogue. All of it would be loaded, copied and walked
 * each day in each of them; `npm start` sells it, and `test/api/commerce/price-lists` reads it.
 */
const ON_SALE = [
  ...['Office 365 Enterprise E1', 'Office 365 Enterprise E3', 'Office 365 Enterprise E3 (Nonprofit Staff Pricing)'],
  ...['Office 365 Business Premium', 'Audio Conferencing', 'Intune', 'Power BI Pro', 'Visio Online Plan 1'],
  ...['Dynamics 365 Plan', 'Microsoft Dynamics CRM Online Professional'],
];

/** A whole platform for one test file, with its callers enrolled and offers of the demo catalogue on sale. */
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

/** Folders of a runtime that keeps its state. */
export interface KeptFolders {
  readonly localDir: string;
  readonly dataDir: string;
}

const foldersIn = (folder: string): KeptFolders => ({
  localDir: join(folder, 'local'),
  dataDir: join(folder, 'data'),
});

/**
 * Puts into `folder` what a runtime keeps once everybody is enrolled and the catalogue is on sale: enrolling takes
 * longer than most of what is proved afterwards. It is made once a run and copied for each file. One of the day, because
 * agreements and price lists begin with the day they are made on.
 */
export async function copyOfWorld(folder: string): Promise<KeptFolders> {
  const today = new Date().toISOString().slice(0, 10);
  const made = await madeOnce({ kind: 'world', fingerprint: `${fingerprint()}-${today}`, make: enrolEverybody });
  for (const part of ['local', 'data']) cpSync(join(made, part), join(folder, part), { recursive: true });
  return foldersIn(folder);
}

async function enrolEverybody(folder: string): Promise<void> {
  const runtime = await start(foldersIn(folder));
  try {
    await load(runtime, foldersIn(folder));
    const only = await offersNamed(ON_SALE);
    await loadCatalogue({ ...runtime, operator: runtime.operator!, only, log: () => {} });
    await untilIdle(runtime.controlRoot);
  } finally {
    await runtime.stop();
  }
}

const start = async (folders: RuntimeOptions): Promise<Runtime> =>
  startRuntime({ port: 0, quiet: true, cdkOut: await assembly(), ...folders });

/** Enrols the callers of credentials.json, or finds those that are there already. */
const load = (runtime: Runtime, { localDir, dataDir }: KeptFolders): Promise<void> =>
  loadProgram({
    ...{ ...runtime, operator: runtime.operator!, signIn: runtime.signIn! },
    ...{ localDir, keptDir: dataDir, empty: true, log: () => {} },
  });

export async function startWorld(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'scenario-'));
  const folders = await copyOfWorld(folder);
  const runtime = await start(folders);
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
    await load(runtime, folders);
    const credentials = (await readCredentials(folders.localDir))!;
    const clients = new Map(
      Object.entries(credentials.clients).map(([name, held]) => [name, clientOf(runtime.apiRoot, held)]),
    );
    return { runtime, credentials, folder, as: (name) => clients.get(name)!, stop };
  } catch (error) {
    await end();
    throw error;
  }
}
