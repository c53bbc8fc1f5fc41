import { describe, expect, it, test } from 'vitest';
import { decoded } from '../../../shared/http/charset.ts';

const TEXT = 'Müller & Søn – 20 €';
const bytes = (...values: number[]): Buffer => Buffer.from(values);
const utf16be = (text: string): Buffer => Buffer.from(text, 'utf16le').swap16();

describe('API-1 bodies and files are read by the charset that they declare', () => {
  it.each`
    type                                      | body                                         | text         | because
    ${'application/json'}                     | ${Buffer.from(TEXT)}                         | ${TEXT}      | ${'UTF-8 is what nobody declares'}
    ${'text/csv; charset=UTF-8'}              | ${Buffer.from(`\ufeff${TEXT}`)}              | ${TEXT}      | ${'a mark is no part of the text'}
    ${'text/csv;charset="windows-1252"'}      | ${bytes(0x4d, 0xfc, 0x96, 0x80)}             | ${'Mü–€'}    | ${'spreadsheets save so'}
    ${'application/json; charset=iso-8859-1'} | ${Buffer.from('Müller', 'latin1')}           | ${'Müller'}  | ${'older shells send so'}
    ${'text/csv; charset=utf-16'}             | ${Buffer.from(`\ufeff${TEXT}`, 'utf16le')}   | ${TEXT}      | ${'the mark tells the order'}
    ${'text/csv; charset=utf-16'}             | ${utf16be(`\ufeff${TEXT}`)}                  | ${TEXT}      | ${'the mark tells the order'}
    ${'text/csv; charset=utf-16'}             | ${Buffer.from(TEXT, 'utf16le')}              | ${TEXT}      | ${'the first letter tells the order'}
    ${'text/csv; charset=utf-16'}             | ${utf16be(TEXT)}                             | ${TEXT}      | ${'the first letter tells the order'}
    ${'text/csv; charset=iso-8859-1'}         | ${Buffer.from(`\ufeff${TEXT}`)}              | ${TEXT}      | ${'a mark decides before the declaration'}
    ${'text/csv'}                             | ${Buffer.from(`\ufeff${TEXT}`, 'utf16le')}   | ${TEXT}      | ${'a mark decides without one'}
    ${'text/csv; charset=koi8-r'}             | ${Buffer.from('ABC')}                        | ${'ABC'}     | ${'ASCII is the same everywhere'}
    ${'text/csv'}                             | ${Buffer.from('Müller', 'latin1')}           | ${undefined} | ${'it is no UTF-8'}
    ${'text/csv; charset=utf-8'}              | ${bytes(0xed, 0xa0, 0x80)}                   | ${undefined} | ${'half a character is none in UTF-8'}
    ${'text/csv; charset=utf-8'}              | ${bytes(0xc0, 0xaf)}                         | ${undefined} | ${'a character is written in one way'}
    ${'text/csv; charset=windows-1252'}       | ${bytes(0x41, 0x81)}                         | ${undefined} | ${'that byte is nothing'}
    ${'text/csv; charset=utf-16'}             | ${bytes(0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00)} | ${undefined} | ${'a half stands alone'}
    ${'text/csv; charset=utf-16'}             | ${bytes(0xff, 0xfe, 0x41)}                   | ${undefined} | ${'half of a unit is missing'}
    ${'text/csv; charset=koi8-r'}             | ${bytes(0xcd)}                               | ${undefined} | ${'we do not read that charset'}
  `('$type, because $because', ({ type, body, text }) => {
    expect(decoded(body, type)).toBe(text);
  });

  test('API-1: every byte of Windows-1252 that is something is what the standard says', () => {
    const nothing = [0x81, 0x8d, 0x8f, 0x90, 0x9d];
    const all = Array.from({ length: 256 }, (_, byte) => byte).filter((byte) => !nothing.includes(byte));
    const text = decoded(Buffer.from(all), 'text/csv; charset=windows-1252')!;
    expect([text.length, text.at(0x80), text.at(-1), new Set(text).size]).toEqual([251, '€', 'ÿ', 251]);
    for (const byte of nothing) expect(decoded(bytes(byte), 'text/csv; charset=windows-1252')).toBeUndefined();
  });
});
