import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { trust } from '../net/trust.ts';
import { writeWholeFile } from '../state/whole-file.ts';
import type { Credentials } from './client.ts';
import type { EnrolledPartner, Login } from './enrol.ts';
import type { SignInClient } from './sign-in.ts';

/** `.local/credentials.json`: how scripts and tests find the callers of a local program. */

export interface CredentialsFile {
  readonly apiRoot: string;
  readonly controlRoot: string;
  /** AWS's services, as commands of infra/ reach them. */
  readonly serviceRoot?: string;
  readonly tokenEndpoint: string;
  /** Where people sign in. */
  readonly issuer: string;
  /** What to trust where the roots above are https. */
  readonly authorityFile?: string | undefined;
  readonly clients: Readonly<Record<string, Credentials>>;
  readonly users: { readonly customerAdmin: Login; readonly customerUser: Login };
  readonly signIn: SignInClient;
}

const pathIn = (localDir: string): string => join(localDir, 'credentials.json');

export function writeCredentials(localDir: string, file: CredentialsFile): string {
  const path = pathIn(localDir);
  writeWholeFile(path, `${JSON.stringify(file, null, 2)}\n`);
  return path;
}

/** Undefined when there is none. What reads it trusts the runtime that it speaks of. */
export async function readCredentials(localDir: string): Promise<CredentialsFile | undefined> {
  try {
    const file = JSON.parse(await readFile(pathIn(localDir), 'utf8')) as CredentialsFile;
    if (file.authorityFile !== undefined) trust(await readFile(file.authorityFile, 'utf8'));
    return file;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

export const clientsOf = (operator: Credentials, partners: readonly EnrolledPartner[]): Record<string, Credentials> =>
  Object.assign({ operator }, ...partners.map(({ applications }) => applications));
