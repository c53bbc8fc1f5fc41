import { createHash } from 'node:crypto';

/** Tells contents apart that came under one reference: equal ones have the same. */
export const contentOf = (members: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(members, (_, value) => (typeof value === 'bigint' ? String(value) : value)))
    .digest('hex')
    .slice(0, 32);
