import { createHash } from 'node:crypto';
import type { IdentityProvider, NewApplication, NewUser } from '../../shared/identity/identity-provider.ts';
import { type Files, FilesError } from '../../shared/messaging/files.ts';
import type { Queue } from '../../shared/messaging/queue.ts';

/** The ports beside the table, in memory. `step` is called before whatever leaves a trace: a simulation crashes there. */
export type Step = () => void | Promise<void>;
const noStep: Step = () => {};

export interface MemoryFiles extends Files {
  readonly stored: ReadonlyMap<string, Uint8Array>;
  /** What a link of {@link Files.link} leads to. */
  follow(link: string): Uint8Array | undefined;
  /** Remembers what is stored; the answer goes back to it. */
  mark(): () => void;
}

export function memoryFiles(step = noStep): MemoryFiles {
  const stored = new Map<string, Uint8Array>();
  return {
    stored,
    follow: (link) => stored.get(decodeURIComponent(new URL(link).pathname.slice(1))),
    mark() {
      const before = [...stored];
      return () => {
        stored.clear();
        for (const [key, body] of before) stored.set(key, body);
      };
    },
    async put(key, body) {
      await step();
      stored.set(key, Uint8Array.from(body));
    },
    async putStream(key, pieces) {
      const all: Uint8Array[] = [];
      for await (const piece of pieces) {
        await step();
        all.push(Uint8Array.from(piece));
      }
      await step();
      stored.set(key, Uint8Array.from(Buffer.concat(all)));
    },
    async putOnce(key, body) {
      await step();
      const before = stored.get(key);
      if (before && Buffer.compare(before, body) !== 0) throw new FilesError(`${key} is written for good`);
      stored.set(key, Uint8Array.from(body));
    },
    async putStreamOnce(key, pieces, about) {
      const all: Uint8Array[] = [];
      for await (const piece of pieces()) all.push(Uint8Array.from(piece));
      await this.putOnce(key, Buffer.concat(all), about);
    },
    get: async (key) => stored.get(key)?.slice(),
    range: async (key, start, length) => stored.get(key)?.slice(start, start + length),
    size: async (key) => stored.get(key)?.length,
    async remove(key) {
      await step();
      stored.delete(key);
    },
    async copy(from, to) {
      const body = stored.get(from);
      if (!body) return false;
      await step();
      stored.set(to, body);
      return true;
    },
    link: async (key) => `https://files.program.test/${encodeURIComponent(key)}`,
    uploadLink: async (key, { bytes }) => `https://files.program.test/${encodeURIComponent(key)}?bytes=${bytes}`,
  };
}

/** Hands messages on as what a queue would carry: JSON. */
export const memoryQueue = <M>(receive: (message: M) => void, step = noStep): Queue<M> => ({
  async send(messages) {
    for (const message of messages) {
      await step();
      receive(JSON.parse(JSON.stringify(message)) as M);
    }
  },
});

export interface MemoryIdentity extends IdentityProvider {
  readonly users: ReadonlyMap<string, NewUser & { readonly password?: string; readonly isDisabled?: boolean }>;
  readonly applications: ReadonlyMap<string, NewApplication & { readonly clientSecret?: string }>;
}

export function memoryIdentity(step = noStep): MemoryIdentity {
  const users = new Map<string, NewUser & { password?: string; isDisabled?: boolean }>();
  const applications = new Map<string, NewApplication & { clientSecret?: string }>();
  const change = (userPrincipalName: string, to: { password?: string; isDisabled?: boolean }): void => {
    const user = users.get(userPrincipalName);
    if (!user) throw new Error(`the issuer knows no user ${userPrincipalName}`);
    users.set(userPrincipalName, { ...user, ...to });
  };
  return {
    users,
    applications,
    async createUser(user) {
      await step();
      if (!users.has(user.userPrincipalName)) users.set(user.userPrincipalName, user);
    },
    async setPassword(userPrincipalName, password) {
      await step();
      change(userPrincipalName, { password });
    },
    async signOut() {
      await step();
    },
    async deleteUser({ userPrincipalName, userId }) {
      await step();
      if (users.get(userPrincipalName)?.userId === userId) users.delete(userPrincipalName);
    },
    async disableUser(userPrincipalName) {
      await step();
      change(userPrincipalName, { isDisabled: true });
    },
    async enableUser(userPrincipalName) {
      await step();
      change(userPrincipalName, { isDisabled: false });
    },
    async createApplication(application) {
      await step();
      const clientId = derived('client', application.displayName, applications.size);
      const secret = application.confidential ? { clientSecret: derived('secret', clientId) } : {};
      applications.set(clientId, { ...application, ...secret });
      return { clientId, ...secret };
    },
    async changeApplication(clientId, application) {
      await step();
      applications.set(clientId, { ...applications.get(clientId)!, ...application });
    },
    async deleteApplication(clientId) {
      await step();
      applications.delete(clientId);
    },
    applicationSecret: async (clientId) => applications.get(clientId)?.clientSecret,
  };
}

const derived = (...parts: readonly unknown[]): string =>
  createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 26);
