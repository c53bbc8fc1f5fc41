/**
 * Event patterns as EventBridge rules and event source filters have them: every field named must be there with one of the
 * listed values or matchers.
 */
type Matcher = (value: unknown) => boolean;

export type Pattern = (event: unknown) => boolean;

/** Reads a pattern once. @throws Error naming a matcher that is not known. */
export function readPattern(pattern: unknown): Pattern {
  if (!isObject(pattern)) throw new Error(`an event pattern is an object, not ${JSON.stringify(pattern)}`);
  const fields = Object.entries(pattern).map(([key, wanted]): Pattern => {
    if (key === '$or') return anyPattern(wanted);
    if (!Array.isArray(wanted)) return nested(key, readPattern(wanted));
    const matchers = wanted.map(readMatcher);
    return (event) => {
      const value = isObject(event) ? event[key] : undefined;
      // A list in the event matches when one of its items does.
      const candidates = Array.isArray(value) ? value : [value];
      return matchers.some((matches) => candidates.some((candidate) => matches(candidate)));
    };
  });
  return (event) => fields.every((matches) => matches(event));
}

function nested(key: string, pattern: Pattern): Pattern {
  return (event) => {
    const value = isObject(event) ? event[key] : undefined;
    return Array.isArray(value) ? value.some(pattern) : pattern(value);
  };
}

function anyPattern(wanted: unknown): Pattern {
  const patterns = (wanted as unknown[]).map(readPattern);
  return (event) => patterns.some((matches) => matches(event));
}

type Compare = (value: number, than: number) => boolean;
const comparisons: Readonly<Record<string, Compare>> = {
  '=': (value, than) => value === than,
  '<': (value, than) => value < than,
  '<=': (value, than) => value <= than,
  '>': (value, than) => value > than,
  '>=': (value, than) => value >= than,
};

const matchers: Readonly<Record<string, (argument: unknown) => Matcher>> = {
  prefix: (prefix) => (value) => typeof value === 'string' && value.startsWith(String(prefix)),
  suffix: (suffix) => (value) => typeof value === 'string' && value.endsWith(String(suffix)),
  exists: (wanted) => (value) => (value !== undefined) === wanted,
  'equals-ignore-case': (text) => (value) =>
    typeof value === 'string' && value.toLowerCase() === String(text).toLowerCase(),
  'anything-but': (unwanted) => {
    const excluded = (Array.isArray(unwanted) ? unwanted : [unwanted]).map(readMatcher);
    return (value) => value !== undefined && !excluded.some((matches) => matches(value));
  },
  numeric: (conditions) => {
    const list = conditions as (string | number)[];
    const tests: ((value: number) => boolean)[] = [];
    for (let index = 0; index < list.length; index += 2) {
      const compare = comparisons[String(list[index])];
      if (!compare) throw new Error(`the local runtime does not know the numeric comparison ${list[index]}`);
      tests.push((value) => compare(value, Number(list[index + 1])));
    }
    return (value) => typeof value === 'number' && tests.every((test) => test(value));
  },
};

function readMatcher(wanted: unknown): Matcher {
  if (!isObject(wanted)) return (value) => value === wanted;
  const [name = '', argument] = Object.entries(wanted)[0] ?? [];
  const make = matchers[name];
  if (!make) throw new Error(`the local runtime does not know the event matcher ${name}`);
  return make(argument);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
