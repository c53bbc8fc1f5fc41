const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as HTML shows it, in an element or in a quoted attribute. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (found) => ENTITIES[found]!);

/**
 * Text of an element in which a long address or domain may go on in the next line: after `@`, a dot or a slash, where a
 * reader still sees that it goes on. What is copied from it is the same text.
 */
export const breakable = (text: string): string =>
  text
    .split(/(?<=[@./])(?=\p{L})/u)
    .map(escapeHtml)
    .join('<wbr>');
