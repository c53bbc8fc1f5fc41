import { ok, type Result } from '../result.ts';
import { foldedText } from '../text.ts';
import type { Day } from '../time.ts';
import { type Cell, type Columns, type FieldType, fieldOf, type Insight } from './fields.ts';

/**
 * Conditions on rows, as in `status eq 'ACTIVE' and (licenseCount ge 10 or contains(productName,'E3'))`. `and` binds closer
 * than `or`. Texts compare without regard to case; dates compare as UTC days.
 */
export interface Filter {
  /** Fields that it looks at. */
  readonly fields: ReadonlySet<string>;
  /** Which rows of these columns meet it. */
  over(columns: Columns): (row: number) => boolean;
  /** What every row that meets it has, by field: whoever finds rows by these reads fewer. */
  readonly bounds: Bounds;
}

/** The only text that a field has, without regard to case; or the first and the last day of a date. */
export interface Bound {
  readonly equals?: string;
  readonly from?: Day;
  readonly through?: Day;
}
export type Bounds = ReadonlyMap<string, Bound>;
const UNBOUND: Bounds = new Map();

/** What is wrong with a filter, for whoever wrote it. */
export interface FilterFault {
  readonly fault: string;
}

type Test = (row: number) => boolean;
interface Part {
  readonly over: (columns: Columns) => Test;
  readonly bounds: Bounds;
}
const OPERATORS = ['eq', 'ne', 'gt', 'lt', 'ge', 'le'] as const;
type Operator = (typeof OPERATORS)[number];
const isOperator = (word: string): word is Operator => (OPERATORS as readonly string[]).includes(word);
const ORDERED: readonly FieldType[] = ['number', 'date'];

/** Conditions of one filter at most: each is asked of every row. */
export const CONDITIONS_MAX = 50;
/** Parentheses within each other at most. */
const DEPTH_MAX = 20;

/** Thrown and caught in this module alone: a fault ends the reading wherever it stands. */
class Unreadable extends Error {}

interface Token {
  readonly text: string;
  /** It stood between quotes: a value, whatever it says. */
  readonly isQuoted: boolean;
}

/** Quoted texts double a quote that they contain. */
const TOKEN = /\s*(?:'((?:[^']|'')*)'|([(),])|([^\s(),']+))/y;

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(text);
    if (!found) throw new Unreadable(`What stands at character ${at + 1} is not understood: is a quote missing?`);
    const [, quoted, mark, word] = found;
    tokens.push(
      quoted === undefined
        ? { text: (mark ?? word)!, isQuoted: false }
        : { text: quoted.replaceAll("''", "'"), isQuoted: true },
    );
  }
  return tokens;
}

/**
 * Reads a filter of rows. `dayOf` reads the days that it names.
 * @returns a fault that says what is not understood: a field, an operator, a value or the order of words.
 */
export function parseFilter(
  text: string,
  insight: Insight,
  dayOf: (text: string) => Day | undefined,
): Result<Filter, FilterFault> {
  try {
    const fields = new Set<string>();
    const words = wordsOf(tokensOf(text));
    const part = either(words, conditionsOf(words, insight, { dayOf, fields }));
    words.end();
    return ok({ fields, ...part });
  } catch (error) {
    if (error instanceof Unreadable) return { ok: false, refusal: { fault: error.message } };
    throw error;
  }
}

/** The words of a filter, one after the other. */
function wordsOf(tokens: readonly Token[]) {
  let at = 0;
  const next = (what: string): Token => {
    const token = tokens[at];
    if (!token) throw new Unreadable(`The filter ends where ${what} is expected.`);
    at += 1;
    return token;
  };
  return {
    next,
    /** Passes over a word when it is the next one. */
    take(word: string): boolean {
      const token = tokens[at];
      const isNext = token !== undefined && !token.isQuoted && token.text.toLowerCase() === word;
      if (isNext) at += 1;
      return isNext;
    },
    demand(mark: string): void {
      const { text, isQuoted } = next(`"${mark}"`);
      if (isQuoted || text !== mark) throw new Unreadable(`"${mark}" is expected in place of "${text}".`);
    },
    end(): void {
      if (at < tokens.length)
        throw new Unreadable(`"${tokens[at]!.text}" is not expected there: join conditions by and, or.`);
    },
  };
}
type Words = ReturnType<typeof wordsOf>;

/** What one condition says of rows. */
type Conditions = () => Part;

/** Alternatives of conditions that hold together. */
function either(words: Words, condition: Conditions, depth = 0): Part {
  if (depth > DEPTH_MAX) throw new Unreadable(`Parentheses stand within each other at most ${DEPTH_MAX} deep.`);
  const one = (): Part => {
    if (!words.take('(')) return condition();
    const within = either(words, condition, depth + 1);
    words.demand(')');
    return within;
  };
  const both = () => joined(words, 'and', one, (tests) => (row) => tests.every((test) => test(row)));
  return joined(words, 'or', both, (tests) => (row) => tests.some((test) => test(row)));
}

function joined(words: Words, word: 'and' | 'or', part: () => Part, join: (tests: readonly Test[]) => Test): Part {
  const parts = [part()];
  while (words.take(word)) parts.push(part());
  if (parts.length === 1) return parts[0]!;
  return {
    over: (columns) => join(parts.map((of) => of.over(columns))),
    bounds: word === 'and' ? parts.map(({ bounds }) => bounds).reduce(together) : UNBOUND,
  };
}

