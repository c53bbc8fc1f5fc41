import bidiFactory from 'bidi-js';
import type { Weight } from './font-packages.ts';
import type { Face, Fonts } from './fonts.ts';

/**
 * Sets text of any script into a PDF: each stretch in a font that has its letters, lines broken at spaces, and words
 * from right to left where their script is read so (Unicode's bidirectional algorithm), within a left-to-right page.
 */
export interface TextStyle {
  /** Points. */
  readonly size: number;
  readonly color: string;
  readonly weight?: Weight;
  /** Points; a longer text goes on in the next line. Without it the text is one line. */
  readonly width?: number;
  /** Within `width`. */
  readonly align?: 'left' | 'right';
}

export interface Typesetter {
  /** Points that the text takes from left to right, where it is one line. */
  readonly widthOf: (text: string, style: Omit<TextStyle, 'width' | 'align'>) => number;
  /** Points that the text takes from top to bottom. */
  readonly heightOf: (text: string, style: TextStyle) => number;
  /** Sets the text with its top left corner there. @returns where the next text may begin. */
  readonly set: (text: string, x: number, top: number, style: TextStyle) => number;
}

/** A stretch of one face and direction. */
interface Run {
  readonly face: Face;
  readonly text: string;
  readonly isRightToLeft: boolean;
  /** Where its leftmost character stands in the line. */
  readonly place: number;
}

/** A letter with its marks. */
interface Cluster {
  readonly text: string;
  readonly start: number;
}

// The package's types tell of a default member; what Node imports is the factory itself.
const bidi = (bidiFactory as unknown as typeof bidiFactory.default)();
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Points from line to line, and from a line's top to its baseline, for a size of 1. */
const LINE_HEIGHT = 1.3;
const ASCENT = 1;

/** Characters that direct and are not shown; bidi-js has read them by then. */
const UNSEEN = /[\u200e\u200f\u061c\u00ad\ufeff]/gu;

export function typesetter(pdf: PDFKit.PDFDocument, fonts: Fonts): Typesetter {
  const use = ({ name, font }: Face, size: number) => {
    // The types know files and bytes only; an opened font is taken as well.
    pdf.registerFont(name, font as unknown as Buffer);
    return pdf.font(name).fontSize(size);
  };
  // Features stand for right to left (fonts.ts).
  const optionsOf = ({ isRightToLeft }: Run) => (isRightToLeft ? { features: [] } : {});
  const widthOf = (run: Run, size: number): number => use(run.face, size).widthOfString(run.text, optionsOf(run));

  const linesOf = (text: string, { size, weight = 400, width }: TextStyle): (readonly Run[])[] => {
    const shown = asSet(text);
    const levels = bidi.getEmbeddingLevels(shown, 'auto');
    const runs = (from: number, to: number) =>
      runsOf(shown, levels, from, to, (cluster) => fonts.faceOf(cluster, weight));
    const fits = (from: number, to: number): boolean => width === undefined || lengthOf(runs(from, to), size) <= width;
    return lineEnds(shown, fits).map(([from, to]) => runs(from, to));
  };
  const lengthOf = (line: readonly Run[], size: number): number =>
    line.reduce((sum, run) => sum + widthOf(run, size), 0);

  const drawLine = (line: readonly Run[], x: number, top: number, { size, color, width, align }: TextStyle): void => {
    const widths = line.map((run) => widthOf(run, size));
    let at = align === 'right' ? x + width! - widths.reduce((sum, each) => sum + each, 0) : x;
    for (const [index, run] of line.entries()) {
      use(run.face, size)
        .fillColor(color)
        .text(run.text, at, top + ASCENT * size, { lineBreak: false, baseline: 'alphabetic', ...optionsOf(run) });
      at += widths[index]!;
    }
  };

  return {
    widthOf: (text, { width: _, ...style }: TextStyle) => lengthOf(linesOf(text, style)[0]!, style.size),
    heightOf: (text, style) => linesOf(text, style).length * style.size * LINE_HEIGHT,
    set: (text, x, top, style) => {
      const lines = linesOf(text, style);
      for (const [index, line] of lines.entries()) drawLine(line, x, top + index * style.size * LINE_HEIGHT, style);
      return top + lines.length * style.size * LINE_HEIGHT;
    },
  };
}

/** Spaces that hold together what stands beside them, such as the digits of an amount; fonts have the first. */
const HOLDING = '\u00a0';
const HOLDING_SPACES = /[\u00a0\u202f\u2007]/gu;

