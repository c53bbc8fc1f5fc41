import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { GatewayEvent, GatewayReply } from '../../shared/http/gateway.ts';
import { problemReply } from '../../shared/http/problem.ts';
import { docsFiles } from './docs-files.ts';

/** Answers the pages that are the edge's own, or undefined for any other request. */
export type Pages = (event: GatewayEvent) => GatewayReply | undefined;

interface Page {
  readonly file: string;
  readonly mediaType: string;
}

/** Paths of the edge's own pages, in lower case. */
const known: Readonly<Record<string, Page>> = {
  '/': { file: 'index.html', mediaType: 'text/html; charset=utf-8' },
  ...Object.fromEntries(
    Object.entries(docsFiles).map(([path, file]) => [path, { file, mediaType: 'text/html; charset=utf-8' }]),
  ),
  '/openapi.json': { file: 'openapi.json', mediaType: 'application/json; charset=utf-8' },
};

const HOUR_SECONDS = 3600;

/** Serves static pages, each read once; compressed for those who take it. `read` gives the text of a file, where there is one. */
export function pages(read: (file: string) => string | undefined): Pages {
  const kept = new Map<string, { text: string; zipped: string; etag: string; policy: string }>();
  const load = ({ file }: Page) => {
    const before = kept.get(file);
    if (before) return before;
    const text = read(file);
    if (text === undefined) return undefined;
    const loaded = {
      text,
      zipped: gzipSync(text).toString('base64'),
      etag: `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`,
      policy: contentPolicy(text),
    };
    kept.set(file, loaded);
    return loaded;
  };
  return (event) => {
    const { method } = event.requestContext.http;
    const page =
      known[
        event.rawPath
          .toLowerCase()
          .replace(/\/+/g, '/')
          .replace(/(?<=.)\/$/, '')
      ];
    const loaded = page && load(page);
    if (!loaded) return undefined;
    if (method !== 'GET' && method !== 'HEAD')
      return problemReply({ name: 'resource_not_found', allow: ['GET', 'HEAD'] });
    const { text, zipped, etag, policy } = loaded;
    const headers = {
      'content-type': page.mediaType,
      'cache-control': `public, max-age=${HOUR_SECONDS}`,
      etag,
      vary: 'accept-encoding',
      'content-security-policy': policy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    };
    if (event.headers['if-none-match'] === etag) return { statusCode: 304, headers };
    if (!/\bgzip\b/.test(event.headers['accept-encoding'] ?? '')) return { statusCode: 200, headers, body: text };
    return {
      statusCode: 200,
      headers: { ...headers, 'content-encoding': 'gzip' },
      body: zipped,
      isBase64Encoded: true,
    };
  };
}

/** Hashes of what stands between tags of a page, as its policy names them. */
const hashesOf = (text: string, tag: 'style' | 'script'): string =>
  [...text.matchAll(new RegExp(`<${tag}>([\\s\\S]*?)</${tag}>`, 'g'))]
    .map(([, inner]) => `'sha256-${createHash('sha256').update(inner!).digest('base64')}'`)
    .join(' ') || "'none'";

/** Nothing is loaded from anywhere; the page's own style sheet and script are let in by their hashes. */
function contentPolicy(text: string): string {
  return [
    "default-src 'none'",
    `style-src ${hashesOf(text, 'style')}`,
    `script-src ${hashesOf(text, 'script')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
