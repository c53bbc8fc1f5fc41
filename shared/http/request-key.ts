import { isGuid } from '../kernel/ids.ts';

/**
 * The two ids that a client gives a call: `MS-RequestId`, under which a repeat is carried out once (conventions 9), and
 * `MS-CorrelationId`. A GUID in any spelling is one id; any other text of visible ASCII is an id as it stands. What is
 * given is never ignored: an id that is none is refused, because a client that gave one relies on it.
 */
export interface GivenId {
  /** As the client wrote it, without quotes around it: what answers echo. */
  readonly text: string;
  /** The same for every spelling of a GUID: what repeats are known by. */
  readonly key: string;
}

export const ID_LENGTH_MAX = 128;

const VISIBLE_ASCII = new RegExp(`^[\\x21-\\x7E]{1,${ID_LENGTH_MAX}}$`);

/** Reads the value of a header. Undefined for what is no id. */
export function readId(header: string): GivenId | undefined {
  const text = header.trim().replace(/^"(.*)"$/, '$1');
  const parts = text.split(/,\s*/).map(canonicalGuid);
  // A proxy may repeat a header, and the gateway joins what is repeated.
  if (parts[0] !== undefined && parts.every((part) => part === parts[0]))
    return { text: text.split(',')[0]!.trim(), key: parts[0] };
  return VISIBLE_ASCII.test(text) ? { text, key: text } : undefined;
}

/** `{…}`, `(…)`, 32 digits, `urn:uuid:…` and the plain form, in any case; undefined for a text that is no GUID. */
function canonicalGuid(text: string): string | undefined {
  const plain = /^"?(?:urn:uuid:)?(?:\{(.*)\}|\((.*)\)|(.*?))"?$/i.exec(text.trim());
  const digits = plain?.[1] ?? plain?.[2] ?? plain?.[3] ?? '';
  const dashed = /^[0-9a-f]{32}$/i.test(digits)
    ? digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
    : digits;
  return isGuid(dashed) ? dashed.toLowerCase() : undefined;
}

/** What an answer echoes: the id that was given, or a new one in the place of none and of one that is none. */
export const echoedId = (header: string | undefined, newId: () => string): string =>
  (header === undefined ? undefined : readId(header)?.text) ?? newId();
