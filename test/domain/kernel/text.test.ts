import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { foldedText, lengthOf, textFault } from '../../../shared/kernel/text.ts';

describe('API-1 texts of people', () => {
  it.each`
    text              | fault                      | because
    ${'Contoso'}      | ${undefined}               | ${'it is plain'}
    ${'👨‍👩‍👧'}           | ${undefined}               | ${'joiners hold an emoji together'}
    ${'🏴󠁧󠁢󠁥󠁮󠁧󠁿'}           | ${undefined}               | ${'tags make a flag'}
    ${'𠮷'}           | ${undefined}               | ${'it is a character beyond the first plane'}
    ${'\u0600'}       | ${undefined}               | ${'this format character is drawn'}
    ${'\u200fא'}      | ${undefined}               | ${'a mark of direction turns no other text'}
    ${''}             | ${undefined}               | ${'an empty text is its field’s own matter'}
    ${'\u200b\ufeff'} | ${'nothing'}               | ${'all of it has no width'}
    ${'\u2800'}       | ${'nothing'}               | ${'a pattern of no dots'}
    ${'\u00ad\u034f'} | ${'nothing'}               | ${'both are left out when drawn'}
    ${'a\ud800'}      | ${'half a character'}      | ${'its other half is missing'}
    ${'a\u{1fffe}'}   | ${'no character'}          | ${'last but one of plane 1'}
    ${'a\u{10ffff}'}  | ${'no character'}          | ${'last of plane 16'}
    ${'a\ufdd0'}      | ${'no character'}          | ${'one of the 32 in the Arabic block'}
    ${'a\ufdcf'}      | ${undefined}               | ${'just before those 32'}
    ${'a\ufffd'}      | ${'replacement character'} | ${'something was lost before it came here'}
    ${'a\u202e'}      | ${'turns the direction'}   | ${'an override'}
    ${'a\u2069'}      | ${'turns the direction'}   | ${'the end of an isolate'}
    ${'a\nb'}         | ${'line end'}              | ${'the field has one line'}
    ${'a\u007f'}      | ${'control'}               | ${'delete'}
  `('"$text" is refused for $fault, because $because', ({ text, fault }) => {
    if (fault === undefined) expect(textFault(text)).toBeUndefined();
    else expect(textFault(text)).toContain(fault);
  });

  test('API-1: a field of several lines takes tabs and line ends, and no other control', () => {
    expect(textFault('a\tb\r\nc\u2028d', { lines: true })).toBeUndefined();
    for (const control of ['\u0000', '\u000b', '\u000c', '\u001b', '\u0085'])
      expect(textFault(`a${control}b`, { lines: true })).toContain('control character');
  });

  test('API-1: lengths count characters, not the halves of one', () => {
    expect([lengthOf('🚀🚀'), lengthOf('ab'), lengthOf('')]).toEqual([2, 2, 0]);
  });

  it.each`
    one         | other            | because
    ${'Café'}   | ${'CAFE\u0301'}  | ${'an accent may be a character of its own'}
    ${'Straße'} | ${'STRASSE'}     | ${'ß has no single capital'}
    ${'ΟΔΟΣ'}   | ${'οδοσ'}        | ${'a sigma is a sigma wherever it stands'}
    ${'İzmir'}  | ${'i\u0307zmir'} | ${'that is its own lower case'}
  `('CUS-2: $one is $other, because $because', ({ one, other }) => {
    expect(foldedText(one)).toBe(foldedText(other));
  });

  test('CUS-2: what is folded stays as it is when it is folded again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => foldedText(foldedText(text)) === foldedText(text)),
      { numRuns: 2000 },
    );
  });
});
