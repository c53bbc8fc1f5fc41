import { type Colours, dark, light } from '../../../../shared/kernel/colours.ts';
import { breakable, escapeHtml } from '../../../../shared/kernel/html.ts';

/** A mail as its receiver reads it. The same words twice: plain, and as simple HTML without images or scripts. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A part of a mail's body. */
export type Block =
  | { readonly paragraph: string }
  /** Names and values. Addresses of the API stand here, as text: a browser that opens one shows nothing to read. */
  | { readonly facts: readonly (readonly [name: string, value: string])[] }
  /** A button that leads to a page. */
  | { readonly link: { readonly label: string; readonly address: string } }
  /** Somebody else's words, set apart. */
  | { readonly quote: string }
  | { readonly small: string };

/** What a mail says, before it is laid out. */
export interface Letter {
  readonly subject: string;
  readonly blocks: readonly Block[];
}

/** Lays out a letter under the program's name, as its pages are; every word is escaped in the HTML. */
export function layOut({ subject, blocks }: Letter, programName: string): MailText {
  const oneLine = singleLine(subject);
  return {
    subject: oneLine,
    text: `${[programName, ...blocks.map(plainBlock)].join('\n\n')}\n`,
    html: htmlLetter({ title: oneLine, programName, body: blocks.map(htmlBlock).join('\n') }),
  };
}

/** A subject is one line: a name in it cannot begin a header of its own. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
const singleLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f\s]+/g, ' ').trim();

function plainBlock(block: Block): string {
  if ('paragraph' in block) return block.paragraph;
  if ('small' in block) return block.small;
  if ('link' in block) return `${block.link.label}:\n${block.link.address}`;
  if ('quote' in block)
    return block.quote
      .split(/\r?\n/)
      .map((line) => `> ${line}`)
      .join('\n');
  const width = Math.max(...block.facts.map(([name]) => name.length));
  return block.facts.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
}

function htmlBlock(block: Block): string {
  if ('paragraph' in block) return `<p style="margin:0 0 16px">${breakable(block.paragraph)}</p>`;
  if ('small' in block) return `<p ${QUIET};font-size:14px;margin:0">${breakable(block.small)}</p>`;
  if ('quote' in block)
    return `<blockquote class="line" style="margin:0 0 16px;padding-left:12px;border-left:3px solid ${light.line};white-space:pre-line">${breakable(block.quote)}</blockquote>`;
  if ('link' in block) return htmlLink(block.link);
  const rows = block.facts.map(
    ([name, value]) =>
      `<tr><th scope="row" ${QUIET};text-align:left;vertical-align:top;padding:4px 16px 4px 0;font-weight:normal;overflow-wrap:normal">${escapeHtml(name)}</th><td style="padding:4px 0;vertical-align:top">${breakable(value)}</td></tr>`,
  );
  return `<table style="border-collapse:collapse;margin:0 0 16px;font:inherit">${rows.join('')}</table>`;
}

/** Colours stand at each element, for readers that know nothing else; classes turn them over where it is dark. */
const QUIET = `class="quiet" style="color:${light.quiet}`;

const htmlLink = ({ label, address }: { label: string; address: string }): string =>
  `<p style="margin:0 0 8px"><a class="button" href="${escapeHtml(address)}" style="display:inline-block;padding:12px 20px;background:${light.accent};color:${light.onAccent};font-weight:600;text-decoration:none;border-radius:9px">${escapeHtml(label)}</a></p>
<p ${QUIET};font-size:14px;margin:0 0 16px">${breakable(address)}</p>`;

const darkRules = ({ ink, quiet, paper, ground, line, accent, onAccent }: Colours): string =>
  `.ground{background:${ground}!important;color:${ink}!important}.paper{background:${paper}!important;border-color:${line}!important}.line{border-color:${line}!important}.quiet{color:${quiet}!important}.button{background:${accent}!important;color:${onAccent}!important}`;

const htmlLetter = ({ title, programName, body }: Record<'title' | 'programName' | 'body', string>): string =>
  `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${escapeHtml(title)}</title>
<style>@media (prefers-color-scheme:dark){${darkRules(dark)}}</style></head>
<body class="ground" style="margin:0;padding:12px;background:${light.ground};color:${light.ink};font:16px/1.5 system-ui,sans-serif;overflow-wrap:anywhere">
<div role="article" lang="en" style="max-width:560px;margin:0 auto">
<p ${QUIET};font-weight:600;margin:0 0 12px">${breakable(programName)}</p>
<div class="paper" style="padding:20px;background:${light.paper};border:1px solid ${light.line};border-radius:14px">
${body}
</div>
</div>
</body>
</html>
`;
