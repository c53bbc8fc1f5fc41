import type { JsonSchema, OpenApiDocument } from '../../shared/http/openapi.ts';
import { type Entry, methodAndPath } from './docs-operation.ts';
import { breakable, membersOf, shapesWithin, textOf } from './docs-shape.ts';
import { type Html, html, marked } from './html.ts';

/** One operation and the page that it is on. */
export interface Placed extends Entry {
  readonly slug: string;
}

/** Shapes by name, and the first page that shows each. */
export function shapePlaces(placed: readonly Placed[], { components }: OpenApiDocument): ReadonlyMap<string, string> {
  const places = new Map<string, string>();
  for (const { slug, operation } of placed)
    for (const name of shapesWithin(operation, components)) if (!places.has(name)) places.set(name, slug);
  return places;
}

/**
 * Everything by its name: operations, then members with the shapes that have them. Without scripts it is an index to look
 * through; with them a field above it shows what has the words that are typed.
 */
export function searchPart(placed: readonly Placed[], document: OpenApiDocument): Html {
  const { schemas } = document.components;
  const places = shapePlaces(placed, document);
  return html`<div id="search" hidden><label for="words">Words, parts of paths or names</label>
<input id="words" type="search" autocomplete="off" spellcheck="false" autofocus>
<p id="found" role="status" class="quiet"></p></div>
<section aria-labelledby="operations"><h2 id="operations">Operations</h2>
<ul class="index">${placed.map(
    (entry) =>
      html`<li data-of="${entry.operation.operationId}"><a href="/docs/${entry.slug}#${entry.operation.operationId}">${methodAndPath(entry)}</a> <span>${marked(entry.operation.summary)}</span></li>`,
  )}</ul></section>
<section aria-labelledby="members"><h2 id="members">Members</h2>
<ul class="index">${membersByName(schemas, places).map(
    ([name, uses]) =>
      html`<li data-of="${otherWords(uses)}"><code>${breakable(name)}</code> <span>${marked(uses[0]!.meaning)} <span class="quiet">In ${uses
        .slice(0, LINKED_MAX)
        .map(
          ({ shape, slug }, index) =>
            html`${index > 0 && ', '}<a href="/docs/${slug}#shape-${shape}">${breakable(shape)}</a>`,
        )}${uses.length > LINKED_MAX && ` and ${uses.length - LINKED_MAX} more`}</span></span></li>`,
  )}</ul></section>
<script>${{ html: searchScript }}</script>`;
}

/** Shapes that a member links to: `id` is in a hundred, and nobody reads so many names. */
const LINKED_MAX = 4;

/** What a row is found by beyond what it shows: the meanings that a member has in its further shapes, each once, and their names. */
const otherWords = (uses: readonly Use[]): string => {
  const meanings = new Set(uses.map(({ meaning }) => meaning));
  return [...[...meanings].slice(1), ...uses.slice(LINKED_MAX).map(({ shape }) => shape)].join(' ');
};

interface Use {
  readonly shape: string;
  readonly slug: string;
  readonly meaning: string;
}

function membersByName(
  schemas: Readonly<Record<string, JsonSchema>>,
  places: ReadonlyMap<string, string>,
): readonly (readonly [string, readonly Use[]])[] {
  const uses = new Map<string, Map<string, Use>>();
  for (const [shape, schema] of Object.entries(schemas)) {
    const slug = places.get(shape);
    if (slug === undefined) continue;
    for (const { path, schema: member } of membersOf(schema)) {
      const name = path.split('.').at(-1)!;
      const inShapes = uses.get(name) ?? new Map<string, Use>();
      if (!inShapes.has(shape)) inShapes.set(shape, { shape, slug, meaning: textOf(member, 'description') ?? '' });
      uses.set(name, inShapes);
    }
  }
  return [...uses].map(([name, found]) => [name, [...found.values()]] as const).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Shows what has all the words, keeps them in the address, and says how much there is. */
const searchScript = `
const box = document.getElementById('search');
const field = document.getElementById('words');
const found = document.getElementById('found');
const rows = [...document.querySelectorAll('[data-of]')];
const texts = new Map(rows.map((row) => [row, (row.textContent + ' ' + row.dataset.of).toLowerCase()]));
const show = () => {
  const words = field.value.toLowerCase().split(/\\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    row.hidden = !words.every((word) => texts.get(row).includes(word));
    if (!row.hidden) count += 1;
  }
  for (const part of document.querySelectorAll('main section')) part.hidden = !part.querySelector('[data-of]:not([hidden])');
  found.textContent = words.length === 0 ? '' : count === 0 ? 'Nothing has these words.' : count + ' found';
  history.replaceState(null, '', words.length === 0 ? '#' : '#' + encodeURIComponent(field.value));
};
box.hidden = false;
field.addEventListener('input', show);
field.value = decodeURIComponent(location.hash.slice(1));
if (field.value && document.getElementById(field.value)) field.value = '';
else if (field.value) show();
field.focus();
`;
