import { invariant } from '../../shared/kernel/invariant.ts';

/** Smallest magnitude that DynamoDB keeps; smaller numbers are refused, not rounded to zero. */
const NUMBER_MIN = 1e-130;

/**
 * A copy as DynamoDB would hand it back: plain JSON values, absent members left out. Frozen: whoever reads it shares it with
 * all others. @throws InvariantError for what the client could not store.
 */
export function plainCopy<T>(value: T): T {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return plainNumber(value) as T;
    case 'object':
      break;
    default:
      invariant(false, `an item holds plain JSON values, not a ${typeof value}`);
  }
  if (value === null) return value;
  if (Array.isArray(value)) return Object.freeze(value.filter((member) => member !== undefined).map(plainCopy)) as T;
  const prototype = Object.getPrototypeOf(value);
  invariant(prototype === Object.prototype || prototype === null, 'an item holds plain JSON values, not instances');
  const copied: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) if (member !== undefined) copied[name] = plainCopy(member);
  return Object.freeze(copied) as T;
}

function plainNumber(value: number): number {
  if (Number.isSafeInteger(value)) return value === 0 ? 0 : value;
  invariant(Number.isFinite(value), `${value} is no number of JSON`);
  invariant(Math.abs(value) <= Number.MAX_SAFE_INTEGER, `${value} is larger than numbers that are stored exactly`);
  invariant(value === 0 || Math.abs(value) >= NUMBER_MIN, `${value} is nearer to zero than DynamoDB keeps`);
  return value === 0 ? 0 : value;
}

/** Bytes that a plain value takes, near enough to DynamoDB's count to meet its limits. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return byteLength(value);
  if (typeof value !== 'object' || value === null) return 8;
  let bytes = 3;
  if (Array.isArray(value)) for (const member of value) bytes += 1 + sizeOf(member);
  else for (const [name, member] of Object.entries(value)) bytes += 1 + byteLength(name) + sizeOf(member);
  return bytes;
}

const byteLength = (text: string): number => (text.length < 64 ? text.length : Buffer.byteLength(text));
