/**
 * The patterns of keys: what a key function of `store/keys.ts` gives when each of its arguments is a text that says its
 * own name. `‹customerid›` in a pattern stands for any customer's id.
 */

/** Where items of one kind lie: in the table, or in an index. */
export interface KeyPattern {
  /** `<context>/<slice> <function>`. */
  readonly of: string;
  readonly place: 'table' | 'gsi1' | 'gsi2';
  readonly pk: string;
  readonly sk: string;
}

/** What a module of keys exports: key functions, keys, and what they are made of. */
export type KeyModule = Readonly<Record<string, unknown>>;

const VARIABLE = /‹([a-z]+)[^›]*›/g;
/** Ends like an id, so that shards can be told of it; its sharp s tells texts that are folded from those that are not. */
const textOf = (name: string): string => `‹${name.toLowerCase()} ß0000›`;

/**
 * An argument for any key function: a text, with every member that is asked for, each a text of its name.
 * `without` are members that it has not, `asked` gathers those that were wanted.
 */
function argument(name: string, without: ReadonlySet<string>, asked: Set<string>): object {
  const text = textOf(name);
  const proxy = new Proxy(
    {},
    {
      get: (_, member) => {
        if (member === 'toJSON') return () => text;
        if (typeof member === 'symbol' || member in String.prototype) {
          const found = (Object(text) as Record<string | symbol, unknown>)[member];
          return typeof found === 'function' ? found.bind(text) : found;
        }
        asked.add(member);
        return without.has(member) ? undefined : argument(member, without, asked);
      },
    },
  );
  texts.set(proxy, text);
  return proxy;
}
/** What each argument is as a text. */
const texts = new WeakMap<object, string>();
const asText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : isRecord(value) ? texts.get(value) : undefined;

/** Names of a function's parameters; one that is taken apart has none of its own. */
function parametersOf(key: (...args: unknown[]) => unknown): string[] {
  const [, text = ''] = /^(?:function\s*\w*\s*)?\(((?:[^()]|\([^()]*\))*)\)/.exec(key.toString()) ?? [];
  const names: string[] = [];
  let depth = 0;
  for (const part of text.split(/([{},])/)) {
    if (part === '{') depth += 1;
    if (part === '}') depth -= 1;
    if (depth === 0 && part === '}') names.push('members');
    else if (depth === 0 && /\w/.test(part) && !part.trim().startsWith('=')) names.push(/\w+/.exec(part)![0]);
  }
  return names;
}

/** What a function gives for all its arguments, and without each that it can do without. */
function resultsOf(key: (...args: unknown[]) => unknown): unknown[] {
  const names = parametersOf(key);
  const asked = new Set<string>();
  const call = (count: number, without: ReadonlySet<string>): unknown[] => {
    try {
      return [key(...names.slice(0, count).map((name) => argument(name, without, asked)))];
    } catch {
      return [];
    }
  };
  const whole = call(names.length, new Set());
  const lesser = [
    ...names.map((_, count) => call(count, new Set())),
    ...[...asked].map((member) => call(names.length, new Set([member]))),
  ].flat();
  return [...whole, ...lesser.filter((result) => !JSON.stringify(result)?.includes('undefined'))];
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const withoutNoise = (text: string): string => text.replace(VARIABLE, '‹$1›');

function placesIn(result: unknown): Omit<KeyPattern, 'of'>[] {
  if (Array.isArray(result)) return result.flatMap(placesIn);
  if (!isRecord(result) || texts.has(result)) return [];
  return (['table', 'gsi1', 'gsi2'] as const).flatMap((place) => {
    const prefix = place === 'table' ? '' : place;
    const [pk, sk] = [asText(result[`${prefix}pk`]), asText(result[`${prefix}sk`])];
    return pk !== undefined && sk !== undefined ? [{ place, pk: withoutNoise(pk), sk: withoutNoise(sk) }] : [];
  });
}

/** Every pattern of a slice, once. */
export function patternsOf(slice: string, keys: KeyModule): readonly KeyPattern[] {
  return Object.entries(keys).flatMap(([name, value]) => {
    const results = typeof value === 'function' ? resultsOf(value as (...args: unknown[]) => unknown) : [value];
    const places = new Map(results.flatMap(placesIn).map((place) => [JSON.stringify(place), place]));
    return [...places.values()].map((place) => ({ of: `${slice} ${name}`, ...place }));
  });
}

/** Every partition that a slice names, queries included. */
export function partitionsOf(keys: KeyModule): readonly string[] {
  return Object.entries(keys).flatMap(([name, value]) => {
    const results = typeof value === 'function' ? resultsOf(value as (...args: unknown[]) => unknown) : [value];
    return results.flat().flatMap((result) => {
      const partitions = isRecord(result)
        ? [result.pk, result.gsi1pk, result.gsi2pk]
        : /Partitions?$/.test(name)
          ? [result]
          : [];
      return partitions.flatMap((pk) => asText(pk) ?? []).map(withoutNoise);
    });
  });
}

/** Ids, days, numbers and hashes have neither capital letters nor `#`; any other word may have all. */
const PLAIN = /(id|on|at|month|digit|hash|range|page|bucket|versionrank)$/;

interface Step {
  /** One letter, or any number of those that `takes`. */
  readonly letter?: string;
  readonly takes?: RegExp;
}
const stepsOf = (pattern: string): Step[] =>
  [...pattern.matchAll(/‹([a-z]+)›|./gsu)].map(([letter, name]) =>
    name === undefined ? { letter } : { takes: PLAIN.test(name) ? /[^A-Z#]/u : /./su },
  );

/** Whether one text can be of both patterns. */
export function canBeSame(left: string, right: string): boolean {
  const [a, b] = [stepsOf(left), stepsOf(right)];
  const known = new Map<number, boolean>();
  const meet = (i: number, j: number): boolean => {
    const place = i * (b.length + 1) + j;
    const before = known.get(place);
    if (before !== undefined) return before;
    known.set(place, false);
    const [x, y] = [a[i], b[j]];
    const met =
      (!x && !y) ||
      (x?.takes !== undefined && (meet(i + 1, j) || (takes(x, y) && meet(i, j + 1)))) ||
      (y?.takes !== undefined && (meet(i, j + 1) || (takes(y, x) && meet(i + 1, j)))) ||
      (x?.letter !== undefined && x.letter === y?.letter && meet(i + 1, j + 1));
    known.set(place, met);
    return met;
  };
  return meet(0, 0);
}
const takes = ({ takes: what }: Step, other: Step | undefined): boolean =>
  other?.letter !== undefined && what!.test(other.letter);

/** Pairs of kinds whose items could have one key, or could stand in one partition of an index. */
export function collisions(patterns: readonly KeyPattern[]): readonly (readonly [KeyPattern, KeyPattern])[] {
  return patterns.flatMap((left, index) =>
    patterns
      .slice(index + 1)
      .filter(
        (right) =>
          left.of !== right.of &&
          left.place === right.place &&
          canBeSame(left.pk, right.pk) &&
          (left.place !== 'table' || canBeSame(left.sk, right.sk)),
      )
      .map((right) => [left, right] as const),
  );
}
