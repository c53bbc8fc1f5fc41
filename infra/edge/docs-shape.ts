import type { JsonSchema, OpenApiDocument } from '../../shared/http/openapi.ts';
import { type Html, html, marked } from './html.ts';

/** How schemas are read by people: a type in a few words, and a list of members. */

export const refName = ({ $ref }: JsonSchema): string | undefined =>
  typeof $ref === 'string' ? $ref.split('/').at(-1) : undefined;

export const textOf = (schema: JsonSchema | undefined, member: string): string | undefined =>
  typeof schema?.[member] === 'string' ? (schema[member] as string) : undefined;

const schemasIn = (schema: JsonSchema, member: string): readonly JsonSchema[] =>
  Array.isArray(schema[member]) ? (schema[member] as JsonSchema[]) : [];

const withBreaks = (parts: readonly string[]): Html[] =>
  parts.map((part, index) => html`${index > 0 && html`<wbr>`}${part}`);

const words = (name: string): string[] => name.split(/(?<=[/._])|(?<=[a-z\]])(?=[A-Z])/);
/** No more than this of a path stands in one line of a phone beside its margins. */
const unbrokenMax = 32;

/** Names break between their words and nowhere else, paths after their slashes, and within a segment that is too long. */
export const breakable = (name: string): Html[] => withBreaks(words(name));
export const breakablePath = (path: string): Html[] =>
  withBreaks(path.split(/(?<=\/)/).flatMap((segment) => (segment.length > unbrokenMax ? words(segment) : segment)));

export interface Member {
  /** Path of names from the shape: `lineItems[].offerId`. */
  readonly path: string;
  readonly schema: JsonSchema;
  readonly isRequired: boolean;
}

/** Members of an object, those of inner objects by their path. Named shapes are linked instead. */
export function membersOf(schema: JsonSchema, before = ''): Member[] {
  const required = new Set((schema.required as string[] | undefined) ?? []);
  const items = schema.items as JsonSchema | undefined;
  if (items && before === '' && refName(items) === undefined) return membersOf(items, '[].');
  return Object.entries((schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>).flatMap(([name, member]) => {
    const path = `${before}${name}`;
    const inner = innerOf(member);
    const row = { path, schema: member, isRequired: required.has(name) };
    return inner ? [row, ...membersOf(inner.schema, `${path}${inner.suffix}.`)] : [row];
  });
}

function innerOf(schema: JsonSchema): { schema: JsonSchema; suffix: string } | undefined {
  if (schema.properties) return { schema, suffix: '' };
  const items = schema.items as JsonSchema | undefined;
  return items?.properties ? { schema: items, suffix: '[]' } : undefined;
}

/** Names of the shapes that a part of the document names, those that they name, and those of answers that it refers to. */
export function shapesWithin(
  part: unknown,
  components: OpenApiDocument['components'],
  found = new Set<string>(),
): ReadonlySet<string> {
  const answers = (components.responses ?? {}) as Readonly<Record<string, unknown>>;
  for (const [, kind, name] of JSON.stringify(part ?? {}).matchAll(/"#\/components\/(schemas|responses)\/([^"]+)"/g))
    if (kind === 'responses') shapesWithin(answers[name!], components, found);
    else if (!found.has(name!)) shapesWithin(components.schemas[name!], components, found.add(name!));
  return found;
}

export function schemaPart(schema: JsonSchema): Html {
  const members = membersOf(schema);
  if (members.length === 0) return html`<p>${typeOf(schema)}</p>`;
  return memberList(
    members.map(({ path, schema: member, isRequired }) => ({
      name: path,
      type: typeOf(member),
      note: isRequired ? '' : 'optional',
      meaning: textOf(member, 'description') ?? '',
    })),
  );
}

export interface MemberRow {
  readonly name: string;
  readonly type: Html;
  readonly note: string;
  readonly meaning: string;
}

/** Name, type, meaning: side by side where there is room, else below each other. */
export const memberList = (rows: readonly MemberRow[]): Html =>
  html`<dl class="members">${rows.map(
    ({ name, type, note, meaning }) =>
      html`<div><dt><code>${breakable(name)}</code> ${note !== '' && html`<span class="quiet">${note}</span>`}</dt><dd class="type">${type}</dd><dd>${marked(meaning)}</dd></div>`,
  )}</dl>`;

/** A type in a few words: `list of Customer`, `text (uuid)`, `one of a, b`. */
export function typeOf(schema: JsonSchema): Html {
  const name = refName(schema);
  if (name !== undefined) return html`<a href="#shape-${name}">${breakable(name)}</a>`;
  if (Array.isArray(schema.enum))
    return html`one of ${(schema.enum as unknown[]).map((value, index) => html`${index > 0 && ', '}${breakable(String(value))}`)}`;
  if (schema.const !== undefined) return html`<code>${breakable(JSON.stringify(schema.const))}</code>`;
  const options = [...schemasIn(schema, 'anyOf'), ...schemasIn(schema, 'oneOf'), ...schemasIn(schema, 'allOf')];
  if (options.length > 0) return html`${options.map((option, index) => html`${index > 0 && ' or '}${typeOf(option)}`)}`;
  if (schema.type === 'array') return html`list of ${typeOf((schema.items ?? {}) as JsonSchema)}`;
  return html`${plainType(schema)}`;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  integer: 'whole number',
  boolean: 'true or false',
};

function plainType(schema: JsonSchema): string {
  const { type, format, minimum, maximum, minLength, maxLength } = schema;
  const word = typeof type === 'string' ? (typeWords[type] ?? type) : 'anything';
  const limits = [
    format,
    range(minimum, maximum, ''),
    range(minLength === 0 ? undefined : minLength, maxLength, ' characters'),
  ].filter((limit) => limit !== undefined);
  return limits.length > 0 ? `${word} (${limits.join(', ')})` : word;
}

function range(low: unknown, high: unknown, unit: string): string | undefined {
  const [from, to] = [low, high].map((bound) =>
    typeof bound === 'number' && Math.abs(bound) < Number.MAX_SAFE_INTEGER ? bound : undefined,
  );
  if (from !== undefined && to !== undefined) return `${from} to ${to}${unit}`;
  if (from !== undefined) return `from ${from}${unit}`;
  return to === undefined ? undefined : `to ${to}${unit}`;
}
