import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  add,
  amountNumber,
  amountText,
  divideRounded,
  exactly,
  fromMinorUnits,
  isDecimalText,
  minorUnitDecimals,
  money,
  negate,
  SCALE,
  scaled,
  subtract,
  sum,
  times,
} from '../../../shared/kernel/money.ts';

/** The yardstick: decimal.js with digits to spare, half away from zero. */
const Exact = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_UP });
const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KRW', 'KWD', 'BHD');
const decimals = (places: number) =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: places }), fc.boolean())
    .map(([digits, point, negative]) => {
      const text = new Exact(digits.toString()).div(new Exact(10).pow(point)).toFixed(point);
      return negative && !/^0(\.0*)?$/.test(text) ? `-${text}` : text;
    });
const rounded = (value: Decimal, to: string): string => value.toFixed(minorUnitDecimals(to), Decimal.ROUND_HALF_UP);
const withoutMinusZero = (text: string): string => text.replace(/^-(0(\.0*)?)$/, '$1');

describe('money is exact and rounded once, half away from zero (BIL-3, R4)', () => {
  test('a decimal text becomes money as decimal.js rounds it', () => {
    fc.assert(
      fc.property(decimals(10), currency, (text, to) => {
        expect(amountText(money(text, to))).toBe(withoutMinusZero(rounded(new Exact(text), to)));
      }),
    );
  });

  test('quantity × price × days / days of the cycle, as decimal.js rounds it', () => {
    const days = fc.integer({ min: 1, max: 366 });
    fc.assert(
      fc.property(
        decimals(6),
        fc.integer({ min: 1, max: 1_000_000 }),
        days,
        days,
        currency,
        (price, seats, part, whole, to) => {
          const numerator = scaled(price) * BigInt(seats) * BigInt(part);
          const amount = exactly(numerator, BigInt(whole) * SCALE, to);
          expect(amountText(amount)).toBe(
            withoutMinusZero(rounded(new Exact(price).times(seats).times(part).div(whole), to)),
          );
        },
      ),
    );
  });

  test('amount × rate, as decimal.js rounds it', () => {
    fc.assert(
      fc.property(decimals(2), decimals(8), currency, (text, rate, to) => {
        const amount = money(text, to);
        const expected = new Exact(amountText(amount)).times(rate);
        expect(amountText(times(amount, scaled(rate)))).toBe(withoutMinusZero(rounded(expected, to)));
      }),
    );
  });

  test('rounding a credit is rounding the charge with the other sign', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.bigInt({ min: 1n, max: 10n ** 12n }),
        (n, d) => {
          expect(divideRounded(-n, d)).toBe(-divideRounded(n, d));
        },
      ),
    );
  });

  test.each`
    numerator | denominator | result | because
    ${5n}     | ${2n}       | ${3n}  | ${'a half goes away from zero'}
    ${-5n}    | ${2n}       | ${-3n} | ${'also below zero'}
    ${7n}     | ${3n}       | ${2n}  | ${'less than a half goes towards zero'}
    ${-8n}    | ${3n}       | ${-3n} | ${'more than a half goes away from it'}
    ${0n}     | ${3n}       | ${0n}  | ${'nothing stays nothing'}
  `('$numerator / $denominator is $result: $because', ({ numerator, denominator, result }) => {
    expect(divideRounded(numerator, denominator)).toBe(result);
  });
});

describe('sums', () => {
  test('BIL-3: are exact in any order', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n })), (units) => {
        const amounts = units.map((minorUnits) => fromMinorUnits(minorUnits, 'EUR'));
        expect(sum(amounts.toReversed(), 'EUR')).toEqual(sum(amounts, 'EUR'));
        expect(sum([...amounts, ...amounts.map(negate)], 'EUR').minorUnits).toBe(0n);
      }),
    );
  });

  test('PRG-10: never mix currencies', () => {
    const [euro, dollar] = [money('1', 'EUR'), money('1', 'USD')];
    expect(() => add(euro, dollar)).toThrow('do not add');
    expect(() => subtract(euro, dollar)).toThrow('do not add');
    expect(() => sum([euro, dollar], 'EUR')).toThrow('a sum in EUR holds no USD');
  });
});

describe('on the wire', () => {
  test.each`
    minorUnits | to       | text       | number
    ${955n}    | ${'USD'} | ${'9.55'}  | ${9.55}
    ${-5n}     | ${'USD'} | ${'-0.05'} | ${-0.05}
    ${0n}      | ${'USD'} | ${'0.00'}  | ${0}
    ${-9073n}  | ${'JPY'} | ${'-9073'} | ${-9073}
    ${1234n}   | ${'KWD'} | ${'1.234'} | ${1.234}
  `('$minorUnits minor units of $to are $text', ({ minorUnits, to, text, number }) => {
    const amount = fromMinorUnits(minorUnits, to);
    expect(amountText(amount)).toBe(text);
    expect(amountNumber(amount)).toBe(number);
    expect(money(text, to)).toEqual(amount);
  });

  test.each(['', '1.', '.5', '1e3', '--1', '1.12345678901', '12345678901234567890', ' 1', 'NaN'])(
    '%j is no decimal text',
    (text) => {
      expect(isDecimalText(text)).toBe(false);
      expect(() => scaled(text)).toThrow('is a decimal');
    },
  );
});
