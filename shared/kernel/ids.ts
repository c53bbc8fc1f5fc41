import { invariant } from './invariant.ts';

/** GUIDs are compared in lower case everywhere; each resource decides how it shows them. */
const GUID_PATTERN = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** True for a GUID in any case. */
export const isGuid = (text: string): boolean => GUID_PATTERN.test(text.toLowerCase());

/** Shapes 32 hex digits (at least) as a version-8 GUID: how ids are derived from a hash. */
export const guidFromHex = (hex: string): string => {
  invariant(/^[0-9a-f]{32}/.test(hex), 'a GUID needs 32 hex digits');
  const variant = ((Number.parseInt(hex[16]!, 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
};

/**
 * Stands where a sale names its partner, when the program itself sold to a customer that buys direct (SUB-8). It is the id of no
 * tenant: so no partner ever reads it.
 */
export const DIRECT_CHANNEL = 'direct';
