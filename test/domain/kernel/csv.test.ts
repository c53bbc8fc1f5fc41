import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CsvError, csvRecords } from '../../../shared/kernel/csv.ts';

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
