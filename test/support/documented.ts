import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { apiDocument } from '../../infra/document.ts';
import type { OpenApiAnswer, OpenApiDocument, OpenApiOperation } from '../../shared/http/openapi.ts';
import { InvariantError } from '../../shared/kernel/invariant.ts';
import type { TestAnswer } from './api.ts';

/** The document as the judge of answers (API-2): status, media type, shape, headers. */
export interface Documented {
  /** @throws InvariantError that says what of the answer the document does not know. */
  check(operation: { readonly method: string; readonly path: string }, answer: TestAnswer): void;
}

/**
 * Formats are not looked at: shapes that need one have a pattern. A shape is compiled once for all that refer to it, and not made
 * shorter: compiling takes longer than all checks do.
 */
const options = {
  ...{ strict: false, validateFormats: false, allErrors: false },
  ...{ inlineRefs: false, code: { optimize: false } },
} as const;
const ROOT = 'document';

export function documented(document: OpenApiDocument): Documented {
  const ajv = new Ajv2020(options);
  ajv.addSchema({ ...document, $id: ROOT });
  const validators = new Map<string, ValidateFunction>();
  const validatorOf = (pointer: string): ValidateFunction => {
    const known = validators.get(pointer) ?? ajv.compile({ $ref: `${ROOT}#${pointer}` });
    validators.set(pointer, known);
    return known;
  };
  return {
    check({ method, path }, answer) {
      const name = `${method} ${path} ${answer.status}`;
      const operations = document.paths[path];
      const operation = operations?.[method.toLowerCase()] ?? (method === 'HEAD' ? operations?.get : undefined);
      if (!operation) throw new InvariantError(`${method} ${path} is in the document`);
      const found = answerOf(document, operation, answer.status);
      if (!found) throw new InvariantError(`the document has ${name}; it has ${Object.keys(operation.responses)}`);
      const missing = missingHeaders(document, found.answer, answer.headers);
      if (missing.length > 0) throw new InvariantError(`${name} has the headers ${missing}`);
      const mediaType = answer.headers['content-type'];
      if (method === 'HEAD' || isBare(answer)) return;
      const contents = Object.keys(found.answer.content ?? {});
      const content = contents.find((each) => each === mediaType || `${each}; charset=utf-8` === mediaType);
      if (content === undefined && (mediaType !== undefined || contents.length > 0))
        throw new InvariantError(`the document has ${name} as ${mediaType}; it has ${contents}`);
      if (content !== 'application/json' || answer.body === undefined) return;
      const at = [...(found.pointer ?? ['paths', path, method.toLowerCase(), 'responses', String(answer.status)])];
      const validate = validatorOf(pointerOf([...at, 'content', content, 'schema']));
      if (!validate(answer.body))
        throw new InvariantError(`${name} is as documented: ${ajv.errorsText(validate.errors)} in ${answer.text}`);
    },
  };
}

/** A second factor that is missing is told by the header alone (conventions 2.4). */
const isBare = ({ status, text, headers }: TestAnswer): boolean =>
  status === 401 && text === '' && headers['www-authenticate']?.includes('invalid_token') === true;

const pointerOf = (words: readonly string[]): string =>
  words.map((word) => `/${encodeURIComponent(word.replaceAll('~', '~0').replaceAll('/', '~1'))}`).join('');

interface Found {
  readonly answer: OpenApiAnswer;
  /** Where a shared answer is in the document. */
  readonly pointer?: readonly string[];
}

function answerOf({ components }: OpenApiDocument, { responses }: OpenApiOperation, status: number): Found | undefined {
  const answer = responses[String(status)];
  if (answer?.$ref === undefined) return answer && { answer };
  const name = answer.$ref.split('/').at(-1)!;
  const shared = (components.responses as Readonly<Record<string, OpenApiAnswer>>)[name]!;
  return { answer: shared, pointer: ['components', 'responses', name] };
}

function missingHeaders(
  { components }: OpenApiDocument,
  { headers = {} }: OpenApiAnswer,
  given: TestAnswer['headers'],
): string[] {
  const known = components.headers as Readonly<Record<string, { readonly required?: boolean }>>;
  return Object.entries(headers)
    .filter(([, { $ref }]) => known[String($ref).split('/').at(-1)!]?.required)
    .map(([name]) => name)
    .filter((name) => given[name.toLowerCase()] === undefined);
}

let kept: Documented | undefined;
/** The document of the manifests as they are now; it is made once. */
export const documentedProgram = (): Documented => {
  kept ??= documented(apiDocument());
  return kept;
};
