/**
 * A word of a path that calls something with named arguments, as OData writes it:
 * `pricesheets(Market='US',PricesheetView='azure')`. Name and names count in any case and order; a quote in a value is
 * doubled.
 */
export interface CalledWord {
  /** Name and names of the arguments in lower case, in the order of the alphabet: the same for every spelling. */
  readonly name: string;
  /** Of the arguments, in the order of their names. */
  readonly values: readonly string[];
}

const CALL = /^([^()]+)\((.*)\)$/s;
const ARGUMENT = /\s*(\w+)\s*=\s*'((?:[^']|'')*)'\s*(,|$)/y;

/** Undefined for any other word. */
export function calledWord(word: string): CalledWord | undefined {
  const [, called, text] = CALL.exec(word) ?? [];
  if (called === undefined || text === undefined) return undefined;
  const values = new Map<string, string>();
  ARGUMENT.lastIndex = 0;
  for (let isOpen = true; isOpen; ) {
    const [, name, value, end] = ARGUMENT.exec(text) ?? [];
    if (name === undefined || value === undefined || values.has(name.toLowerCase())) return undefined;
    values.set(name.toLowerCase(), value.replaceAll("''", "'"));
    isOpen = end === ',';
  }
  const names = [...values.keys()].sort();
  return { name: `${called.toLowerCase()}(${names.join()})`, values: names.map((name) => values.get(name)!) };
}
