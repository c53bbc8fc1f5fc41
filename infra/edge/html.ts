/** Text that is HTML already; everything else is escaped when it is put into a template. */
export interface Html {
  readonly html: string;
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (character) => escapes[character]!);

type Part = Html | string | number | undefined | false | readonly Part[];

const textOf = (part: Part): string => {
  if (part === undefined || part === false) return '';
  if (Array.isArray(part)) return part.map(textOf).join('');
  return typeof part === 'object' ? (part as Html).html : escaped(String(part));
};

/** Builds HTML; values are escaped unless they are HTML themselves, lists are joined, absent ones left out. */
export const html = (strings: TemplateStringsArray, ...parts: readonly Part[]): Html => ({
  html: strings.reduce((text, string, index) => text + textOf(parts[index - 1]) + string),
});

/** Text with `code` and blank lines between paragraphs. */
export const prose = (text: string): Html[] =>
  text.split(/\n\s*\n/).map((paragraph) => html`<p>${marked(paragraph)}</p>`);

/** Text with `code`, which may break after a comma or a slash. */
export const marked = (text: string): Part[] =>
  text
    .split('`')
    .map((part, index) =>
      index % 2 === 0
        ? part
        : html`<code>${part.split(/(?<=[,/])/).map((piece, at) => html`${at > 0 && html`<wbr>`}${piece}`)}</code>`,
    );
