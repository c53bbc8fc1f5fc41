import type * as z from 'zod';
import { boundedRecords, type TextKind, textKinds } from '../../shared/contracts/text.ts';

/** A text somewhere in a request: where it stands, and of which kind it is. */
export interface TextField {
  /** Members and, for elements of lists and records, `0` or a name, as a value has them. */
  readonly path: readonly string[];
  readonly schema: z.core.$ZodType;
  /** Undefined for a text that nobody has said the kind of. */
  readonly kind: TextKind | undefined;
  /** The name of a member of a record, not its value. */
  readonly isName?: true;
}

type Def = { type: string } & Record<string, unknown>;
const defOf = (schema: z.core.$ZodType): Def => schema._zod.def as unknown as Def;

/** What is written as text and means something else. */
const OTHER = ['number', 'int', 'boolean', 'bigint', 'date', 'literal', 'enum', 'null', 'undefined', 'void', 'never'];

/** Every text that a schema takes; `unknown` and `any` take texts too, and have no kind. */
export function* textsOf(schema: z.core.$ZodType, path: readonly string[] = []): Generator<TextField> {
  const def = defOf(schema);
  const kind = textKinds.get(schema as never) as TextKind | undefined;
  if (kind) return yield { path, schema, kind };
  switch (def.type) {
    case 'object':
      for (const [name, member] of Object.entries(def.shape as Record<string, z.core.$ZodType>))
        yield* textsOf(member, [...path, name]);
      return;
    case 'array':
      return yield* textsOf(def.element as z.core.$ZodType, [...path, '0']);
    case 'record':
      for (const field of textsOf(def.keyType as z.core.$ZodType, [...path, 'key'])) yield { ...field, isName: true };
      return yield* textsOf(def.valueType as z.core.$ZodType, [...path, 'key']);
    case 'union':
      for (const option of def.options as z.core.$ZodType[]) yield* textsOf(option, path);
      return;
    case 'pipe':
      return yield* textsOf(inputOf(def), path);
    case 'lazy':
      return yield* textsOf((def.getter as () => z.core.$ZodType)(), path);
    default:
      if (def.innerType) return yield* textsOf(def.innerType as z.core.$ZodType, path);
      if (!OTHER.includes(def.type)) yield { path, schema, kind: undefined };
  }
}

/** Every list and record of a schema whose length nothing bounds. */
export function* endlessIn(schema: z.core.$ZodType, path: readonly string[] = []): Generator<readonly string[]> {
  const def = defOf(schema);
  const checks = (def.checks ?? []) as { _zod: { def: { check: string } } }[];
  if (def.type === 'array' && !checks.some((check) => check._zod.def.check === 'max_length')) yield path;
  if (def.type === 'record' && !boundedRecords.get(schema as never)) yield path;
  if (def.type === 'object')
    for (const [name, member] of Object.entries(def.shape as Record<string, z.core.$ZodType>))
      yield* endlessIn(member, [...path, name]);
  const inner = [
    def.type === 'pipe' ? inputOf(def) : undefined,
    def.element,
    def.innerType,
    def.valueType,
    ...((def.options as unknown[] | undefined) ?? []),
  ];
  for (const each of inner) if (each) yield* endlessIn(each as z.core.$ZodType, path);
}

/** A preprocess pipe has its transform first and the schema behind it. */
const inputOf = (def: Def): z.core.$ZodType => {
  const input = def.in as z.core.$ZodType;
  return defOf(input).type === 'transform' ? (def.out as z.core.$ZodType) : input;
};

/** What no text of people may have, with why. */
export const BAD_WRITTEN: readonly (readonly [because: string, text: string])[] = [
  ['a zero byte', 'Con\u0000toso'],
  ['an escape', 'Con\u001btoso'],
  ['a control of the second set', 'Con\u0085toso'],
  ['half a character', 'Con\ud83dtoso'],
  ['the other half', 'Con\ude80toso'],
  ['U+FFFF', 'Con\ufffftoso'],
  ['U+FFFE', 'Con\ufffetoso'],
  ['U+FDD0', 'Con\ufdd0toso'],
  ['the last of plane 16', 'Con\u{10ffff}toso'],
  ['a right-to-left override', 'Con\u202etoso'],
  ['an isolate', 'Con\u2066toso'],
  ['a replacement character', 'Con\ufffdtoso'],
  ['nothing visible', '\u200b\u200b'],
  ['a filler', '\u3164'],
];
/** Besides, where a field has one line. */
export const BAD_IN_LINE: typeof BAD_WRITTEN = [
  ['a line end', 'Contoso\r\nBcc: x'],
  ['a tab', 'Con\ttoso'],
  ['a line separator', 'Con\u2028toso'],
];
/** What comes out as it went in, but for normal form and blanks around it. */
export const GOOD_WRITTEN: readonly (readonly [because: string, text: string, kept: string])[] = [
  ['an emoji of several code points', 'A 👨‍👩‍👧🏽', 'A 👨‍👩‍👧🏽'],
  ['a rare ideograph', '𠮷野家', '𠮷野家'],
  ['a letter and its accent', 'Cafe\u0301', 'Café'],
  ['text from right to left', 'שלום‏ עולם', 'שלום‏ עולם'],
  ['blanks around it', '\u00a0 Ltd. \u3000', 'Ltd.'],
  ['markup', '<b>&\'"', '<b>&\'"'],
  ['a formula', '=1+1', '=1+1'],
];
