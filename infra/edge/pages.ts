import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { GatewayEvent, GatewayReply } from '../../shared/http/gateway.ts';
import { problemReply } from '../../shared/http/problem.ts';

/** Answers the pages that are the edge's own, or undefined for any other request. */
export type Pages = (event: GatewayEvent) => GatewayReply | undefined;

interface Page {
  readonly file: string;
  readonly mediaType: string;
}

/** Paths of the edge's own pages, in lower case. */
const known: Readonly<Record<string, Page>> = {
  '/': { file: 'index.html', mediaType: 'text/html; charset=utf-8' },
  '/docs': { file: 'docs.html', mediaType: 'text/html; charset=utf-8' },
  '/openapi.json': { file: 'openapi.json', mediaType: 'application/json; charset=utf-8' },
};

const HOUR_SECONDS = 3600;

/** Serves static pages, each read once; compressed for those who take it. `read` gives the text of a file. */
export function pages(read: (file: string) => string): Pages {
  const kept = new Map<string, { text: string; zipped: string; etag: string; policy: string }>();
  const load = ({ file }: Page) => {
    const before = kept.get(file);
    if (before) return before;
    const text = read(file);
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
    if (!page) return undefined;
    if (method !== 'GET' && method !== 'HEAD')
      return problemReply({ name: 'resource_not_found', allow: ['GET', 'HEAD'] });
    const { text, zipped, etag, policy } = load(page);
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

/** Nothing is loaded from anywhere; the page's own style sheet is let in by its hash. */
function contentPolicy(text: string): string {
  const styles = [...text.matchAll(/<style>([\s\S]*?)<\/style>/g)].map(
    ([, style]) => `'sha256-${createHash('sha256').update(style!).digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    `style-src ${styles.join(' ') || "'none'"}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
