import type { Item } from './table.ts';

const KEY_MEMBERS: ReadonlySet<string> = new Set(['pk', 'sk', 'gsi1pk', 'gsi1sk', 'gsi2pk', 'gsi2sk', 'expiresAt']);

/** The record that an item holds beside its keys. */
export const recordOf = <T>(item: Item): T =>
  Object.fromEntries(Object.entries(item).filter(([member]) => !KEY_MEMBERS.has(member))) as T;
