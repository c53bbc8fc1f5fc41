/** A stream of numbers that its seed alone decides: what a simulation draws from, and what repeats it. */
export interface Chance {
  /** From 0, below 1. */
  next(): number;
  /** A whole number from `from` to `to`, both counted. */
  between(from: number, to: number): number;
  /** True this often: 0 never, 1 always. */
  isTrue(probability: number): boolean;
  /** One of the members. */
  of<T>(members: readonly T[]): T;
  /** A GUID. */
  id(): string;
  /** A stream of its own, so that draws here and there do not disturb each other. */
  fork(name: string): Chance;
}

export function chance(seed: string): Chance {
  const next = sfc32(seed);
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  const hex = (digits: number): string => {
    let text = '';
    while (text.length < digits) text += between(0, 0xffff).toString(16).padStart(4, '0');
    return text.slice(0, digits);
  };
  return {
    next,
    between,
    isTrue: (probability) => next() < probability,
    of: (members) => members[between(0, members.length - 1)]!,
    id: () => `${hex(8)}-${hex(4)}-4${hex(3)}-8${hex(3)}-${hex(12)}`,
    fork: (name) => chance(`${seed}/${name}`),
  };
}

/** The generator sfc32 over a hash of the seed. */
function sfc32(seed: string): () => number {
  let [a, b, c, d] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1];
  for (const character of seed) a = Math.imul(a ^ character.codePointAt(0)!, 0x01000193);
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 2 ** 32;
  };
  for (let warm = 0; warm < 20; warm += 1) next();
  return next;
}