const asSet = (text: string): string =>
  text
    .normalize('NFC')
    .replace(HOLDING_SPACES, HOLDING)
    .replace(/[^\S\u00a0]+/gu, ' ')
    .trim();

/** Lines as long as they fit, and a word that is longer than a line in several. */
function lineEnds(text: string, fits: (from: number, to: number) => boolean): (readonly [number, number])[] {
  const lines: (readonly [number, number])[] = [];
  let from = 0;
  if (fits(0, text.length)) return [[0, text.length]];
  const breaks = breaksOf(text);
  while (from < text.length) {
    const to =
      longest(
        breaks.filter((place) => place > from),
        (end) => fits(from, end),
      ) ?? brokenWord(text, from, fits);
    lines.push([from, to]);
    from = text[to] === ' ' ? to + 1 : to;
  }
  return lines;
}

/** Scripts that are written without spaces. */
const SPACELESS = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;
const words = new Intl.Segmenter('ja', { granularity: 'word' });
/** No line begins with what closes or goes on, and none ends with what opens. */
const GOES_ON = /^[\p{Pe}\p{Pf}\p{M}。、，．・：；？！％ーぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮ々〜]/u;
const OPENS = /[\p{Ps}\p{Pi}〒￥]$/u;

/** Where a line may end: at spaces, and between the words of scripts that have none. The end of the text is one. */
function breaksOf(text: string): number[] {
  const spaces = [...text.matchAll(/ /g)].map(({ index }) => index);
  const between = SPACELESS.test(text) ? [...words.segment(text)].map(({ index }) => index) : [];
  const allowed = between.filter((place) => {
    const [before, after] = [text.slice(0, place), text.slice(place)];
    const isSpaceless = SPACELESS.test(before.slice(-2)) || SPACELESS.test(after.slice(0, 2));
    return (
      isSpaceless &&
      !/^\s|\s$/u.test(before.slice(-1) + after.slice(0, 1)) &&
      !GOES_ON.test(after) &&
      !OPENS.test(before)
    );
  });
  return [...new Set([...spaces, ...allowed, text.length])].sort((a, b) => a - b);
}

/** The last of the rising places that still fits. */
function longest(places: readonly number[], fits: (place: number) => boolean): number | undefined {
  let found: number | undefined;
  for (const place of places) {
    if (!fits(place)) break;
    found = place;
  }
  return found;
}

/** At least one letter with its marks, so that every line takes the text further. */
function brokenWord(text: string, from: number, fits: (from: number, to: number) => boolean): number {
  const ends = clustersOf(text, from, text.length).map(({ start, text: cluster }) => start + cluster.length);
  return longest(ends, (end) => fits(from, end)) ?? ends[0]!;
}

const clustersOf = (text: string, from: number, to: number): Cluster[] =>
  [...graphemes.segment(text.slice(from, to))].map(({ segment, index }) => ({ text: segment, start: from + index }));

type Levels = ReturnType<typeof bidi.getEmbeddingLevels>;

/** The runs of a line, from left to right as they stand in it. */
function runsOf(
  text: string,
  levels: Levels,
  from: number,
  to: number,
  faceOf: (cluster: string) => Face,
): readonly Run[] {
  if (from === to) return [];
  const piece = text.slice(from, to);
  // Most of a statement: one face, one direction.
  if (/^[\x20-\x7e]*$/.test(piece) && levels.levels.subarray(from, to).every((level) => level === 0))
    return [{ face: faceOf('A'), text: piece, isRightToLeft: false, place: 0 }];
  const places = new Map(bidi.getReorderedIndices(text, levels, from, to - 1).map((index, place) => [index, place]));
  const runs: (Run & { readonly level: number })[] = [];
  for (const { text: cluster, start } of clustersOf(text, from, to)) {
    const level = levels.levels[start]!;
    const isRightToLeft = level % 2 === 1;
    const shown = (isRightToLeft ? (bidi.getMirroredCharacter(cluster) ?? cluster) : cluster).replace(UNSEEN, '');
    if (shown === '') continue;
    const face = faceOf(shown);
    const place = places.get(start)!;
    const last = runs.at(-1);
    if (last?.face === face && last.level === level)
      runs[runs.length - 1] = { ...last, text: last.text + shown, place: Math.min(last.place, place) };
    else runs.push({ face, text: shown, isRightToLeft, level, place });
  }
  return runs.sort((a, b) => a.place - b.place);
}
