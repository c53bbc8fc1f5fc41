import type {
  ErrorCode,
  JsonSchema,
  OpenApiAnswer,
  OpenApiContent,
  OpenApiDocument,
  OpenApiOperation,
  OpenApiParameter,
} from '../../shared/http/openapi.ts';
import { type Html, html, marked, prose } from './html.ts';
import { style } from './style.ts';

/**
 * The reference of the API as one page: it is made when the functions are bundled, loads nothing, and needs no script.
 */
export function docsPage(document: OpenApiDocument): string {
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): Entry => ({ path, method: method.toUpperCase(), operation })),
  );
  const groups = document.tags
    .map(({ name }) => ({ name, entries: operations.filter(({ operation }) => operation.tags.includes(name)) }))
    .filter(({ entries }) => entries.length > 0);
  const body = html`<header>
<h1>${document.info.title} API</h1>
${prose(document.info.description)}
<p>${operations.length} operations. The same as a document for tools: <a href="/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
</header>
<nav aria-labelledby="contents"><h2 id="contents">Contents</h2>
${groups.map(contentsOf)}
<ul><li><a href="#limits">Limits</a></li><li><a href="#shapes">Shapes</a></li><li><a href="#error-codes">Error codes</a></li></ul>
</nav>
<main id="main">
${groups.map(
  ({ name, entries }) => html`<section aria-labelledby="group-${name}">
<h2 id="group-${name}">${titleOf(name)}</h2>
${entries.map((entry) => operationArticle(entry, document))}
</section>`,
)}
${limitsSection(document)}
${shapesSection(document)}
${errorsSection(operations)}
</main>`;
  return page(`${document.info.title} API reference`, body);
}

/** What the root of the API answers to a browser. */
export const indexPage = (document: OpenApiDocument): string =>
  page(
    document.info.title,
    html`<header><h1>${document.info.title}</h1>
<p>This is the API of a cloud-solution-provider program.</p></header>
<main id="main"><ul>
<li><a href="/docs">Reference of every operation</a></li>
<li><a href="/openapi.json">OpenAPI document</a></li>
</ul></main>`,
  );

const page = (title: string, body: Html): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${{ html: style }}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
${body}
</body>
</html>
`.html;

interface Entry {
  readonly path: string;
  readonly method: string;
  readonly operation: OpenApiOperation;
}

const titleOf = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

const contentsOf = ({ name, entries }: { name: string; entries: readonly Entry[] }): Html => html`<details>
<summary>${titleOf(name)} <span class="count">${entries.length} operations</span></summary>
<ul>${entries.map(
  ({ method, path, operation }) =>
    html`<li><a href="#${operation.operationId}"><span class="method ${method}">${method}</span> ${breakable(path)}</a></li>`,
)}</ul>
</details>`;

/** Long paths may break after a slash. */
const breakable = (path: string): Html[] =>
  path.split(/(?<=\/)/).map((part, index) => html`${index > 0 && html`<wbr>`}${part}`);

function operationArticle({ path, method, operation }: Entry, document: OpenApiDocument): Html {
  const { operationId } = operation;
  return html`<article id="${operationId}" aria-labelledby="${operationId}-title">
<h3 id="${operationId}-title"><a href="#${operationId}"><span class="method ${method}">${method}</span> <code>${breakable(path)}</code></a></h3>
<p>${marked(operation.summary)}</p>
${operation.description !== undefined && prose(operation.description)}
<p class="who"><strong>Who:</strong> ${whoOf(operation)}</p>
${operation['x-limit'] !== undefined && html`<p><strong>Limited:</strong> <a href="#limit-${operation['x-limit']}">${operation['x-limit']}</a></p>`}
${parametersTable(operation.parameters, document, operationId)}
${operation.requestBody && bodyPart(operation.requestBody, document, operationId)}
${Object.entries(operation.responses)
  .filter(([status]) => Number(status) < 400)
  .map(([status, answer]) => answerPart(status, answer, operationId))}
<h4>Refusals</h4>
<ul class="codes">${operation['x-error-codes'].map(
    ({ status, code, name }) => html`<li><a href="#error-${name}">${status}/${code} ${name}</a></li>`,
  )}</ul>
