import { enumKey } from '../contracts/wire.ts';
import { refusing } from './problem.ts';
import { echoedId, ID_LENGTH_MAX, readId } from './request-key.ts';

/** What the headers of a call say (conventions 4). A header that is given is never dropped in silence. */
export interface CallHeaders {
  readonly requestId: string;
  readonly correlationId: string;
  /** The key under which a repeat of the call is known; undefined when the caller gave none. */
  readonly requestKey: string | undefined;
  readonly locale: string;
  readonly ifMatch?: string;
  readonly continuationToken?: string;
}
type Given = Readonly<Record<string, string | undefined>>;

/** Header values may come wrapped in quotes. */
const unquoted = (value: string | undefined): string | undefined => value?.trim().replace(/^(?:W\/)?"(.*)"$/, '$1');

const canonicalCulture = (given: string | undefined): string => {
  const [, language, country] = /^([A-Za-z]{2})(?:-([A-Za-z]{2}))?/.exec(unquoted(given) ?? '') ?? [];
  return language ? language.toLowerCase() + (country ? `-${country.toUpperCase()}` : '') : 'en-US';
};

/**
 * An `If-Match` or page token that is there and empty stays one that is there: it matches no state and leads to no page.
 * `query` holds the values of the query by name, where one client puts its page token.
 */
export function callHeaders(headers: Given, query: ReadonlyMap<string, string>, newId: () => string): CallHeaders {
  const ifMatch = unquoted(headers['if-match']);
  const continuationToken =
    unquoted(headers['ms-continuationtoken']) ?? query.get(enumKey('MS-ContinuationToken'))?.trim();
  const givenId = headers['ms-requestid'];
  return {
    requestId: echoedId(givenId, newId),
    correlationId: echoedId(headers['ms-correlationid'], newId),
    requestKey: givenId === undefined ? undefined : readId(givenId)?.key,
    locale: canonicalCulture(headers['x-locale']),
    ...(ifMatch !== undefined && { ifMatch }),
    ...(continuationToken !== undefined && { continuationToken }),
  };
}

/** @throws RefusalError for an id that is given and is none. */
export function checkIds(headers: Given): void {
  for (const name of ['MS-RequestId', 'MS-CorrelationId']) {
    const given = headers[name.toLowerCase()];
    if (given !== undefined && readId(given) === undefined)
      throw refusing('invalid_input', {
        field: name,
        description: `${name}: send a GUID, or 1 to ${ID_LENGTH_MAX} visible ASCII characters.`,
      });
  }
}
