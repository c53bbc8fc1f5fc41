import { expect, test } from 'vitest';
import { bodyDate, queryDay } from '../../../shared/contracts/dates.ts';
import { addDays, addDaysTo, addMonths, day, instant } from '../../../shared/kernel/time.ts';

test.each`
  given                            | at                            | because
  ${'2026-11-20'}                  | ${'2026-11-20T00:00:00.000Z'} | ${'a day is its first instant'}
  ${'2026-11-20T10:00'}            | ${'2026-11-20T10:00:00.000Z'} | ${'seconds may be left out'}
  ${'2026-11-20T10:00:00'}         | ${'2026-11-20T10:00:00.000Z'} | ${'without an offset it is UTC'}
  ${'2026-11-20t10:00:00z'}        | ${'2026-11-20T10:00:00.000Z'} | ${'letters in any case'}
  ${'2026-11-20T10:00:00.1234567'} | ${'2026-11-20T10:00:00.123Z'} | ${'seven digits of a second'}
  ${'2026-11-20T10:00:00+11:00'}   | ${'2026-11-19T23:00:00.000Z'} | ${'an offset counts'}
  ${'2026-11-20T23:30:00-0130'}    | ${'2026-11-21T01:00:00.000Z'} | ${'an offset without a colon'}
  ${'2028-02-29'}                  | ${'2028-02-29T00:00:00.000Z'} | ${'a leap day'}
  ${'1900-01-01'}                  | ${'1900-01-01T00:00:00.000Z'} | ${'the first day'}
  ${'9998-12-31T23:59:59Z'}        | ${'9998-12-31T23:59:59.000Z'} | ${'the last day'}
`('API-1: a body takes $given, $because', ({ given, at }) => {
  expect(bodyDate().parse(given)).toBe(at);
});

/** What `Date.parse` makes a date of, days that do not exist, and years that texts of days do not sort in. */
const NO_BODY_DATES = [
  '',
  ' ',
  '2026',
  '2026-11',
  '20261120',
  '2026-2-3',
  '11/20/2026 10:00:00 AM',
  '1/2/2027',
  'Fri, 20 Nov 2026 10:00:00 GMT',
  'Nov 20, 2026 (signed)',
  'offer 2',
  'next 5',
  '2026-02-30T00:00:00Z',
  '2027-02-29',
  '2026-13-01',
  '2026-00-10',
  '2026-11-00',
  '2026-11-20T24:00:00Z',
  '2026-11-20T10:60:00Z',
  '2026-11-20T10:00:60Z',
  '2026-11-20T10:00:00+25:00',
  '2026-11-20T10:00:00+14:30',
  '2026-11-20T10:00:00+01:75',
  '2026-11-20 10:00:00',
  '2026-11-20T10:00:00Z ',
  '2026-11-20T',
  '2026-11-20Z',
  '2017-06-166',
  '0001-01-01T00:00:00',
  '1899-12-31T23:59:59Z',
  '1900-01-01T00:00:00+01:00',
  '9998-12-31T23:59:59-01:00',
  '9999-12-31',
  '-000001-01-01T00:00:00Z',
  '+275760-09-13T00:00:00Z',
  `2026-11-20T10:00:00.${'1'.repeat(1000)}Z`,
  '２０２６-11-20',
];
test.each(NO_BODY_DATES)('API-1: a body refuses %j, as a wrong property', (given) => {
  const parsed = bodyDate().safeParse(given);
  expect(parsed.error?.issues).toMatchObject([{ params: { refusal: 'invalid_property' } }]);
});

test.each`
  options            | given                     | at                            | because
  ${{ unset: true }} | ${'0001-01-01T00:00:00'}  | ${undefined}                  | ${'not sent'}
  ${{ unset: true }} | ${'0001-01-01T00:00:00Z'} | ${undefined}                  | ${'not sent'}
  ${{ never: true }} | ${'9999-12-31T23:59:59Z'} | ${'9999-12-31T23:59:59.000Z'} | ${'never'}
`('API-1: where a date may say so, $given means $because', ({ options, given, at }) => {
  expect(bodyDate(options).parse(given)).toBe(at);
  expect(bodyDate().safeParse(given).success).toBe(false);
});

test.each`
  given                            | on              | because
  ${'2028-12-01'}                  | ${'2028-12-01'} | ${'a day'}
  ${'2028-12-01T00:00:00Z'}        | ${'2028-12-01'} | ${'a date-time'}
  ${'2028-12-01T00:00:00.1234567'} | ${'2028-12-01'} | ${'a date-time without an offset'}
  ${'2028-12-01T02:00:00+03:00'}   | ${'2028-11-30'} | ${'an offset counts'}
  ${'2028-12-01T02:00:00 03:00'}   | ${'2028-11-30'} | ${'a plus sign that was not encoded'}
  ${'2028-12-01T23:00:00-03:00'}   | ${'2028-12-02'} | ${'an offset counts'}
  ${'12/1/2028'}                   | ${'2028-12-01'} | ${'US style'}
  ${'12/01/2028 12:00:00 AM'}      | ${'2028-12-01'} | ${'US style, midnight'}
  ${'12/1/2028 11:59:59 pm'}       | ${'2028-12-01'} | ${'US style, in the evening'}
  ${'12/1/2028 12:00:00\u202fPM'}  | ${'2028-12-01'} | ${'the narrow blank that newer systems write'}
  ${'12/1/2028 23:15'}             | ${'2028-12-01'} | ${'US style, hours of a whole day'}
  ${'2028-12-336'}                 | ${'2028-12-01'} | ${'the day of a leap year'}
  ${'2017-06-166'}                 | ${'2017-06-15'} | ${'the day of the year'}
  ${'2017-02-32'}                  | ${'2017-02-01'} | ${'the first that is no day of a month'}
  ${'2017-01-31'}                  | ${'2017-01-31'} | ${'in January both are the same'}
  ${'9999-12-31'}                  | ${'9999-12-31'} | ${'what clients write for never'}
`('API-1: a query takes $given as $on, $because', ({ given, on }) => {
  expect(queryDay().parse(given)).toBe(on);
});

const NO_QUERY_DAYS = [
  '',
  'tomorrow',
  '2028',
  '2028-12',
  '2028-02-30',
  '13/1/2028',
  '2/30/2028',
  '1.12.2028',
  '12/1/28',
  '12/1/2028 13:00:00 PM',
  '12/1/2028 0:30 AM',
  '2028-12-01T25:00:00Z',
  '2017-06-366',
  '2017-06-32',
  '2017-12-366',
  '2017-12-999',
  '0001-01-01',
  '+275760-09-13T00:00:00Z',
];
test.each(NO_QUERY_DAYS)('API-1: a query refuses %j', (given) => {
  expect(queryDay().safeParse(given).error?.issues).toMatchObject([{ params: { refusal: 'invalid_input' } }]);
});

test('API-1: arithmetic never leaves the year 9999', () => {
  const last = day('9999-12-31');
  expect(() => addDays(last, 1)).toThrow('four digits');
  expect(() => addMonths(last, 1)).toThrow('four digits');
  expect(() => addDaysTo(instant('9999-12-31T00:00:00Z'), 1)).toThrow('four digits');
  expect(addDays(day('9999-12-30'), 1)).toBe(last);
});