</article>`;
}

function whoOf(operation: OpenApiOperation): Html {
  const roles = operation['x-roles'];
  if (roles === 'public') return html`anybody, without a token`;
  const accounts = operation['x-accounts'];
  return html`${(roles as readonly string[]).join(', ')}${
    operation['x-token'] === 'user' && '; a user must be signed in'
  }${accounts && `; accounts: ${accounts.join(', ')}`}`;
}

// --- shapes --------------------------------------------------------------------------------------------------------

const table = (label: string, head: readonly string[], rows: readonly Html[]): Html =>
  html`<div class="scroll" role="region" tabindex="0" aria-label="${label}"><table>
<thead><tr>${head.map((name) => html`<th scope="col">${name}</th>`)}</tr></thead>
<tbody>${rows}</tbody>
</table></div>`;

function parametersTable(
  parameters: readonly OpenApiParameter[],
  document: OpenApiDocument,
  operationId: string,
): Html | undefined {
  const shared = document.components.parameters as Readonly<Record<string, OpenApiParameter>>;
  const own = parameters.filter(({ $ref }) => $ref === undefined);
  const headers = parameters.flatMap(({ $ref }) => ($ref === undefined ? [] : [shared[$ref.split('/').at(-1)!]!]));
  const headerLine = html`<p class="headers">Headers: ${headers.map(
    ({ name }, index) => html`${index > 0 && ', '}<code>${name}</code>`,
  )}</p>`;
  if (own.length === 0) return headerLine;
  const rows = own.map(
    ({ name, in: where, required, schema, description }) =>
      html`<tr><th scope="row"><code>${name}</code></th><td>${where}${required && ', required'}</td><td>${
        schema && typeOf(schema)
      }</td><td>${marked(description ?? textOf(schema, 'description') ?? '')}</td></tr>`,
  );
  return html`<h4>Parameters</h4>
${table(`Parameters of ${operationId}`, ['Name', 'In', 'Type', 'Meaning'], rows)}
${headerLine}`;
}

const textOf = (schema: JsonSchema | undefined, member: string): string | undefined =>
  typeof schema?.[member] === 'string' ? (schema[member] as string) : undefined;

/** What to send is shown in place, a named shape as well; what is answered is linked where it has a name. */
function bodyPart(
  { required, description, content }: NonNullable<OpenApiOperation['requestBody']>,
  { components }: OpenApiDocument,
  operationId: string,
): Html {
  const named = refName(content['application/json']?.schema ?? {});
  const members = named === undefined ? undefined : components.schemas[named];
  return html`<h4>Body${!required && ' (optional)'}</h4>
${description !== undefined && html`<p>${description}</p>`}
${contentPart(content, `Body of ${operationId}`)}
${members && schemaPart(members, `Members of the body of ${operationId}`)}`;
}

const answerPart = (status: string, { description, content }: OpenApiAnswer, operationId: string): Html =>
  html`<h4>Answer ${status}</h4>
