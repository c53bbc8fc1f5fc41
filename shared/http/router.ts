import { type Method, type Route, reservedPaths } from '../contracts/routes.ts';
import { calledWord } from './called-word.ts';

/** How one asks for something: method and path, in any spelling of it. */
export type Way = Pick<Route, 'method' | 'path' | 'aliases'>;

export interface WayMatch {
  readonly operationId: string;
  readonly params: Readonly<Record<string, string>>;
}

export interface Router {
  find(method: string, path: string): WayMatch | undefined;
  /** Methods that a path takes, for `Allow`; none for a path that nobody knows. */
  methods(path: string): readonly Method[];
}

/** No id is longer; the keys that hold ids have a limit of 2,048 bytes. */
const PARAMETER_LENGTH_MAX = 2000;

/** What may follow the words so far: a fixed word (in lower case, one that calls something by its name), a parameter, or the end. */
interface Place {
  readonly fixed: Map<string, Place>;
  parameter?: Place;
  readonly ends: Map<Method, End>;
}
interface End {
  readonly operationId: string;
  readonly names: readonly string[];
}

const place = (): Place => ({ fixed: new Map(), ends: new Map() });

/** Repeated and trailing slashes do not count. */
const wordsOf = (path: string): string[] => path.split('/').filter((word) => word !== '');

const parameterName = (word: string): string | undefined => /^\{(\w+)\}$/.exec(word)?.[1];

/**
 * Matches paths in any case, with repeated and trailing slashes. Fixed words win over parameters (conventions 1), whatever
 * the method, those of paths that nobody has built too: they are never read as ids. HEAD finds what GET does.
 */
export function router(ways: Readonly<Record<string, Way>>): Router {
  const root = place();
  for (const [operationId, { method, path, aliases = [] }] of Object.entries(ways))
    for (const each of [path, ...aliases]) {
      const { at, names } = placeOf(root, each);
      at.ends.set(method, { operationId, names });
    }
  for (const path of reservedPaths) placeOf(root, path);
  const find = (path: string): Found | undefined => {
    const words = decoded(path);
    return words && search(root, words);
  };
  return {
    find(method, path) {
      const found = find(path);
      const end = found && endFor(found.at, method);
      if (!end) return undefined;
      const params = Object.fromEntries(end.names.map((name, index) => [name, found.values[index]!]));
      return { operationId: end.operationId, params };
    },
    methods(path) {
      const known = [...(find(path)?.at.ends.keys() ?? [])];
      return known.includes('GET') && !known.includes('HEAD') ? [...known, 'HEAD'] : known;
    },
  };
}

const endFor = ({ ends }: Place, method: string): End | undefined =>
  ends.get(method as Method) ?? (method === 'HEAD' ? ends.get('GET') : undefined);

/** A word as it is looked for, and the values of its arguments where it calls something. */
function fixedWord(word: string): { word: string; values: readonly string[] } {
  const called = calledWord(word);
  return called ? { word: called.name, values: called.values } : { word: word.toLowerCase(), values: [] };
}

/** The place of a path, made where there was none, and the names of the parameters on the way to it. */
function placeOf(root: Place, path: string): { at: Place; names: readonly string[] } {
  const names: string[] = [];
  let at = root;
  for (const word of wordsOf(path)) {
    const name = parameterName(word);
    const fixed = fixedWord(word);
    const next = (name === undefined ? at.fixed.get(fixed.word) : at.parameter) ?? place();
    if (name === undefined) {
      at.fixed.set(fixed.word, next);
      names.push(...fixed.values.map((value) => parameterName(value)!));
    } else {
      at.parameter = next;
      names.push(name);
    }
    at = next;
  }
  return { at, names };
}

/** Words of a path, decoded one by one: an encoded slash is part of its word. Undefined for what is not encoded well. */
function decoded(path: string): readonly string[] | undefined {
  try {
    return wordsOf(path).map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

interface Found {
  readonly at: Place;
  readonly values: readonly string[];
}

/** A fixed word is never the parameter in its place. */
function search(root: Place, words: readonly string[]): Found | undefined {
  const values: string[] = [];
  let at: Place | undefined = root;
  for (const word of words) {
    const { word: looked, values: called } = fixedWord(word);
    const fixed: Place | undefined = at.fixed.get(looked);
    if (word.length > PARAMETER_LENGTH_MAX || !(fixed ?? at.parameter)) return undefined;
    values.push(...(fixed ? called : [word]));
    at = fixed ?? at.parameter!;
  }
  return { at, values };
}
