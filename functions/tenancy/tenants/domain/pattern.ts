/**
 * Regular expressions that the operator gives for addresses and numbers of a market. Each is run on what callers send, so
 * that one which tries too many ways to match would hold up everybody (PRG-3).
 */

/** No text that a market's rules are asked of is longer. */
const TEXT_MAX = 50;
/** Ways to match that a pattern may have: three parts of any length are few enough, and the slowest takes half a second. */
const WAYS_MAX = 150_000;

export const isPattern = (text: string): boolean => {
  try {
    return new RegExp(text) !== undefined;
  } catch {
    return false;
  }
};

/** Is the time that a pattern takes bounded, whatever the text? Of what is no pattern it says nothing. */
export const isQuick = (pattern: string): boolean => !isPattern(pattern) || waysOf(pattern) <= WAYS_MAX;

/**
 * How many ways a pattern can be tried at one place of a text, at most: alternatives add up, parts that follow each other
 * multiply, and a repetition does both. Letters, classes and assertions have one.
 */
export function waysOf(pattern: string): number {
  let at = 0;
  const take = (expected: RegExp): RegExpExecArray | null => {
    const found = expected.exec(pattern.slice(at));
    at += found?.[0].length ?? 0;
    return found;
  };
  const alternatives = (): number => {
    let ways = sequence();
    while (take(/^\|/)) ways += sequence();
    return ways;
  };
  const sequence = (): number => {
    let ways = 1;
    while (at < pattern.length && !/^[|)]/.test(pattern.slice(at))) ways *= repeated(atom());
    return ways;
  };
  const atom = (): number => {
    if (!take(/^\((?:\?(?:[:=!]|<[=!]|<[^>]*>))?/)) {
      take(/^(?:\[(?:\\[\s\S]|[^\]\\])*\]|\\[\s\S]|[\s\S])/);
      return 1;
    }
    const ways = alternatives();
    take(/^\)/);
    return ways;
  };
  const repeated = (ways: number): number => {
    const [found, sign = '', least, comma, most] = take(/^(?:([*+?])|\{(\d+)(,(\d+)?)?\})\??/) ?? [];
    if (found === undefined) return ways;
    const from = least === undefined ? Number(sign === '+') : Number(least);
    const to = sign === '?' ? 1 : least !== undefined && !comma ? from : Number(most ?? Infinity);
    return repetitions(ways, from, Math.min(to, from + TEXT_MAX));
  };
  return alternatives();
}

/** Ways of each number of repetitions, added up; Infinity is as good as any number beyond all bounds. */
function repetitions(ways: number, from: number, to: number): number {
  if (ways === 1) return to - from + 1;
  let sum = 0;
  for (let count = from; count <= to && Number.isFinite(sum); count++) sum += ways ** count;
  return sum;
}
