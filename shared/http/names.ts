import type * as z from 'zod';
import { heldMembers } from '../contracts/wire.ts';

/**
 * Requests spell member names in any case ([NET] sends PascalCase), send null for "not set", and repeat a member in
 * two casings (the last one wins). This maps a JSON value to the spelling of a schema before it is validated. Null where
 * there must be a value stays, so that validation refuses it.
 */
export function normalizeNames(schema: z.core.$ZodType, value: unknown): unknown {
  const def = schema._zod.def as z.core.$ZodTypeDef & Record<string, unknown>;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'nonoptional':
    case 'catch':
      return value === null || value === undefined ? value : normalizeNames(def.innerType as z.core.$ZodType, value);
    case 'pipe':
      return normalizeNames(pipeInput(def), value);
    case 'array':
      return Array.isArray(value) ? value.map((item) => normalizeNames(def.element as z.core.$ZodType, item)) : value;
    case 'union':
      return normalizeUnion(def.options as z.core.$ZodType[], value);
    case 'lazy':
      return normalizeNames((def.getter as () => z.core.$ZodType)(), value);
    case 'record':
      return isObject(value) ? mapValues(value, def.valueType as z.core.$ZodType) : value;
    case 'object':
      return isObject(value) ? normalizeObject(shapesOf(schema), value) : value;
    default:
      return value;
  }
}

/** A preprocess pipe has its transform first and the schema behind it. */
const pipeInput = (def: Record<string, unknown>): z.core.$ZodType => {
  const input = def.in as z.core.$ZodType;
  return input._zod.def.type === 'transform' ? (def.out as z.core.$ZodType) : input;
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const mapValues = (value: Record<string, unknown>, schema: z.core.$ZodType): object =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, normalizeNames(schema, member)]));

/** Of several shapes of objects, members are known by the name that any of them gives; validation picks the shape. */
function normalizeUnion(options: readonly z.core.$ZodType[], value: unknown): unknown {
  if (isObject(value)) {
    const shapes = options.flatMap((option) => shapesOf(option));
    return shapes.length > 0 ? normalizeObject(shapes, value) : value;
  }
  const list = Array.isArray(value) && options.find((option) => unwrapped(option)._zod.def.type === 'array');
  return list ? normalizeNames(list, value) : value;
}

type Shape = Record<string, z.core.$ZodType>;

/** The schema inside wrappers that change neither kind nor names. */
function unwrapped(schema: z.core.$ZodType): z.core.$ZodType {
  const def = schema._zod.def as z.core.$ZodTypeDef & Record<string, unknown>;
  if (def.type === 'pipe') return unwrapped(pipeInput(def));
  if (def.type === 'lazy') return unwrapped((def.getter as () => z.core.$ZodType)());
  return def.innerType ? unwrapped(def.innerType as z.core.$ZodType) : schema;
}

/** The shapes of objects that a schema takes. */
function shapesOf(schema: z.core.$ZodType): Shape[] {
  const def = unwrapped(schema)._zod.def as z.core.$ZodTypeDef & Record<string, unknown>;
  if (def.type === 'union') return (def.options as z.core.$ZodType[]).flatMap(shapesOf);
  return def.type === 'object' ? [def.shape as Shape] : [];
}

function normalizeObject(shapes: readonly Shape[], value: Record<string, unknown>): object {
  const shape: Shape = Object.assign({}, ...[...shapes].reverse());
  const spelling = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  const normalized: Record<string, unknown> = {};
  for (const [given, member] of Object.entries(value)) {
    const name = spelling.get(given.toLowerCase());
    if (name === undefined) continue;
    if (member === null && mayBeLeftOut(shape[name]!) && !acceptsNull(shape[name]!)) continue;
    normalized[name] = normalizeNames(shape[name]!, member);
  }
  return normalized;
}

/** True where null means the same as nothing. */
const mayBeLeftOut = (schema: z.core.$ZodType): boolean => {
  const def = schema._zod.def as { type: string; innerType?: z.core.$ZodType; in?: z.core.$ZodType };
  if (heldMembers.get(schema as z.ZodType)) return false;
  if (['optional', 'default', 'prefault'].includes(def.type)) return true;
  if (def.type === 'pipe') return mayBeLeftOut(pipeInput(def as never));
  return def.innerType ? mayBeLeftOut(def.innerType) : false;
};

const acceptsNull = (schema: z.core.$ZodType): boolean => {
  const def = schema._zod.def as { type: string; innerType?: z.core.$ZodType; options?: z.core.$ZodType[] };
  if (['nullable', 'null', 'unknown', 'any'].includes(def.type)) return true;
  if (def.type === 'pipe') return acceptsNull(pipeInput(def as never));
  if (def.type === 'union') return def.options!.some(acceptsNull);
  return def.innerType ? acceptsNull(def.innerType) : false;
};
