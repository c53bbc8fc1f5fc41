/** Users and clients of the user pool, as Cognito would keep them; in a file between runs if wished. */
import { randomBytes, randomUUID, scryptSync, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeWholeFile } from '../state/whole-file.ts';

export type User = {
  username: string;
  sub: string;
  attributes: Record<string, string>;
  enabled: boolean;
  status: 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD';
  password?: { salt: string; hash: string };
  createdAt: number;
  modifiedAt: number;
};

export type Client = {
  clientId: string;
  clientName: string;
  clientSecret?: string;
  callbackUrls: string[];
  logoutUrls: string[];
  flows: string[];
  scopes: string[];
  /** What else the caller set; given back as it was. */
  settings: Record<string, unknown>;
  createdAt: number;
  modifiedAt: number;
};

export type PoolState = { users: Record<string, User>; clients: Record<string, Client>; jwk?: Record<string, unknown> };

export type PoolStore = {
  readonly state: PoolState;
  /** Finds a user by name, whatever its case. */
  user(username: string): User | undefined;
  /** Finds a user by the pool's own id of it, which tokens carry. */
  userBySub(sub: string): User | undefined;
  /** Keeps what was changed in `state`. */
  save(): void;
};

export function openPoolStore(file: string | undefined): PoolStore {
  const state: PoolState =
    file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { users: {}, clients: {} };
  return {
    state,
    user: (username) => state.users[username.toLowerCase()],
    userBySub: (sub) => Object.values(state.users).find((user) => user.sub === sub),
    save() {
      if (file) writeWholeFile(file, JSON.stringify(state));
    },
  };
}

const hashOf = (password: string, salt: string) => scryptSync(password, salt, 32, { N: 1024 });

export function setPassword(user: User, password: string): void {
  const salt = randomBytes(16).toString('base64');
  user.password = { salt, hash: hashOf(password, salt).toString('base64') };
}

/** Whether the password is the user's; somebody without one cannot sign in. */
export function hasPassword(user: User, password: string): boolean {
  if (!user.password) return false;
  return timingSafeEqual(hashOf(password, user.password.salt), Buffer.from(user.password.hash, 'base64'));
}

export function newUser(username: string, now: number): User {
  return {
    username,
    sub: randomUUID(),
    attributes: {},
    enabled: true,
    status: 'FORCE_CHANGE_PASSWORD',
    createdAt: now,
    modifiedAt: now,
  };
}

export const newClientId = () => randomBytes(16).toString('hex').slice(0, 26);
export const newClientSecret = () => randomBytes(32).toString('base64url');
