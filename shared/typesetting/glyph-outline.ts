/** What fontkit tells of a glyph's outline. */
export interface Outline {
  readonly commands: readonly { readonly command: string; readonly args: readonly number[] }[];
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly isOnCurve: boolean;
}

/**
 * An outline as a simple glyph of a TrueType font (OpenType, table `glyf`), without hints and uncompressed. fontkit's own
 * writer, needed where a variable font is cut to a document's letters, stops at a buffer that its stream no longer makes.
 */
export function simpleGlyph({ commands }: Outline): Buffer {
  const contours = contoursOf(commands);
  const points = contours.flat();
  if (points.length === 0) return Buffer.alloc(0);
  const xs = points.map(({ x }) => x);
  const ys = points.map(({ y }) => y);
  const head = [contours.length, Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
  let end = -1;
  const ends = contours.map((contour) => (end += contour.length));
  const noHints = 0;
  const parts = [
    words([...head, ...ends, noHints]),
    Buffer.from(points.map(({ isOnCurve }) => (isOnCurve ? 1 : 0))),
    words(steps(xs)),
    words(steps(ys)),
  ];
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat(parts, Math.ceil(length / 4) * 4);
}

const steps = (values: readonly number[]): number[] => values.map((value, index) => value - (values[index - 1] ?? 0));

function words(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2);
  for (const [index, value] of values.entries()) bytes.writeInt16BE(value, index * 2);
  return bytes;
}

function contoursOf(commands: Outline['commands']): Point[][] {
  const contours: Point[][] = [];
  for (const { command, args } of commands) {
    if (command === 'moveTo') contours.push([]);
    for (let at = 0; at < args.length; at += 2)
      contours.at(-1)!.push({
        x: Math.round(args[at]!),
        y: Math.round(args[at + 1]!),
        isOnCurve: at === args.length - 2,
      });
  }
  return contours.filter((contour) => contour.length > 0);
}
