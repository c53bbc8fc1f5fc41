import {
  errorCodesOf,
  type OpenApiAnswer,
  type OpenApiContent,
  type OpenApiDocument,
  type OpenApiOperation,
  type OpenApiParameter,
} from '../../shared/http/openapi.ts';
import { breakable, breakablePath, memberList, refName, schemaPart, textOf, typeOf } from './docs-shape.ts';
import { type Html, html, marked, prose } from './html.ts';

export interface Entry {
  readonly path: string;
  readonly method: string;
  readonly operation: OpenApiOperation;
}

export const operationsOf = ({ paths }: OpenApiDocument): readonly Entry[] =>
  Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

export const methodAndPath = ({ method, path }: Entry): Html =>
  html`<span class="method">${method}</span> <code>${breakablePath(path)}</code>`;

/** One operation: who may call it, what it takes and answers, with examples, and what it refuses. */
export function operationArticle(entry: Entry, document: OpenApiDocument): Html {
  const { operation } = entry;
  const { operationId, description, 'x-limit': limit } = operation;
  return html`<article id="${operationId}" aria-labelledby="${operationId}-title">
<h3 id="${operationId}-title"><a href="#${operationId}">${marked(operation.summary.replace(/\.$/, ''))}</a></h3>
<p class="call">${methodAndPath(entry)}</p>
${description !== undefined && prose(description)}
<p class="quiet"><strong>Who:</strong> ${whoOf(operation)}. <strong>Operation:</strong> <code>${breakable(operationId)}</code>${
    limit !== undefined && html`. <strong>Limited:</strong> <a href="/docs/limits#limit-${limit}">${limit}</a>`
  }</p>
${parametersPart(operation.parameters, document)}
${operation.requestBody && bodyPart(operation.requestBody, document)}
${Object.entries(operation.responses)
  .filter(([status]) => Number(status) < 400)
  .map(([status, answer]) => answerPart(status, answer))}
<details><summary>Refusals (${operation['x-error-codes'].length})</summary>
<ul class="codes">${errorCodesOf(document, operation).map(
    ({ status, code, name }) =>
      html`<li><a href="/docs/errors#error-${name}">${status}/${code} ${breakable(name)}</a></li>`,
  )}</ul></details>
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

/** Own parameters one by one; the headers of every call are linked. */
function parametersPart(parameters: readonly OpenApiParameter[], document: OpenApiDocument): Html {
  const shared = document.components.parameters as Readonly<Record<string, OpenApiParameter>>;
  const own = parameters.filter(({ $ref }) => $ref === undefined);
  const headers = parameters.flatMap(({ $ref }) => ($ref === undefined ? [] : [shared[$ref.split('/').at(-1)!]!]));
  return html`${
    own.length > 0 &&
    html`<h4>Parameters</h4>${memberList(
      own.map(({ name, in: where, required, schema, description }) => ({
        name,
        type: schema ? typeOf(schema) : html``,
        note: required ? where : `${where}, optional`,
        meaning: description ?? textOf(schema, 'description') ?? '',
      })),
    )}`
  }
${headers.length > 0 && html`<p class="quiet"><a href="/docs#headers">Headers</a>: ${headers.map(({ name }, index) => html`${index > 0 && ', '}<code>${breakable(name)}</code>`)}</p>`}`;
}

/** What to send is shown in place, a named shape as well; what is answered is linked where it has a name. */
function bodyPart(
  { required, description, content }: NonNullable<OpenApiOperation['requestBody']>,
  { components }: OpenApiDocument,
): Html {
  const named = refName(content['application/json']?.schema ?? {});
  const members = named === undefined ? undefined : components.schemas[named];
  return html`<h4>Body${!required && ' (optional)'}</h4>
${description !== undefined && html`<p>${description}</p>`}
${members && schemaPart(members)}
${contentPart(content, members !== undefined)}`;
}

const answerPart = (status: string, { description, content }: OpenApiAnswer): Html =>
  html`<h4>Answer ${status}</h4>
<p>${description}</p>
${contentPart(content, false)}`;

const contentPart = (content: OpenApiContent | undefined, isShown: boolean): Html[] =>
  Object.entries(content ?? {}).map(([mediaType, { schema, examples = {} }]) => {
    const isJson = mediaType.startsWith('application/json');
    const shape = isJson && schema && !isShown ? schemaPart(schema) : undefined;
    return html`${shape ?? (!isJson && html`<p><code>${breakable(mediaType)}</code></p>`)}${Object.values(examples).map(
      ({ value }) => value !== undefined && exampleBlock(value, mediaType),
    )}`;
  });

/** Folded, so that a page can be looked over; it can be scrolled with the keyboard. */
export const exampleBlock = (value: unknown, mediaType: string): Html =>
  html`<details><summary>Example <span class="quiet">${mediaType.split(';')[0]!}</span></summary><pre tabindex="0"><code>${
    typeof value === 'string' ? value : JSON.stringify(value, null, 2)
  }</code></pre></details>`;
