import { type LimitSettings, limitNames } from '../../shared/contracts/limits.ts';
import type { OpenApiDocument } from '../../shared/http/openapi.ts';

/** Pages and document are made with the bundle, before a deployment says its numbers: marks hold their places. */
const markOf = (name: string): string => `{limit of ${name}}`;

/** The document with marks where the numbers of limits are. */
export const withMarks = (document: OpenApiDocument): OpenApiDocument => ({
  ...document,
  'x-limits': Object.fromEntries(
    Object.entries(document['x-limits']).map(([name, limit]) => [name, { ...limit, max: markOf(name) }]),
  ) as unknown as OpenApiDocument['x-limits'],
});

/** Puts the deployment's numbers into a page or the document; what has no mark stays as it is. */
export const withLimits = (text: string, settings: LimitSettings): string =>
  limitNames.reduce(
    (filled, name) =>
      filled
        .replaceAll(JSON.stringify(markOf(name)), String(settings[name]))
        .replaceAll(markOf(name), String(settings[name])),
    text,
  );
