import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { create, type Font } from 'fontkit';
import decompress from 'woff2-encoder/decompress';
import { alphabets, type FontFamily, fontFile, han, symbols, WEIGHTS, type Weight } from './font-packages.ts';
import { type Outline, simpleGlyph } from './glyph-outline.ts';

/** A piece of a family in one weight, opened for one document. */
export interface Face {
  /** Different for every piece and weight. */
  readonly name: string;
  readonly font: Font;
}

/** The fonts of one document, opened for the texts that it writes. */
export interface Fonts {
  /** The face that has these characters, one glyph cluster; the first of all where none has. */
  readonly faceOf: (cluster: string, weight: Weight) => Face;
}

interface Piece {
  readonly family: FontFamily;
  readonly name: string;
  readonly ranges: readonly (readonly [number, number])[];
}

/** Next to the code in the function; in the project's packages elsewhere. */
const require = createRequire(import.meta.url);
const folderOf = ({ package: name }: FontFamily): string => dirname(require.resolve(`${name}/package.json`));

const kept = <Key, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  const values = new Map<Key, Value>();
  return (key) => {
    if (!values.has(key)) values.set(key, make(key));
    return values.get(key)!;
  };
};

/** Pieces of a family with the characters that each is for, read when a text first needs the family. */
const piecesOf = kept((family: FontFamily): readonly Piece[] => {
  const ranges = JSON.parse(readFileSync(join(folderOf(family), 'unicode.json'), 'utf8')) as Record<string, string>;
  return Object.entries(ranges).map(([name, text]) => ({
    family,
    name,
    ranges: text.split(',').map((range) => {
      const [first, last = first] = range.replace('U+', '').split('-');
      return [Number.parseInt(first!, 16), Number.parseInt(last!, 16)] as const;
    }),
  }));
});

/**
 * The decompressed bytes and the tables read from them stay for the next statement; what was made of letters does not,
 * so none depends on another.
 */
const bytesOf = kept(async (path: string) => Buffer.from(await decompress(readFileSync(path))));
const tablesOf = kept((_path: string): object => ({}));

const isIn = ({ ranges }: Piece, code: number): boolean =>
  ranges.some(([first, last]) => code >= first && code <= last);

const HAN_OF_COUNTRY: Readonly<Record<string, keyof typeof han>> = { JP: 'jp', KR: 'kr', TW: 'tc', HK: 'tc', MO: 'tc' };

/** Han shapes as the text's own kana or hangul say, else as the country writes them. */
function familiesFor(text: string, country: string): readonly FontFamily[] {
  const own = /[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)
    ? 'jp'
    : /\p{Script=Hangul}/u.test(text)
      ? 'kr'
      : (HAN_OF_COUNTRY[country] ?? 'sc');
  return [...alphabets, ...new Set([han[own], ...Object.values(han)]), ...symbols];
}

async function openFace({ family, name }: Piece, weight: Weight): Promise<Face> {
  const path = join(folderOf(family), fontFile(family, name, weight));
  // As fontkit itself hands the tables it has read to another weight of a font.
  const font = Object.assign(create(await bytesOf(path)) as Font, { _tables: tablesOf(path) });
  return face(
    `${family.package.split('/')[1]}-${name.replace(/\W/g, '')}-${weight}`,
    family.isVariable ? variant(font, weight) : font,
  );
}

/** The types do not tell of the part that writes glyphs. */
type Cut = ReturnType<Font['createSubset']> & { glyphEncoder: { encodeSimple: (outline: Outline) => Buffer } };

/** One weight of a font that has all. */
function variant(font: Font, weight: Weight): Font {
  const made = font.getVariation({ wght: weight });
  const createSubset = made.createSubset.bind(made);
  Object.defineProperty(made, 'createSubset', {
    value: () => {
      const cut = createSubset() as Cut;
      cut.glyphEncoder = { encodeSimple: simpleGlyph };
      return cut;
    },
  });
  return made;
}

/**
 * Its name is its own, so that a document tells pieces of one family apart. Text with features is laid out from right
 * to left, other text from left to right: pdfkit hands down no direction.
 */
function face(name: string, font: Font): Face {
  const layout = font.layout.bind(font) as (...args: readonly unknown[]) => ReturnType<Font['layout']>;
  Object.defineProperty(font, 'postscriptName', { value: name });
  Object.defineProperty(font, 'layout', {
    value: (text: string, features?: readonly string[]) =>
      layout(text, features, undefined, undefined, features ? 'rtl' : 'ltr'),
  });
  return { name, font };
}

const FIRST: Piece['name'] = 'latin';
const codesOf = (text: string): number[] => [...text].map((char) => char.codePointAt(0)!);

/** Opens what a document needs. `country` decides how Han characters look where the text does not. */
export async function openFonts(text: string, country: string): Promise<Fonts> {
  const families = familiesFor(text, country);
  const faces = new Map<string, Face>();
  const faceFor = async (piece: Piece, weight: Weight): Promise<Face> => {
    const key = `${piece.family.package} ${piece.name} ${weight}`;
    if (!faces.has(key)) faces.set(key, await openFace(piece, weight));
    return faces.get(key)!;
  };
  const first = piecesOf(families[0]!).find(({ name }) => name === FIRST)!;
  const byCode = new Map<string, Face>();
  const fallback = {} as Record<Weight, Face>;
  for (const weight of WEIGHTS) {
    fallback[weight] = await faceFor(first, weight);
    for (const code of new Set(codesOf(text))) {
      const found = await firstWith(code, families, (piece) => faceFor(piece, weight));
      if (found) byCode.set(`${code} ${weight}`, found);
    }
  }
  const faceOf = (cluster: string, weight: Weight): Face => {
    const codes = codesOf(cluster);
    const known = codes.flatMap((code) => byCode.get(`${code} ${weight}`) ?? []);
    const whole = known.find(({ font }) => codes.every((code) => font.hasGlyphForCodePoint(code)));
    return whole ?? known[0] ?? fallback[weight];
  };
  return { faceOf };
}

async function firstWith(
  code: number,
  families: readonly FontFamily[],
  open: (piece: Piece) => Promise<Face>,
): Promise<Face | undefined> {
  for (const family of families)
    for (const piece of piecesOf(family)) {
      if (!isIn(piece, code)) continue;
      const found = await open(piece);
      if (found.font.hasGlyphForCodePoint(code)) return found;
    }
  return undefined;
}
