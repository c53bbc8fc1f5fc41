/** A mail as its receiver reads it. The same words twice: plain, and as simple HTML without images or scripts. */
export interface MailText {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A part of a mail's body. */
export type Block =
  | { readonly paragraph: string }
  | { readonly facts: readonly (readonly [name: string, value: string])[] }
  | { readonly link: { readonly label: string; readonly address: string } }
  /** Somebody else's words, set apart. */
  | { readonly quote: string }
  | { readonly small: string };

/** Lays out a mail from its blocks; every word is escaped in the HTML. */
export function layOut(subject: string, blocks: readonly Block[]): MailText {
  const oneLine = singleLine(subject);
  return {
    subject: oneLine,
    text: `${blocks.map(plainBlock).join('\n\n')}\n`,
    html: htmlPage(oneLine, blocks.map(htmlBlock).join('\n')),
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
  if ('paragraph' in block) return `<p>${escapeHtml(block.paragraph)}</p>`;
  if ('small' in block) return `<p style="color:#595959;font-size:14px">${escapeHtml(block.small)}</p>`;
  if ('quote' in block)
    return `<blockquote style="margin:0;padding-left:12px;border-left:3px solid #8a8a8a;white-space:pre-line">${escapeHtml(block.quote)}</blockquote>`;
  if ('link' in block) return htmlLink(block.link);
  const rows = block.facts.map(
    ([name, value]) =>
      `<tr><th scope="row" style="text-align:left;padding:4px 16px 4px 0;font-weight:normal;color:#595959">${escapeHtml(name)}</th><td style="padding:4px 0">${escapeHtml(value)}</td></tr>`,
  );
  return `<table style="border-collapse:collapse">${rows.join('')}</table>`;
}

const htmlLink = ({ label, address }: { label: string; address: string }): string =>
  `<p><a href="${escapeHtml(address)}" style="display:inline-block;padding:12px 20px;background:#0b5cad;color:#ffffff;text-decoration:none;border-radius:4px">${escapeHtml(label)}</a></p>
<p style="color:#595959;font-size:14px;word-break:break-all">${escapeHtml(address)}</p>`;

const htmlPage = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>
<body style="margin:0;padding:24px;background:#ffffff;color:#1a1a1a;font:16px/1.5 system-ui,sans-serif"><main style="max-width:560px">
${body}
</main></body>
</html>
`;

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (found) => ENTITIES[found]!);
