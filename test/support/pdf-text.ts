import { inflateSync } from 'node:zlib';

/** The texts that a PDF shows, one for each piece that was set, in order. Reads what our own statements consist of. */
export function pdfTexts(pdf: Uint8Array): string[] {
  const streams = Buffer.from(pdf)
    .toString('latin1')
    .matchAll(/\nstream\n(.*?)\nendstream\n/gs);
  return [...streams].flatMap(([, stream]) =>
    [...inflated(stream!).matchAll(/\[(.*?)\] TJ/g)].map(([, shown]) => shownText(shown!)),
  );
}

/** A stream that is not deflated holds no text of ours. */
function inflated(stream: string): string {
  try {
    return inflateSync(Buffer.from(stream, 'latin1')).toString('latin1');
  } catch {
    return '';
  }
}

const shownText = (array: string): string =>
  [...array.matchAll(/<([0-9a-f]*)>/g)].map(([, hex]) => Buffer.from(hex!, 'hex').toString('latin1')).join('');
