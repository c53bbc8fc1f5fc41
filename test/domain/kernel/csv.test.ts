import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { CsvError, csvRecords, plainText, textCell } from '../../../shared/kernel/csv.ts';

describe('ORD-8: CSV is read as RFC 4180 has it', () => {
  it.each`
    text                | rows                        | because
    ${'a,b\r\n1,2\r\n'} | ${[['a', 'b'], ['1', '2']]} | ${'the last line end begins no row'}
    ${'a,b\n1,2'}       | ${[['a', 'b'], ['1', '2']]} | ${'the last row needs no line end'}
    ${'\uFEFFa,b'}      | ${[['a', 'b']]}             | ${'a byte-order mark is no text'}
    ${'"a,b","c\r\nd"'} | ${[['a,b', 'c\r\nd']]}      | ${'quotes hold commas and line ends'}
    ${'"say ""hi""",x'} | ${[['say "hi"', 'x']]}      | ${'a quote in quotes is doubled'}
    ${'a,,c'}           | ${[['a', '', 'c']]}         | ${'a cell may be empty'}
    ${'a,'}             | ${[['a', '']]}              | ${'also the last one'}
    ${'a,\r\nb,'}       | ${[['a', ''], ['b', '']]}   | ${'in every row'}
    ${'""'}             | ${[['']]}                   | ${'quotes may hold nothing'}
    ${'a\r\n\r\nb'}     | ${[['a'], [''], ['b']]}     | ${'an empty line is a row of one empty cell'}
    ${' "a" , b '}      | ${[['a', ' b ']]}           | ${'blanks around quotes are no text, others are'}
    ${''}               | ${[]}                       | ${'nothing has no rows'}
    ${'a\rb'}           | ${[['a\rb']]}               | ${'a carriage return alone ends nothing'}
  `('$text, because $because', ({ text, rows }) => {
    expect(csvRecords(text)).toEqual(rows);
  });

  it.each`
    text             | because
    ${'"a'}          | ${'the quote is not closed'}
    ${'a"b'}         | ${'a quote stands inside a cell'}
    ${'x\r\n"a"b,c'} | ${'a cell goes on behind its quote'}
  `('$text is refused, because $because', ({ text }) => {
    expect(() => csvRecords(text)).toThrow(CsvError);
  });

  it('stops after the rows that are wanted', () => {
    expect(csvRecords('a\nb\nc', 2)).toEqual([['a'], ['b']]);
  });

  it('reads what a library reads', () => {
    const cell = fc.string({ maxLength: 6, unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ' ', 'ü') });
    const row = fc.array(cell, { minLength: 1, maxLength: 4 });
    const quoted = (text: string): string => `"${text.replaceAll('"', '""')}"`;
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 5 }), (rows) => {
        const text = rows.map((cells) => cells.map(quoted).join(',')).join('\r\n');
        expect(csvRecords(text)).toEqual(rows);
        const library = parse(text, { relax_column_count: true, record_delimiter: '\r\n' }) as string[][];
        expect(csvRecords(text)).toEqual(library);
      }),
    );
  });
});

describe('BIL-3 free text in a file that spreadsheets open', () => {
  it.each`
    text           | cell                 | because
    ${'Contoso'}   | ${'Contoso'}         | ${'it begins no formula'}
    ${'=1+1'}      | ${"'=1+1"}           | ${'it would be computed'}
    ${'=A("b",c)'} | ${'"\'=A(""b"",c)"'} | ${'it is quoted besides'}
    ${'+49 89'}    | ${"'+49 89"}         | ${'a plus begins a formula'}
    ${'-x'}        | ${"'-x"}             | ${'so does a minus'}
    ${'@SUM(A1)'}  | ${"'@SUM(A1)"}       | ${'so does an at sign'}
    ${'\ta'}       | ${"'\ta"}            | ${'so does a tab'}
    ${'\ra'}       | ${'"\'\ra"'}         | ${'so does a carriage return'}
    ${"'=1"}       | ${"''=1"}            | ${'its own apostrophe must not be taken for ours'}
    ${"'quoted'"}  | ${"'quoted'"}        | ${'an apostrophe alone begins nothing'}
  `('$text is $cell, because $because', ({ text, cell }) => {
    expect(textCell(text)).toBe(cell);
    expect(csvRecords(`a,${cell},b\r\n`).map((cells) => cells.map(plainText))).toEqual([['a', text, 'b']]);
  });

  test('BIL-3: whatever a text is, no cell begins a formula, and the text comes back', () => {
    const part = fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '\n', '"', ',', 'a', '🚀');
    fc.assert(
      fc.property(fc.string({ unit: part, maxLength: 8 }), (text) => {
        const [read] = csvRecords(`${textCell(text)},end\r\n`)[0]!;
        expect(read).not.toMatch(/^[=+\-@\t\r]/);
        expect(plainText(read!)).toBe(text);
      }),
      { numRuns: 5000 },
    );
  });

  test.each(['-5.00', '0.00', '12', "'quoted'", '=of an old file'])('BIL-3: %s is read as it stands', (text) => {
    expect(plainText(text)).toBe(text);
  });
});
