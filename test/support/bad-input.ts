import * as z from 'zod';

/** Values that most schemas take somewhere: a sample is made of the first that each member takes. */
const CANDIDATES: readonly unknown[] = [
  'text',
  1,
  true,
  '00000000-0000-4000-8000-00000000aaaa',
  'US',
  'USD',
  'en-US',
  'en',
  'someone@example.org',
  '2026-02-01T00:00:00Z',
  '2026-02-01',
  '202602',
  '1234567',
  '12.50',
  'name.onprogram.example',
  'https://www.example.org/',
  '*',
  'monthly',
  0,
  5,
  null,
];

/** A value that a schema takes, as far as one can guess it: close enough for its members to be spoilt one by one. */
export function sampleOf(schema: z.core.$ZodType): unknown {
  const { type, ...def } = schema._zod.def as { type: string } & Record<string, unknown>;
  switch (type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape as Record<string, z.core.$ZodType>).map(([name, member]) => [name, sampleOf(member)]),
      );
    case 'array':
      return [sampleOf(def.element as z.core.$ZodType)];
    case 'record':
      return { key: sampleOf(def.valueType as z.core.$ZodType) };
    case 'optional':
    case 'nullable':
    case 'default':
    case 'prefault':
    case 'readonly':
    case 'catch':
      return sampleOf(def.innerType as z.core.$ZodType);
    case 'enum':
      return Object.values(def.entries as Record<string, unknown>)[0];
    case 'literal':
      return (def.values as unknown[])[0];
    case 'lazy':
      return {};
    default:
      return compoundSample(type, def) ?? leafSample(schema);
  }
}

/** Objects and lists inside unions and pipes; undefined for what is neither. */
function compoundSample(type: string, def: Record<string, unknown>): unknown {
  if (type === 'pipe') {
    const input = def.in as z.core.$ZodType;
    const inner = input._zod.def.type === 'transform' ? (def.out as z.core.$ZodType) : input;
    return isCompound(inner) ? sampleOf(inner) : undefined;
  }
  const option = type === 'union' && (def.options as z.core.$ZodType[]).find(isCompound);
  return option ? sampleOf(option) : undefined;
}
const isCompound = (schema: z.core.$ZodType): boolean => ['object', 'array', 'pipe'].includes(schema._zod.def.type);

function leafSample(schema: z.core.$ZodType): unknown {
  const described = z.globalRegistry.get(schema as z.ZodType) as { enum?: unknown[] } | undefined;
  const candidates = [...(described?.enum ?? []), ...CANDIDATES];
  return candidates.find((candidate) => z.safeParse(schema, candidate).success);
}

/** Stands for a number that JSON can write and no machine can hold. */
const TOO_LARGE = '@@1e309@@';
const HUGE = 'x'.repeat(20_000);

/** What a member may be spoilt with. */
export const BAD_VALUES: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['a boolean', true],
  ['zero', 0],
  ['a negative number', -1],
  ['a fraction', 0.5],
  ['a number beyond the exact ones', 2 ** 53],
  ['a number beyond all bounds', TOO_LARGE],
  ['a very small number', 1e-300],
  ['an empty text', ''],
  ['blanks', '   '],
  ['an unknown word', 'no_such_value'],
  ['a very long text', HUGE],
  ['a zero byte', 'a\u0000b'],
  ['half a character', '\ud800'],
  ['markup', '<script>alert(1)</script>'],
  ['a day that is none', '2026-02-30'],
  ['a year beyond all years', '+275760-09-13T00:00:00.001Z'],
  ['a GUID that nobody has', 'ffffffff-ffff-4fff-bfff-ffffffffffff'],
  ['a list', []],
  ['a list of lists', [[]]],
  ['an object', {}],
  ['a list of null', [null]],
];

/** The text of a body; the marker for a boundless number becomes one. */
export const bodyText = (value: unknown): string => JSON.stringify(value).replaceAll(`"${TOO_LARGE}"`, '1e309');

/** Each member of a sample, spoilt in each way; lists and objects as a whole too. */
export function* spoilt(sample: unknown): Generator<readonly [what: string, body: unknown, member: string]> {
  for (const path of pathsOf(sample, []))
    for (const [name, bad] of BAD_VALUES)
      yield [`${path.join('.')}: ${name}`, withValue(sample, path, bad), path.join('.')];
}

/** Elements of a list have one schema: the first and the last stand for those between. */
function* pathsOf(value: unknown, path: readonly string[]): Generator<readonly string[]> {
  if (path.length > 0) yield path;
  if (typeof value !== 'object' || value === null) return;
  const members = Object.entries(value);
  const ends = Array.isArray(value) && members.length > 2 ? [members[0]!, members.at(-1)!] : members;
  for (const [name, member] of ends) yield* pathsOf(member, [...path, name]);
}

function withValue(value: unknown, [name, ...rest]: readonly string[], to: unknown): unknown {
  if (name === undefined) return to;
  const changed = withValue((value as Record<string, unknown>)[name], rest, to);
  return Array.isArray(value)
    ? value.map((member, at) => (String(at) === name ? changed : member))
    : { ...(value as object), [name]: changed };
}

/** Bodies that are wrong as a whole. */
export const BAD_BODIES: readonly (readonly [string, string])[] = [
  ['nothing', ''],
  ['no JSON', '{"a":'],
  ['two values', '{}{}'],
  ['null', 'null'],
  ['a text', '"text"'],
  ['a number', '1e309'],
  ['a list', '[]'],
  ['a list of lists', '[[[]]]'],
  ['an empty object', '{}'],
  ['an object without a prototype of its own', '{"__proto__":{"admin":true},"constructor":{"name":1}}'],
  ['a deep nest', `${'['.repeat(50_000)}${']'.repeat(50_000)}`],
  ['a deep nest of objects', `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
  ['bytes that are no text', '\u0000\u0001\ufffd'],
];

/** Segments of a path that are no id of ours. */
export const BAD_SEGMENTS: readonly string[] = [
  'x',
  '%20',
  '%00',
  '..',
  '%2e%2e%2fetc',
  'a%2Fb',
  '%F0%9F%98%80',
  '__proto__',
  'constructor',
  'null',
  '-1',
  '0',
  '1e309',
  'a'.repeat(1100),
  '%C3%A9'.repeat(600),
  "'%20or%20'1'='1",
  '{customerId}',
  'FFFFFFFF-FFFF-4FFF-BFFF-FFFFFFFFFFFF',
];

/** Values of a query or header. */
export const BAD_TEXTS: readonly string[] = [
  '',
  'x',
  '-1',
  '0',
  '0.5',
  '1e309',
  '9007199254740993',
  'NaN',
  'null',
  '{}',
  '{"Field":"x"}',
  '{"Field":"CompanyName","Value":null,"Operator":"starts_with"}',
  '[',
  'a'.repeat(3000),
  '%00',
  '2026-02-30',
  '2017-06-166',
  '%F0%9F%98%80',
];
