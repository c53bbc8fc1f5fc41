import { type Answer, answerOf } from './client.ts';

/** As much of a browser as a sign-in needs: cookies, redirects, forms. */

export interface Page {
  readonly url: URL;
  readonly answer: Answer;
}

export interface Browser {
  /** Opens a page and follows redirects, except to an address that begins with `stopAt`. */
  open(url: string, stopAt?: string): Promise<Page>;
  /** Fills in the first form of the page that has all of these fields and sends it. */
  submit(page: Page, fields: Readonly<Record<string, string>>, stopAt?: string): Promise<Page>;
}

interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly host: string;
  readonly path: string;
}

const redirectsMax = 20;

export function openBrowser(): Browser {
  const cookies = new Map<string, Cookie>();
  const go = async (start: URL, init: RequestInit, stopAt: string | undefined): Promise<Page> => {
    let [url, request] = [start, init];
    for (let hop = 0; hop < redirectsMax; hop += 1) {
      const headers = {
        accept: 'text/html',
        ...(init.headers as Record<string, string>),
        cookie: cookiesFor(cookies, url),
      };
      const response = await fetch(url, { ...request, headers, redirect: 'manual' });
      keepCookies(cookies, url, response);
      const answer = await answerOf(response);
      const location = response.headers.get('location');
      if (location === null || response.status < 300 || response.status > 399) return { url, answer };
      url = new URL(location, url);
      if (stopAt !== undefined && url.href.startsWith(stopAt)) return { url, answer };
      if (response.status !== 307 && response.status !== 308) request = { method: 'GET' };
    }
    throw new Error(`more than ${redirectsMax} redirects from ${start.href}`);
  };
  return {
    open: (url, stopAt) => go(new URL(url), { method: 'GET' }, stopAt),
    submit(page, fields, stopAt) {
      const form = formWith(page, Object.keys(fields));
      const values = new URLSearchParams({ ...form.values, ...fields });
      if (form.method === 'GET') return go(new URL(`?${values}`, form.action), { method: 'GET' }, stopAt);
      return go(form.action, { method: 'POST', body: values }, stopAt);
    },
  };
}

// --- cookies ---------------------------------------------------------------------------------------------------------

function keepCookies(cookies: Map<string, Cookie>, url: URL, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split(';').map((part) => part.trim());
    const attribute = (name: string): string | undefined =>
      attributes.find((text) => text.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
    const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)];
    const path = attribute('path') ?? '/';
    const key = [url.hostname, path, name].join(' ');
    const isGone = attribute('max-age') === '0' || Date.parse(attribute('expires') ?? '') < Date.now();
    if (isGone) cookies.delete(key);
    else cookies.set(key, { name, value, host: url.hostname, path });
  }
}

const cookiesFor = (cookies: Map<string, Cookie>, url: URL): string =>
  [...cookies.values()]
    .filter(({ host, path }) => host === url.hostname && isBelow(url.pathname, path))
    .sort((a, b) => b.path.length - a.path.length)
    .map(({ name, value }) => `${name}=${value}`)
    .join('; ');

const isBelow = (pathname: string, path: string): boolean =>
  pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`);

// --- forms -----------------------------------------------------------------------------------------------------------

interface Form {
  readonly action: URL;
  readonly method: string;
  readonly values: Readonly<Record<string, string>>;
}

function formWith({ url, answer }: Page, names: readonly string[]): Form {
  const forms = [...answer.text.matchAll(/<form\b([^>]*)>(.*?)<\/form>/gis)].map(([, tag = '', content = '']) => {
    const attributes = attributesOf(tag);
    const inputs = [...content.matchAll(/<(?:input|button)\b([^>]*)>/gis)].map(([, input = '']) => attributesOf(input));
    return {
      action: new URL(attributes.action ?? '', url),
      method: (attributes.method ?? 'get').toUpperCase(),
      names: inputs.flatMap(({ name }) => name ?? []),
      values: Object.fromEntries(
        inputs.flatMap(({ name, value, type }) => (name && type === 'hidden' ? [[name, value ?? '']] : [])),
      ),
    };
  });
  const form = forms.find((candidate) => names.every((name) => candidate.names.includes(name)));
  if (form) return form;
  throw new Error(`${url.href} answered ${answer.status} without a form for ${names.join(', ')}: ${wordsOf(answer)}`);
}

/** What a page says, for an error message. */
export const wordsOf = ({ text }: Answer): string =>
  text
    .replaceAll(/<(style|script)\b.*?<\/\1>/gis, ' ')
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, 300);

const attributesOf = (tag: string): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(
    [...tag.matchAll(/([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/g)].map(([, name = '', a, b, c]) => [
      name.toLowerCase(),
      unescapeHtml(a ?? b ?? c ?? ''),
    ]),
  );

/** Text as the reader sees it. */
export const unescapeHtml = (text: string): string =>
  text
    .replaceAll(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&amp;', '&');
