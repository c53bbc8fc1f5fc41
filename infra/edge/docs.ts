import type { OpenApiDocument } from '../../shared/http/openapi.ts';
import { type Area, areas } from '../areas.ts';
import { docsFiles } from './docs-files.ts';
import { methodAndPath, operationArticle, operationsOf } from './docs-operation.ts';
import { type Placed, searchPart } from './docs-search.ts';
import { breakable, schemaPart, shapesWithin, textOf } from './docs-shape.ts';
import { quickStart } from './docs-start.ts';
import { type Html, html, marked, prose } from './html.ts';
import { style } from './style.ts';

/**
 * The reference of the API as pages: a quick start, one page for each group of operations with the shapes that they use,
 * limits, codes, and an index. They are made when the functions are bundled, load nothing, and need no script; the index
 * alone has one, which only hides what was not looked for.
 *
 * @returns the pages by the names of their files (`docsFiles`).
 */
export function docsPages(document: OpenApiDocument): Readonly<Record<string, string>> {
  const all = operationsOf(document);
  const placed = areas.flatMap(({ name, slug }) =>
    all.filter(({ operation }) => operation.tags.includes(name)).map((entry): Placed => ({ ...entry, slug })),
  );
  const groups = areas.filter(({ slug }) => placed.some((entry) => entry.slug === slug));
  const shell = (at: string, title: string, main: Html): readonly [string, string] => [
    docsFiles[at]!,
    page(`${title} · ${document.info.title} API`, shellOf({ at, title, main, groups, name: document.info.title })),
  ];
  return Object.fromEntries([
    shell('/docs', 'Reference', overview(document, placed, groups)),
    ...groups.map((group) => shell(`/docs/${group.slug}`, group.name, groupPart(group, placed, document))),
    shell('/docs/search', 'Search', searchPart(placed, document)),
    shell('/docs/limits', 'Limits', limitsPart(document)),
    shell('/docs/errors', 'Error codes', errorsPart(document)),
  ]);
}

/** What the root of the API answers to a browser. */
export const indexPage = (document: OpenApiDocument): string =>
  page(
    document.info.title,
    html`<div class="frame"><main id="main" class="card"><h1>${document.info.title}</h1>
<p>This is the API of a cloud-solution-provider program.</p>
<ul>
<li><a href="/docs">Quick start and reference of every operation</a></li>
<li><a href="/openapi.json">OpenAPI document</a></li>
</ul></main></div>`,
  );

const page = (title: string, body: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${body}
</body>
</html>
`.html;

interface Shell {
  readonly at: string;
  readonly title: string;
  readonly main: Html;
  readonly groups: readonly Area[];
  readonly name: string;
}

/** The pages beside the content; on a phone they are folded above it. */
function shellOf({ at, title, main, groups, name }: Shell): Html {
  const link = (to: string, text: string) =>
    html`<li><a href="${to}"${to === at && html` aria-current="page"`}>${text}</a></li>`;
  const links = html`<ul>${link('/docs', 'Quick start')}${link('/docs/search', 'Search')}</ul>
<ul>${groups.filter(({ slug }) => slug !== 'pages').map(({ slug, name: text }) => link(`/docs/${slug}`, text))}</ul>
<ul>${link('/docs/errors', 'Error codes')}${link('/docs/limits', 'Limits')}${groups
    .filter(({ slug }) => slug === 'pages')
    .map(({ slug, name: text }) => link(`/docs/${slug}`, text))}</ul>`;
  return html`<header class="top"><a class="name" href="/docs">${name} API</a> <a href="/docs/search">Search</a></header>
<div class="sides">
<nav class="wide" aria-label="Pages">${links}</nav>
<details class="narrow"><summary>Pages</summary><nav aria-label="Pages">${links}</nav></details>
<main id="main"><h1>${title}</h1>
${main}
</main>
</div>`;
}

const overview = (document: OpenApiDocument, placed: readonly Placed[], groups: readonly Area[]): Html => html`
${prose(document.info.description)}
<p>${placed.length} operations. The same for tools: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
${quickStart(document)}
<section aria-labelledby="all"><h2 id="all">All operations</h2>
<ul class="cards">${groups.map(
  ({ slug, name, description }) =>
    html`<li><a href="/docs/${slug}">${name}</a> <span class="quiet">${placed.filter((entry) => entry.slug === slug).length} operations</span><p>${description}</p></li>`,
)}</ul></section>`;

function groupPart({ slug, description }: Area, placed: readonly Placed[], document: OpenApiDocument): Html {
  const own = placed.filter((entry) => entry.slug === slug);
  const { schemas } = document.components;
  const names = [...new Set(own.flatMap(({ operation }) => [...shapesWithin(operation, document.components)]))].sort();
  return html`<p class="lead">${description}</p>
<nav aria-label="Operations on this page"><ul class="index">${own.map(
    (entry) =>
      html`<li><a href="#${entry.operation.operationId}">${methodAndPath(entry)}</a> <span>${marked(entry.operation.summary)}</span></li>`,
  )}</ul></nav>
<section aria-labelledby="operations"><h2 id="operations">Operations</h2>
${own.map((entry) => operationArticle(entry, document))}</section>
<section aria-labelledby="shapes"><h2 id="shapes">Shapes</h2>
${names.map(
  (name) => html`<article id="shape-${name}" aria-labelledby="shape-${name}-title">
<h3 id="shape-${name}-title"><a href="#shape-${name}">${breakable(name)}</a></h3>
${textOf(schemas[name], 'description') !== undefined && html`<p>${marked(textOf(schemas[name], 'description')!)}</p>`}
${schemaPart(schemas[name] ?? {})}
</article>`,
)}</section>`;
}

/** Lengths of windows in words; without a window the number holds at any time. */
const windowOf = (seconds: number | undefined): string =>
  seconds === undefined
    ? 'at any time'
    : seconds === 60
      ? 'in a minute'
      : seconds === 3600
        ? 'in an hour'
        : `in ${seconds} seconds`;

const limitsPart = (document: OpenApiDocument): Html => html`
<p>Beyond a limit the answer is 429 with <code>Retry-After</code>; at the token endpoints it is an OAuth error. A window begins with the first act that is counted. Failed sign-ins are held back by the issuer, for each user and address.</p>
<dl class="members">${Object.entries(document['x-limits']).map(
  ([name, { max, seconds, per, counts }]) =>
    html`<div id="limit-${name}"><dt><code>${breakable(name)}</code></dt><dd class="type">${max} ${windowOf(seconds)}, for each ${per}</dd><dd>${counts}</dd></div>`,
)}</dl>`;

function errorsPart(document: OpenApiDocument): Html {
  return html`<p>A refusal answers <code>code</code>, which tells the reason, and <code>description</code>, which says it in words. Where
one member is wrong, <code>parameters.field</code> names it.</p>
<dl class="members">${Object.entries(document['x-error-codes'])
    .sort(([, a], [, b]) => a.status - b.status || a.code - b.code)
    .map(
      ([name, { status, code, description }]) =>
        html`<div id="error-${name}"><dt><code>${status}/${code}</code></dt><dd class="type">${breakable(name)}</dd><dd>${description}</dd></div>`,
    )}</dl>`;
}
