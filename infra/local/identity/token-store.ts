import type { Adapter, AdapterPayload } from 'oidc-provider';

type Entry = { payload: AdapterPayload; expiresAt: number };

export type TokenStore = {
  adapterFor(model: string): Adapter;
  /** Forgets everything issued to a user. */
  forget(accountId: string): Promise<void>;
};

/** What the OpenID provider issued and remembers, in memory. `findClient` looks clients up where they are kept. */
export function createTokenStore(findClient: (id: string) => AdapterPayload | undefined): TokenStore {
  const entries = new Map<string, Entry>();
  const live = (key: string): AdapterPayload | undefined => {
    const entry = entries.get(key);
    if (entry && entry.expiresAt > Date.now()) return entry.payload;
    entries.delete(key);
    return undefined;
  };
  const search = (model: string, fits: (payload: AdapterPayload) => boolean) =>
    [...entries].find(([key, { payload }]) => key.startsWith(`${model}:`) && fits(payload))?.[0];
  return {
    adapterFor: (model) => ({
      find: async (id) => (model === 'Client' ? findClient(id) : live(`${model}:${id}`)),
      findByUid: async (uid) => live(search(model, (payload) => payload.uid === uid) ?? ''),
      findByUserCode: async (code) => live(search(model, (payload) => payload.userCode === code) ?? ''),
      upsert: async (id, payload, expiresIn) => {
        entries.set(`${model}:${id}`, {
          payload,
          expiresAt: expiresIn ? Date.now() + expiresIn * 1000 : Number.POSITIVE_INFINITY,
        });
      },
      consume: async (id) => {
        const entry = entries.get(`${model}:${id}`);
        if (entry) entry.payload.consumed = Math.floor(Date.now() / 1000);
      },
      destroy: async (id) => void entries.delete(`${model}:${id}`),
      revokeByGrantId: async (grantId) => {
        for (const [key, { payload }] of entries) if (payload.grantId === grantId) entries.delete(key);
      },
    }),
    async forget(accountId) {
      for (const [key, { payload }] of entries) if (payload.accountId === accountId) entries.delete(key);
    },
  };
}