function together(a: Bounds, b: Bounds): Bounds {
  const both = new Map(a);
  for (const [field, { equals, from, through }] of b) {
    const known = both.get(field) ?? {};
    const latest = from !== undefined && (known.from === undefined || from > known.from) ? from : known.from;
    const earliest =
      through !== undefined && (known.through === undefined || through < known.through) ? through : known.through;
    const only = known.equals ?? equals;
    both.set(field, {
      ...(only !== undefined && { equals: only }),
      ...(latest !== undefined && { from: latest }),
      ...(earliest !== undefined && { through: earliest }),
    });
  }
  return both;
}

/** Reads conditions, and enters the fields that they look at. */
function conditionsOf(
  words: Words,
  insight: Insight,
  { dayOf, fields }: { dayOf: (text: string) => Day | undefined; fields: Set<string> },
): Conditions {
  let conditions = 0;
  const field = (): string => {
    const { text, isQuoted } = words.next('a field');
    const found = isQuoted ? undefined : fieldOf(insight, text);
    if (found === undefined)
      throw new Unreadable(`"${text}" is no field: they are ${Object.keys(insight.fields).join(', ')}.`);
    fields.add(found);
    conditions += 1;
    if (conditions > CONDITIONS_MAX) throw new Unreadable(`A filter has at most ${CONDITIONS_MAX} conditions.`);
    return found;
  };
  const containing = (): Part => {
    words.demand('(');
    const name = field();
    if (insight.fields[name] !== 'text') throw new Unreadable(`contains looks into texts, and ${name} is none.`);
    words.demand(',');
    const wanted = foldedText(words.next('a text').text);
    words.demand(')');
    return meeting(name, (cell) => cell !== undefined && foldedText(String(cell)).includes(wanted));
  };
  return () => {
    if (words.take('contains')) return containing();
    const name = field();
    const operator = words.next('an operator').text.toLowerCase();
    if (!isOperator(operator))
      throw new Unreadable(
        `"${operator}" is no operator: they are ${OPERATORS.join(', ')} and contains(field,'text').`,
      );
    return comparing({ name, type: insight.fields[name]! }, operator, words.next('a value'), dayOf);
  };
}

function comparing(
  { name, type }: { name: string; type: FieldType },
  operator: Operator,
  value: Token,
  dayOf: (text: string) => Day | undefined,
): Part {
  const isEquality = operator === 'eq' || operator === 'ne';
  if (!isEquality && !ORDERED.includes(type))
    throw new Unreadable(`${operator} compares dates and numbers, and ${name} is a ${type}.`);
  if (isEquality && !value.isQuoted && value.text.toLowerCase() === 'null')
    return meeting(name, (cell) => (cell === undefined) === (operator === 'eq'));
  const { wanted, asCompared } = comparableOf(type, value, name, dayOf);
  const met = meeting(name, (cell) =>
    cell === undefined ? operator === 'ne' : holds(operator, asCompared(cell), wanted),
  );
  const bound = boundOf(type, operator, wanted);
  return bound ? { ...met, bounds: new Map([[name, bound]]) } : met;
}

/** Days are bounded by the day that is named, also where it is left out itself. */
function boundOf(type: FieldType, operator: Operator, wanted: Comparable): Bound | undefined {
  if (type === 'text') return operator === 'eq' ? { equals: String(wanted) } : undefined;
  if (type !== 'date' || operator === 'ne') return undefined;
  const on = wanted as Day;
  return {
    ...(operator !== 'lt' && operator !== 'le' && { from: on }),
    ...(operator !== 'gt' && operator !== 'ge' && { through: on }),
  };
}

const meeting = (field: string, test: (cell: Cell) => boolean): Part => ({
  over: (columns) => {
    const cells = columns(field);
    return (row) => test(cells[row]);
  },
  bounds: UNBOUND,
});

type Comparable = string | number | boolean;

/** The value of a condition, and cells as they compare with it. */
function comparableOf(
  type: FieldType,
  { text, isQuoted }: Token,
  field: string,
  dayOf: (text: string) => Day | undefined,
): { readonly wanted: Comparable; asCompared(cell: Comparable): Comparable } {
  const unreadable = (what: string) => new Unreadable(`${field} compares with ${what}, and "${text}" is none.`);
  switch (type) {
    case 'text':
      if (!isQuoted) throw unreadable("a text in quotes ('…')");
      return { wanted: foldedText(text), asCompared: (cell) => foldedText(String(cell)) };
    case 'number':
      if (!/^-?\d{1,15}(\.\d{1,6})?$/.test(text)) throw unreadable('a number');
      return { wanted: Number(text), asCompared: (cell) => cell };
    case 'boolean': {
      const word = text.toLowerCase();
      if (word !== 'true' && word !== 'false') throw unreadable('true or false');
      return { wanted: word === 'true', asCompared: (cell) => cell };
    }
    case 'date': {
      const on = dayOf(text);
      if (on === undefined) throw unreadable('a day of the calendar, as 2027-01-31');
      return { wanted: on, asCompared: (cell) => String(cell).slice(0, on.length) };
    }
  }
}

function holds(operator: Operator, cell: Comparable, wanted: Comparable): boolean {
  switch (operator) {
    case 'eq':
      return cell === wanted;
    case 'ne':
      return cell !== wanted;
    case 'gt':
      return cell > wanted;
    case 'lt':
      return cell < wanted;
    case 'ge':
      return cell >= wanted;
    case 'le':
      return cell <= wanted;
  }
}
