import { inflateSync } from 'node:zlib';

/**
 * The texts that a PDF shows, one for each piece that was set, in the order in which they were set: a line from right to
 * left has its letters as they stand, from left to right. Reads what our own statements consist of.
 */
export function pdfTexts(pdf: Uint8Array): string[] {
  const objects = objectsOf(Buffer.from(pdf).toString('latin1'));
  const maps = new Map([...objects.values()].flatMap((object) => fontMaps(object, objects)));
  return [...objects.values()].flatMap((object) => shownIn(streamOf(object), maps));
}

/** Texts of glyphs by number, of a font by its name in the document. */
type FontMaps = ReadonlyMap<string, readonly string[]>;

const objectsOf = (file: string): ReadonlyMap<string, string> =>
  new Map([...file.matchAll(/\n(\d+) 0 obj\n(.*?)\nendobj/gs)].map(([, number, object]) => [number!, object!]));

/** A stream that is not deflated holds no text of ours. */
function streamOf(object: string): string {
  const stream = /\nstream\n(.*)\nendstream/s.exec(object)?.[1];
  if (stream === undefined) return '';
  try {
    return inflateSync(Buffer.from(stream, 'latin1')).toString('latin1');
  } catch {
    return stream;
  }
}

function fontMaps(object: string, objects: ReadonlyMap<string, string>): (readonly [string, readonly string[]])[] {
  const fonts = /\/Font <<(.*?)>>/s.exec(object)?.[1] ?? '';
  return [...fonts.matchAll(/\/(F\d+) (\d+) 0 R/g)].map(([, name, number]) => {
    const map = /\/ToUnicode (\d+) 0 R/.exec(objects.get(number!) ?? '')?.[1];
    return [name!, map ? glyphTexts(streamOf(objects.get(map)!)) : []] as const;
  });
}

/** `[<0000> <0041> <0066 0069>]`: texts of glyph 0, 1, 2. */
const glyphTexts = (map: string): string[] =>
  [...map.matchAll(/> \[(.*?)\]/gs)].flatMap(([, entries]) =>
    [...entries!.matchAll(/<(.*?)>/g)].map(([, hex]) =>
      Buffer.from(hex!.replaceAll(' ', ''), 'hex').swap16().toString('utf16le'),
    ),
  );

function shownIn(content: string, maps: FontMaps): string[] {
  let glyphs: readonly string[] = [];
  const texts: string[] = [];
  for (const [, font, array] of content.matchAll(/\/(F\d+) [\d.]+ Tf|\[(.*?)\] TJ/g)) {
    if (font) glyphs = maps.get(font) ?? [];
    else texts.push(textOf(array!, glyphs));
  }
  return texts;
}

const textOf = (array: string, glyphs: readonly string[]): string =>
  [...array.matchAll(/<([0-9a-f]*)>/g)]
    .flatMap(([, hex]) => hex!.match(/.{4}/g) ?? [])
    .map((glyph) => glyphs[Number.parseInt(glyph, 16)] ?? '')
    .join('');
