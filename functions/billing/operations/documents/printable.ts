/** Characters of Windows-1252 beyond Latin-1: what the standard fonts of a PDF can show besides it. */
const BEYOND_LATIN_1 = new Set('€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ');

/** Letters that do not come apart into a letter and an accent. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  Ł: 'L',
  ł: 'l',
  Đ: 'D',
  đ: 'd',
  ı: 'i',
  ħ: 'h',
  Ħ: 'H',
  ŋ: 'n',
};

const isShown = (char: string): boolean => {
  const code = char.codePointAt(0)!;
  return (code >= 0x20 && code <= 0x7e) || (code >= 0xa0 && code <= 0xff) || BEYOND_LATIN_1.has(char);
};

/**
 * Text as the standard fonts can show it: a letter with a foreign accent loses the accent, and what has no likeness
 * becomes a question mark. Names in other scripts need an embedded font (README, decisions).
 */
export const printable = (text: string): string =>
  [...text.normalize('NFC')].map((char) => (isShown(char) ? char : likeness(char))).join('');

function likeness(char: string): string {
  if (/\s/.test(char)) return ' ';
  const plain = PLAIN_LETTERS[char] ?? char.normalize('NFKD').replace(/\p{M}/gu, '');
  return plain !== '' && [...plain].every(isShown) ? plain : '?';
}
