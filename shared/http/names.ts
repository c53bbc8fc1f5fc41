import type * as z from 'zod';

/**
 * Requests spell member names in any case ([NET] sends PascalCase), send null for "not set", and repeat a member in
 * two casings (the last one wins). This maps a JSON value to the spelling of a schema before it is validated.
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
    case 'object':
      return isObject(value) ? normalizeObject(def.shape as Record<string, z.core.$ZodType>, value) : value;
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

function normalizeUnion(options: readonly z.core.$ZodType[], value: unknown): unknown {
  const kind = Array.isArray(value) ? 'array' : isObject(value) ? 'object' : undefined;
  const fitting = kind && options.find((option) => option._zod.def.type === kind);
  return fitting ? normalizeNames(fitting, value) : value;
}

function normalizeObject(shape: Record<string, z.core.$ZodType>, value: Record<string, unknown>): object {
  const spelling = new Map(Object.keys(shape).map((name) => [name.toLowerCase(), name]));
  const normalized: Record<string, unknown> = {};
  for (const [given, member] of Object.entries(value)) {
    const name = spelling.get(given.toLowerCase());
    if (name === undefined) continue;
    if (member === null && !acceptsNull(shape[name]!)) continue;
    normalized[name] = normalizeNames(shape[name]!, member);
  }
  return normalized;
}

const acceptsNull = (schema: z.core.$ZodType): boolean => {
  const def = schema._zod.def as { type: string; innerType?: z.core.$ZodType };
  if (def.type === 'nullable' || def.type === 'null' || def.type === 'unknown') return true;
  return def.innerType ? acceptsNull(def.innerType) : false;
};