<p>${description}</p>
${contentPart(content, `Answer ${status} of ${operationId}`)}`;

const contentPart = (content: OpenApiContent | undefined, label: string): Html[] =>
  Object.entries(content ?? {}).map(([mediaType, { schema }]) =>
    mediaType === 'application/json' && schema ? schemaPart(schema, label) : html`<p><code>${mediaType}</code></p>`,
  );

function schemaPart(schema: JsonSchema, label: string): Html {
  const rows = fieldRows(schema);
  if (rows.length === 0) return html`<p>${typeOf(schema)}</p>`;
  return table(label, ['Member', 'Type', 'Meaning'], rows);
}

const refName = ({ $ref }: JsonSchema): string | undefined =>
  typeof $ref === 'string' ? $ref.split('/').at(-1) : undefined;

const schemasIn = (schema: JsonSchema, member: string): readonly JsonSchema[] =>
  Array.isArray(schema[member]) ? (schema[member] as JsonSchema[]) : [];

const propertiesOf = (schema: JsonSchema): readonly (readonly [string, JsonSchema])[] =>
  Object.entries((schema.properties ?? {}) as Readonly<Record<string, JsonSchema>>);

/** Rows of an object's members; members of inner objects are named by their path. Named shapes are linked instead. */
function fieldRows(schema: JsonSchema, before = ''): Html[] {
  const required = new Set((schema.required as string[] | undefined) ?? []);
  const items = schema.items as JsonSchema | undefined;
  if (items && before === '' && refName(items) === undefined) return fieldRows(items, '[].');
  return propertiesOf(schema).flatMap(([name, member]) => {
    const path = `${before}${name}`;
    const inner = innerOf(member);
    const row = html`<tr><th scope="row"><code>${path}</code>${!required.has(name) && html` <span class="optional">optional</span>`}</th><td>${typeOf(member)}</td><td>${marked(textOf(member, 'description') ?? '')}</td></tr>`;
    return inner ? [row, ...fieldRows(inner.schema, `${path}${inner.suffix}.`)] : [row];
  });
}

function innerOf(schema: JsonSchema): { schema: JsonSchema; suffix: string } | undefined {
  if (schema.properties) return { schema, suffix: '' };
  const items = schema.items as JsonSchema | undefined;
  return items?.properties ? { schema: items, suffix: '[]' } : undefined;
}

/** A type in a few words: `list of Customer`, `text (uuid)`, `one of a, b`. */
function typeOf(schema: JsonSchema): Html {
  const name = refName(schema);
  if (name !== undefined) return html`<a href="#shape-${name}">${name}</a>`;
  if (Array.isArray(schema.enum)) return html`one of ${(schema.enum as unknown[]).map(String).join(', ')}`;
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
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
  const { type, format, pattern, minimum, maximum, minLength, maxLength } = schema;
  const word = typeof type === 'string' ? (typeWords[type] ?? type) : 'anything';
  const limits = [
    format,
    range(minimum, maximum, ''),
    range(minLength === 0 ? undefined : minLength, maxLength, ' characters'),
    format === undefined && pattern !== undefined ? String(pattern) : undefined,
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

/** Lengths of windows in words; without a window the number holds at any time. */
const windowOf = (seconds: number | undefined): string =>
  seconds === undefined
    ? 'at any time'
    : seconds === 60
      ? 'in a minute'
      : seconds === 3600
        ? 'in an hour'
        : `in ${seconds} seconds`;

const limitsSection = (document: OpenApiDocument): Html => html`<section aria-labelledby="limits">
<h2 id="limits">Limits</h2>
<p>Beyond a limit the answer is 429 with <code>Retry-After</code>, in the shape <a href="#shape-Throttled">Throttled</a>; at the token endpoints it is an OAuth error. A window begins with the first act that is counted. Failed sign-ins are held back by the issuer, for each user and address.</p>
${table(
  'Limits',
  ['Name', 'At most', 'For each', 'What is counted'],
  Object.entries(document['x-limits']).map(
    ([name, { max, seconds, per, counts }]) =>
      html`<tr id="limit-${name}"><th scope="row">${name}</th><td>${max} ${windowOf(seconds)}</td><td>${per}</td><td>${counts}</td></tr>`,
  ),
)}
</section>`;

const shapesSection = ({ components }: OpenApiDocument): Html => html`<section aria-labelledby="shapes">
<h2 id="shapes">Shapes</h2>
${Object.entries(components.schemas).map(
  ([name, schema]) => html`<article id="shape-${name}" aria-labelledby="shape-${name}-title">
<h3 id="shape-${name}-title"><a href="#shape-${name}">${name}</a></h3>
${textOf(schema, 'description') !== undefined && html`<p>${marked(textOf(schema, 'description')!)}</p>`}
${schemaPart(schema, `Members of ${name}`)}
</article>`,
)}
</section>`;

function errorsSection(operations: readonly Entry[]): Html {
  const codes = new Map<string, ErrorCode>(
    operations.flatMap(({ operation }) => operation['x-error-codes'].map((code) => [code.name, code] as const)),
  );
  const rows = [...codes.values()]
    .sort((a, b) => a.status - b.status || a.code - b.code)
    .map(
      ({ name, status, code, description }) =>
        html`<tr id="error-${name}"><th scope="row">${status}</th><td>${code}</td><td>${name}</td><td>${description}</td></tr>`,
    );
  return html`<section aria-labelledby="error-codes">
<h2 id="error-codes">Error codes</h2>
<p>Every refusal has the shape <a href="#shape-Error">Error</a>. Its <code>code</code> tells the reason.</p>
${table('Error codes', ['Status', 'Code', 'Name', 'Meaning'], rows)}
</section>`;
}
