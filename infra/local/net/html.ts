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

/** Plain, legible, for phone and keyboard, light and dark. */
const style = `
:root{color-scheme:light dark;--line:#c9ced6;--soft:#5a6472;--accent:#0b5cad;--error:#b3261e}
@media(prefers-color-scheme:dark){:root{--line:#454d59;--soft:#a8b1bd;--accent:#7ab8ff;--error:#ff9a90}}
*{box-sizing:border-box}
body{font:1rem/1.5 system-ui,sans-serif;margin:0 auto;padding:1.5rem 1rem;max-width:46rem}
h1{font-size:1.5rem;line-height:1.25;margin:0 0 1rem}
a{color:var(--accent)}
label{display:block;font-weight:600;margin:1rem 0 .25rem}
input{width:100%;font:inherit;padding:.6rem;border:1px solid var(--soft);border-radius:.375rem;background:transparent;color:inherit}
input[aria-invalid=true]{border-color:var(--error)}
button{font:inherit;font-weight:600;margin-top:1.25rem;padding:.6rem 1.25rem;border:0;border-radius:.375rem;background:#0b5cad;color:#fff;cursor:pointer}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.error{color:var(--error);margin:.25rem 0 0}
.soft{color:var(--soft)}
ol.mails{list-style:none;padding:0;margin:0}
ol.mails li{border-top:1px solid var(--line);padding:.75rem 0}
ol.mails a{font-weight:600}
dl{display:grid;grid-template-columns:auto 1fr;gap:.25rem 1rem;margin:0 0 1rem}dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;border-top:1px solid var(--line);padding-top:1rem}
iframe{width:100%;height:70vh;border:1px solid var(--line);border-radius:.375rem;background:#fff}
form.search{display:flex;gap:.5rem;align-items:end;flex-wrap:wrap;margin-bottom:1rem}form.search div{flex:1 1 14rem}form.search label{margin-top:0}form.search button{margin:0}
`;

/** A whole page. */
export function page(title: string, body: Html): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
${body.html}
</main>
</body>
</html>
`;
}
