import * as z from 'zod';
import { lengthOf, textFault } from '../kernel/text.ts';

/**
 * What a text of a request is. A text that a person writes is normalised and checked: any (`written`), or one of a shape
 * such as a mail address (`shaped`). A `code` is a word of machines: ids, enums, numbers, days, addresses of pages. A
 * `secret` is compared byte by byte and never shown; a `search` is compared and never kept.
 */
export interface TextKind {
  readonly kind: 'written' | 'shaped' | 'code' | 'secret' | 'search';
  /** A written text of several lines. */
  readonly lines?: boolean;
}

/** Kinds of the texts in request schemas. A test walks every manifest: a text that is not here fails the build. */
export const textKinds = z.registry<TextKind>();

const ofKind = <T extends z.ZodType>(schema: T, kind: TextKind): T => {
  textKinds.add(schema, kind);
  return schema;
};

/** Says that a schema takes no text of people: its own checks let nothing through that must not be stored. */
export const code = <T extends z.ZodType>(schema: T): T => ofKind(schema, { kind: 'code' });

/** Says that a written text must have a shape of its own besides. */
export const shaped = <T extends z.ZodType>(schema: T): T => ofKind(schema, { kind: 'shaped' });

interface Limits {
  /** Code points of the normalised text at most. */
  readonly max: number;
  /** 1 for a text that must be there; 0 where an empty one means "not set", as SDKs send it. */
  readonly min?: 0 | 1;
  readonly lines?: boolean;
}

/**
 * A text that a person writes, handed on in NFC and trimmed. What must not be stored, or an empty text where one is
 * needed, is `invalid_property` (400/3000); one that is too long is what the route answers to bad input.
 */
export const written = ({ max, min = 1, lines = false }: Limits) =>
  z
    .string()
    .normalize('NFC')
    .trim()
    .superRefine((text, context) => {
      const fault = text === '' && min > 0 ? 'has nothing that can be seen' : textFault(text, { lines });
      if (fault !== undefined)
        context.addIssue({ code: 'custom', message: fault, params: { refusal: 'invalid_property' } });
      else if (lengthOf(text) > max) context.addIssue({ code: 'custom', message: `has at most ${max} characters` });
    })
    .meta({ ...(min > 0 && { minLength: min }), maxLength: max })
    .register(textKinds, { kind: 'written', lines });

/** Words of machines are printable ASCII. */
const CODE = /^[\x20-\x7E]*$/;

/** A word of machines of at most `max` characters that no closer schema describes. */
export const codeText = (max: number) =>
  code(z.string().max(max).regex(CODE, 'must consist of printable ASCII characters'));

/** The address of a page, in ASCII as addresses go over the wire. */
export const urlText = (max: number) =>
  code(
    z
      .url()
      .max(max)
      .regex(/^[\x21-\x7E]*$/, 'must be an address in ASCII, other characters percent-encoded'),
  );

/** Something that only its owner knows. It is taken as it is, but for half characters, which no store keeps. */
export const secretText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((text) => text.isWellFormed(), {
      message: 'has half a character (an unpaired surrogate)',
      params: { refusal: 'invalid_property' },
    })
    .register(textKinds, { kind: 'secret' });

/** What a list is searched for: compared, never kept. */
export const searchText = (max: number) => z.string().max(max).register(textKinds, { kind: 'search' });

/** Records that a test finds to be bounded: a schema of their own kind cannot say how many members they have. */
export const boundedRecords = z.registry<{ readonly max: number }>();

/** Values by name, at most `max` of them. */
export const recordOf = <V extends z.ZodType>(nameLengthMax: number, value: V, max: number) =>
  z
    .record(codeText(nameLengthMax).min(1), value)
    .refine((record) => Object.keys(record).length <= max, `has at most ${max} members`)
    .meta({ maxProperties: max })
    .register(boundedRecords, { max });

/** A mail address. */
export const Email = shaped(written({ max: 254 }).regex(/^[^\s@]+@[^\s@]+$/, 'must be a mail address'));
