/**
 * Text that people write: names, notes, messages, subjects (tenancy contract, conventions 5). It is kept in one normal form and
 * without blanks around it, and what would break a file, a mail or a reader's eye is refused instead of mended in
 * silence. Everything else, emoji and rare ideographs included, is taken and comes out unchanged.
 */

/** Line ends of any alphabet, and the tab: only where a field has several lines. */
const LINES = '\\t\\n\\r\\u2028\\u2029';

interface Fault {
  readonly found: RegExp;
  readonly message: string;
}

/** Queues refuse what is no character for good, and no answer could tell whom a replaced one stood for. */
const FAULTS: readonly Fault[] = [
  { found: /\p{Noncharacter_Code_Point}/u, message: 'has a code point that is no character (such as U+FFFF)' },
  { found: /\uFFFD/u, message: 'has the replacement character U+FFFD: send the text in the charset that you declare' },
  {
    found: /[\u202A-\u202E\u2066-\u2069]/u,
    message: 'has a character that turns the direction of text (U+202A to U+202E, U+2066 to U+2069)',
  },
];
const CONTROLS_OF_LINE: Fault = {
  found: /[\p{Cc}\u2028\u2029]/u,
  message: 'has a control character or a line end',
};
const CONTROLS_OF_LINES: Fault = {
  found: new RegExp(`(?![${LINES}])\\p{Cc}`, 'u'),
  message: 'has a control character that is neither tab nor line end',
};

/** Blanks, what a reader's machine leaves out, and the few glyphs that are drawn as nothing. */
const VISIBLE = /[^\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800\uFFF9-\uFFFB\u{1D159}]/u;

/**
 * Why a text in normal form is refused, as the end of a sentence that begins with its field; undefined when it is not.
 * An empty text has no fault: whether it may be empty is its field's own rule.
 */
export function textFault(text: string, { lines = false }: { readonly lines?: boolean } = {}): string | undefined {
  if (!text.isWellFormed()) return 'has half a character (an unpaired surrogate)';
  const faults = [lines ? CONTROLS_OF_LINES : CONTROLS_OF_LINE, ...FAULTS];
  const fault = faults.find(({ found }) => found.test(text));
  if (fault) return fault.message;
  return text === '' || VISIBLE.test(text) ? undefined : 'has nothing that can be seen';
}

/** Characters of a text as people count them in limits: code points, so that an emoji is one. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** A text as searches compare it: NFC and case-folded, so that `Straße` is `STRASSE` and a final sigma is a sigma. */
export const foldedText = (text: string): string =>
  text.normalize('NFD').toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFC');
