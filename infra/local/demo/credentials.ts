import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credentials } from './client.ts';
import type { EnrolledPartner, Login } from './enrol.ts';
import type { SignInClient } from './sign-in.ts';

/** `.local/credentials.json`: how scripts and tests find the callers of a local program. */

export interface CredentialsFile {
  readonly apiRoot: string;
  readonly controlRoot: string;
  readonly tokenEndpoint: string;
  readonly clients: Readonly<Record<string, Credentials>>;
  readonly users: { readonly customerAdmin: Login; readonly customerUser: Login };
  readonly signIn: SignInClient;
}

const pathIn = (localDir: string): string => join(localDir, 'credentials.json');

export async function writeCredentials(localDir: string, file: CredentialsFile): Promise<string> {
  await mkdir(localDir, { recursive: true });
  const path = pathIn(localDir);
  await writeFile(path, `${JSON.stringify(file, null, 2)}\n`, { mode: 0o600 });
  return path;
}

/** Undefined when there is none. */
export async function readCredentials(localDir: string): Promise<CredentialsFile | undefined> {
  try {
    return JSON.parse(await readFile(pathIn(localDir), 'utf8')) as CredentialsFile;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export const clientsOf = (operator: Credentials, partners: readonly EnrolledPartner[]): Record<string, Credentials> =>
  Object.assign({ operator }, ...partners.map(({ applications }) => applications));
