import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { lockPrice } from '../../../functions/commerce/buying/domain/charge.ts';
import { exchanged } from '../../../functions/commerce/price-lists/domain/exchange.ts';
import { minorUnitDecimals } from '../../../shared/kernel/money.ts';
import { instant } from '../../../shared/kernel/time.ts';

const by = (rate: string) => ({ pricingCurrency: 'USD', rate, month: '2026-02' });

describe('M3: a price of another currency', () => {
  it.each`
    price      | rate             | currency | billed     | because
    ${'17.00'} | ${'0.846202666'} | ${'EUR'} | ${'14.39'} | ${'14.385445322'}
    ${'17.00'} | ${'109.255'}     | ${'JPY'} | ${'1857'}  | ${'1857.335: yen have no decimals'}
    ${'17.00'} | ${'1193.5'}      | ${'KRW'} | ${'20290'} | ${'20289.5: half away from zero'}
    ${'17.00'} | ${'0.3765'}      | ${'BHD'} | ${'6.401'} | ${'6.4005: half away from zero, at the third decimal'}
    ${'17.00'} | ${'0.30615'}     | ${'KWD'} | ${'5.205'} | ${'5.20455'}
    ${'0.01'}  | ${'0.3'}         | ${'KWD'} | ${'0.003'} | ${'a tenth of a cent is an amount there'}
    ${'0.01'}  | ${'0.3'}         | ${'EUR'} | ${'0.00'}  | ${'and none here'}
    ${'0.00'}  | ${'109.255'}     | ${'JPY'} | ${'0'}     | ${'nothing stays nothing'}
    ${'543'}   | ${'0.009153318'} | ${'EUR'} | ${'4.97'}  | ${'4.970251674: from yen into euro'}
    ${'1.237'} | ${'3.26637269'}  | ${'EUR'} | ${'4.04'}  | ${'4.0405…: from dinars'}
  `('M3: $price at $rate is $billed $currency, because $because', ({ price, rate, currency, billed }) => {
    const exchange = by(rate);
    expect(exchanged({ list: price, wholesale: price }, exchange, currency)).toEqual({
      ...{ list: billed, wholesale: billed },
      exchange,
    });
  });

  test('M3: is the nearest amount there is, never further than half a unit from price × rate, ties away from zero', () => {
    const decimal = (max: number, decimals: number) =>
      fc.bigInt({ min: 1n, max: BigInt(max) * 10n ** BigInt(decimals) }).map((scaled) => {
        const digits = scaled.toString().padStart(decimals + 1, '0');
        return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
      });
    fc.assert(
      fc.property(
        decimal(10_000, 3),
        decimal(2_000, 9),
        fc.constantFrom('JPY', 'KRW', 'KWD', 'BHD', 'EUR', 'CHF'),
        (price, rate, currency) => {
          // Whole numbers of 10^-12, by arithmetic of its own.
          const exact = BigInt(price.replace('.', '')) * BigInt(rate.replace('.', ''));
          const unit = 10n ** BigInt(12 - minorUnitDecimals(currency));
          const units = (exact * 2n + unit) / (unit * 2n);
          const { wholesale } = exchanged({ list: price, wholesale: price }, by(rate), currency);
          expect(new Decimal(wholesale).times(new Decimal(10).pow(minorUnitDecimals(currency))).toFixed()).toBe(
            `${units}`,
          );
          const off = units * unit - exact;
          expect((off < 0n ? -off : off) * 2n <= unit).toBe(true);
        },
      ),
    );
  });

  it.each`
    fee                                     | locked                          | because
    ${{ amount: '10.00', currency: 'USD' }} | ${{ amount: '1093' }}           | ${'the price was exchanged from that currency, so is the fee'}
    ${{ amount: '10.00', currency: 'CHF' }} | ${undefined}                    | ${'nothing exchanges francs'}
    ${{ amount: '900', currency: 'JPY' }}   | ${{ amount: '900' }}            | ${'it is in the currency of the bill'}
    ${{ percentOfRemaining: '25' }}         | ${{ percentOfRemaining: '25' }} | ${'a share has no currency'}
  `('SUB-6: a fee of $fee is $locked, because $because', ({ fee, locked }) => {
    const price = exchanged({ list: '20.00', wholesale: '17.00' }, by('109.255'), 'JPY');
    const at = instant('2026-02-10T09:00:00Z');
    const lock = lockPrice({ earlyTerminationFee: fee }, price, { month: '2026-02', currency: 'JPY', at });
    expect([lock.exchange, lock.earlyTerminationFee]).toEqual([by('109.255'), locked]);
  });
});
