import type { FileReply } from '../http/call.ts';
import { ok } from '../kernel/result.ts';
import { htmlPage, type Page } from './template.ts';

const HTML = 'text/html; charset=utf-8';

/** No script runs on our pages, nobody may frame them, and no address of theirs (it holds a token) is told on. */
const PAGE_HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
} as const;

const secured = (root: string): Record<string, string> =>
  root.startsWith('https:')
    ? { ...PAGE_HEADERS, 'strict-transport-security': 'max-age=31536000' }
    : { ...PAGE_HEADERS };

export interface PageOptions {
  readonly root: string;
  /** Named unlike the cookies of a call, so that no request's are ever sent back in place of ours. */
  readonly setCookies?: readonly string[];
}

/** A page as an answer, under the program's name. */
export const pageReply = <const S extends number>(
  status: S,
  page: Page,
  { root, setCookies }: PageOptions,
  { settings }: { readonly settings: { readonly programName: string } },
) =>
  ok<FileReply<S>>({
    status,
    file: { bytes: htmlPage(page, settings.programName), mediaType: HTML },
    headers: secured(root),
    ...(setCookies && { cookies: setCookies }),
  });

/** Sends the browser on; `303` after a form, so that going back does not send it again. */
export const redirectReply = <const S extends 302 | 303>(
  status: S,
  location: string,
  { root, setCookies }: PageOptions,
) => ok({ status, headers: { ...secured(root), location }, ...(setCookies && { cookies: setCookies }) });
