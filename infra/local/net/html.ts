/** Text made safe for HTML. */
export type Html = { readonly html: string };

/** Makes HTML of a template literal: every value is escaped unless it is `Html` itself; lists are joined. */
export function html(texts: TemplateStringsArray, ...values: readonly unknown[]): Html {
  return { html: texts.reduce((whole, text, index) => whole + render(values[index - 1]) + text) };
}

function render(value: unknown): string {
  if (value === undefined || value === null || value === false) return '';
  if (Array.isArray(value)) return value.map(render).join('');
  if (typeof value === 'object' && 'html' in value) return String(value.html);
  return escapeHtml(String(value));
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string) => text.replaceAll(/[&<>"']/g, (character) => escapes[character] ?? '');

/** Text in which a long address may go on in the next line: after `@`, a dot or a slash. */
export const breakable = (text: string): Html => ({
  html: text
    .split(/(?<=[@./])(?=\p{L})/u)
    .map(escapeHtml)
    .join('<wbr>'),
});

/** Plain, legible, for phone and keyboard, light and dark; the colours are those of the pages that lead here. */
const style = `
:root{color-scheme:light dark;--ink:#1b2430;--soft:#51606f;--paper:#fff;--ground:#eef2f5;--line:#d5dde4;--accent:#0b5f66;--on-accent:#fff;--link:#084a50;--focus:#b45309;--error:#9a2318}
@media(prefers-color-scheme:dark){:root{--ink:#e8edf2;--soft:#a9b6c3;--paper:#17202a;--ground:#0e151d;--line:#2e3b48;--accent:#5cc4c9;--on-accent:#06262a;--link:#86d8dc;--focus:#fbbf24;--error:#ff9c8f}}
*{box-sizing:border-box}
body{font:1rem/1.5 system-ui,sans-serif;margin:0;padding:.75rem;background:var(--ground);color:var(--ink);overflow-wrap:anywhere}
header{max-width:46rem;margin:0 auto;padding:0 .25rem .75rem;color:var(--soft);font-weight:600;font-size:.9375rem}
header.narrow{max-width:28rem}
header p{margin:0}
main{max-width:46rem;margin:0 auto;padding:1.5rem;background:var(--paper);border:1px solid var(--line);border-radius:14px}
main.narrow{max-width:28rem}
@media(min-width:40rem){body{padding:3rem 1rem}main{padding:2.5rem}}
main>:first-child{margin-top:0}
main>:last-child{margin-bottom:0}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}
a{color:var(--link)}
label{display:block;font-weight:600;margin:1rem 0 .25rem}
input{width:100%;font:inherit;padding:.6rem;border:1px solid var(--soft);border-radius:9px;background:transparent;color:inherit}
input[aria-invalid=true]{border:2px solid var(--error)}
button{font:inherit;font-weight:600;margin-top:1.25rem;padding:.6rem 1.25rem;border:0;border-radius:9px;background:var(--accent);color:var(--on-accent);cursor:pointer}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.error{color:var(--error);font-weight:600;margin:.25rem 0 0}
.soft{color:var(--soft)}
.small{font-size:.9375rem}
ol.mails{list-style:none;padding:0;margin:0}
ol.mails li{border-top:1px solid var(--line);padding:.75rem 0}
ol.mails a{display:block;font-weight:600;padding:.25rem 0}
ol.mails p{margin:0}
dl{display:grid;grid-template-columns:auto minmax(0,1fr);gap:.25rem 1rem;margin:0 0 1rem}dt{color:var(--soft)}dd{margin:0}
pre{white-space:pre-wrap;font:inherit;border-top:1px solid var(--line);padding-top:1rem}
.mail{margin:0 -1.5rem;border:solid var(--line);border-width:1px 0;contain:layout paint}
@media(min-width:40rem){.mail{margin:0;border-width:1px;border-radius:9px;overflow:hidden}}
summary{cursor:pointer;margin-top:.75rem}
form.search{display:flex;gap:.5rem;align-items:end;flex-wrap:wrap;margin-bottom:1rem}form.search div{flex:1 1 14rem}form.search label{margin-top:0}form.search button{margin:0}
`;

/** What is around a page. */
export type Frame = {
  readonly title: string;
  readonly programName: string;
  /** For a page that holds a form and little else. */
  readonly isNarrow?: boolean;
};

/** A whole page under the program's name, as the program's own pages are. */
export function page({ title, programName, isNarrow = false }: Frame, body: Html): string {
  const width = isNarrow ? 'narrow' : 'wide';
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(`${title} – ${programName}`)}</title>
<style>${style}</style>
</head>
<body>
<header class="${width}"><p>${breakable(programName).html}</p></header>
<main class="${width}">
${body.html}
</main>
</body>
</html>
`;
}
