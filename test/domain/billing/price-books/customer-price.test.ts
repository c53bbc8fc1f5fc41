import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  customerPrice,
  customerSeatAmounts,
  customerUsage,
} from '../../../../functions/billing/price-books/domain/customer-price.ts';
import type { BooksInForce, PriceRule } from '../../../../functions/billing/price-books/domain/price-book.ts';
import { Exact } from '../../../../shared/kernel/exact.ts';
import { amountText, minorUnitDecimals } from '../../../../shared/kernel/money.ts';
import { post } from '../../../../shared/kernel/seat-rating/posting.ts';
import { day } from '../../../../shared/kernel/time.ts';

const MAY = day('2026-05-01');
const rule = (method: PriceRule['method'], value: string, target: PriceRule['target'] = 'all', targetId?: string) =>
  ({ target, ...(targetId !== undefined && { targetId }), method, value }) satisfies PriceRule;
const own = (...rules: PriceRule[]): BooksInForce => ({ partner: { from: MAY, rules } });

const seat = (
  wholesale: string,
  list: string,
  { currency = 'USD', cycle = 'monthly' as 'monthly' | 'annual' } = {},
) => ({
  ...{ offerId: 'offer-1', productFamily: 'ems', cycle },
  lock: { wholesale, list, currency },
});
const cyclePrice = (...of: Parameters<typeof customerPrice>) => customerPrice(...of).cyclePrice.text;

describe('BIL-7: what a seat costs a customer (B2)', () => {
  it.each`
    method                | value      | currency | cycle        | price       | because
    ${'msrpMinusPercent'} | ${'8'}     | ${'USD'} | ${'monthly'} | ${'11.50'}  | ${'P16: 12.50 less 8 percent'}
    ${'msrpMinusPercent'} | ${'0'}     | ${'USD'} | ${'monthly'} | ${'12.50'}  | ${'the list price'}
    ${'msrpMinusPercent'} | ${'100'}   | ${'USD'} | ${'monthly'} | ${'0.00'}   | ${'given away'}
    ${'msrpMinusPercent'} | ${'-10'}   | ${'USD'} | ${'monthly'} | ${'13.75'}  | ${'above the list price'}
    ${'costPlusPercent'}  | ${'10'}    | ${'USD'} | ${'monthly'} | ${'11.00'}  | ${'10.00 and a tenth of it'}
    ${'costPlusPercent'}  | ${'12.25'} | ${'USD'} | ${'monthly'} | ${'11.23'}  | ${'11.225 is rounded away from zero'}
    ${'costPlusPercent'}  | ${'12.25'} | ${'USD'} | ${'annual'}  | ${'134.70'} | ${'a year is rounded once, not its months'}
    ${'msrpMinusPercent'} | ${'8.5'}   | ${'JPY'} | ${'monthly'} | ${'11'}     | ${'11.4375 in whole yen'}
    ${'msrpMinusPercent'} | ${'8.5'}   | ${'BHD'} | ${'monthly'} | ${'11.438'} | ${'11.4375 in fils'}
    ${'fixedUnitPrice'}   | ${'9.99'}  | ${'USD'} | ${'monthly'} | ${'9.99'}   | ${'a seat and month'}
    ${'fixedUnitPrice'}   | ${'9.99'}  | ${'USD'} | ${'annual'}  | ${'119.88'} | ${'twelve of them'}
    ${'fixedUnitPrice'}   | ${'0.125'} | ${'USD'} | ${'annual'}  | ${'1.50'}   | ${'the price itself is not rounded'}
  `('$method $value is $price $currency: $because', ({ method, value, currency, cycle, price }) => {
    expect(cyclePrice(seat('10.00', '12.50', { currency, cycle }), own(rule(method, value)))).toBe(price);
  });

  it.each`
    partner                                          | customer                                  | value    | because
    ${['all']}                                       | ${[]}                                     | ${'1'}   | ${'the partner’s own book'}
    ${['productFamily:EMS', 'all']}                  | ${[]}                                     | ${'1'}   | ${'a family before all, in any case'}
    ${['productFamily:crm', 'all']}                  | ${[]}                                     | ${'2'}   | ${'another family'}
    ${['offer:offer-1', 'productFamily:ems', 'all']} | ${[]}                                     | ${'1'}   | ${'an offer before its family'}
    ${['offer:offer-1', 'all']}                      | ${['all']}                                | ${'101'} | ${'the customer’s book before the partner’s, whatever the target'}
    ${['all']}                                       | ${['offer:offer-2']}                      | ${'1'}   | ${'a customer’s book that says nothing of it'}
    ${['all']}                                       | ${['offer:offer-2', 'productFamily:ems']} | ${'102'} | ${'the customer’s family'}
    ${['meter:offer-1', 'meterCategory:ems']}        | ${[]}                                     | ${'0'}   | ${'meters are not seats: the built-in'}
  `('$because', ({ partner, customer, value }) => {
    const rules = (targets: string[], from: number) =>
      targets.map((each, index) => {
        const [target, targetId] = each.split(':') as [PriceRule['target'], string | undefined];
        return rule('msrpMinusPercent', String(from + index), target, targetId);
      });
    const books = {
      partner: { from: MAY, rules: rules(partner, 1) },
      customer: { from: day('2026-06-01'), rules: rules(customer, 101) },
    };
    const found = customerPrice(seat('10', '12.50'), books);
    expect(found.rule.value).toBe(value);
    expect(found.from).toBe(value === '0' ? undefined : value.length === 3 ? '2026-06-01' : MAY);
  });

  test('BIL-7: a term that began before there was a book pays the list price', () => {
    const found = customerPrice(seat('10', '12.50'), {});
    expect([found.cyclePrice.text, found.rule.method, found.rule.value, found.from]).toEqual([
      ...['12.50', 'msrpMinusPercent', '0', undefined],
    ]);
  });

  test('BIL-7: P16: 30 seats, metered use and a service make one bill of 510.32', () => {
    const price = customerPrice(seat('10.00', '12.50'), own(rule('msrpMinusPercent', '8')));
    const line = {
      sign: 1,
      quantity: 30,
      days: 31,
      cycleDays: 31,
      unitPrice: 0n,
      amount: 0n,
      formula: undefined,
    } as const;
    const { unitPrice, amount } = customerSeatAmounts(line, price);
    expect([unitPrice, amount]).toEqual([1150n, 34500n]);
    const usage = customerUsage(used({ pretaxCharges: 4120n }), own(rule('costPlusPercent', '10')));
    expect(usage.amount).toBe(4532n);
    expect(amount + usage.amount + 12000n).toBe(51032n);
  });

  test('BIL-7: what takes a charge back takes back what the customer was charged; days are prorated by R4', () => {
    const lock = { priceList: '2018-01', currency: 'USD', wholesale: '3.20', list: '4.00', discountPercent: '0' };
    const entries = [
      {
        kind: 'created',
        version: 1,
        eventId: 'a',
        effectiveOn: day('2018-01-13'),
        storedOn: day('2018-01-13'),
        quantity: 1,
        billingCycle: 'monthly',
        lock,
      },
      {
        kind: 'resized',
        version: 2,
        eventId: 'b',
        effectiveOn: day('2018-02-01'),
        storedOn: day('2018-02-01'),
        quantity: 2,
      },
    ] as const;
    const { lines } = post(entries, { start: day('2018-01-01'), end: day('2018-03-01') });
    const price = customerPrice(seat('3.20', '4.00'), {});
    // P1, at the list price of 4.00.
    expect(lines.map((line) => customerSeatAmounts(line, price).amount)).toEqual([400n, -400n, 245n, 310n, 800n]);
  });

  test('BIL-7: a fee for leaving early is passed on as the partner is charged', () => {
    const fee = {
      sign: 1,
      quantity: 1,
      days: 200,
      cycleDays: 31,
      unitPrice: 990n,
      amount: 990n,
      formula: 'fixed fee 9.90',
    } as const;
    const price = customerPrice(seat('10', '12.50'), own(rule('costPlusPercent', '50')));
    expect(customerSeatAmounts(fee, price)).toEqual({ unitPrice: 990n, amount: 990n });
  });
});

const used = (over: Partial<Parameters<typeof customerUsage>[0]> = {}) => ({
  ...{ meterId: 'meter-1', meterCategory: 'Storage', overage: '1000', currency: 'USD' },
  ...{ consumptionPrice: 12000n, pretaxCharges: 10200n },
  ...over,
});

describe('BIL-7: what metered use costs a customer (B3)', () => {
  it.each`
    method                | value       | over                                      | amount    | because
    ${'costPlusPercent'}  | ${'10'}     | ${{}}                                     | ${11220n} | ${'a tenth on what the partner is charged'}
    ${'msrpMinusPercent'} | ${'5'}      | ${{}}                                     | ${11400n} | ${'less than the list price of what is billable'}
    ${'fixedUnitPrice'}   | ${'0.1234'} | ${{}}                                     | ${12340n} | ${'a price for each billable unit'}
    ${'fixedUnitPrice'}   | ${'0.07'}   | ${{ overage: '0' }}                       | ${0n}     | ${'all of it was included'}
    ${'costPlusPercent'}  | ${'10'}     | ${{ pretaxCharges: -5n }}                 | ${-6n}    | ${'half a cent is rounded away from zero'}
    ${'costPlusPercent'}  | ${'10'}     | ${{ pretaxCharges: 5n, currency: 'JPY' }} | ${6n}     | ${'half a yen, too'}
    ${'fixedUnitPrice'}   | ${'0.0005'} | ${{ overage: '1', currency: 'BHD' }}      | ${1n}     | ${'half a fils, too'}
  `('$method $value gives $amount: $because', ({ method, value, over, amount }) => {
    expect(customerUsage(used(over), own(rule(method, value))).amount).toBe(amount);
  });

  it.each`
    rules                                         | value
    ${['meter:METER-1', 'meterCategory:Storage']} | ${'1'}
    ${['meter:meter-2', 'meterCategory:STORAGE']} | ${'2'}
    ${['offer:meter-1', 'all']}                   | ${'2'}
  `('finds $value among $rules', ({ rules, value }) => {
    const made = (rules as string[]).map((each, index) => {
      const [target, targetId] = each.split(':') as [PriceRule['target'], string | undefined];
      return rule('costPlusPercent', String(index + 1), target, targetId);
    });
    expect(customerUsage(used(), own(...made)).rule.value).toBe(value);
  });
});

/** Exact decimal texts of at most some decimals. */
const decimal = (max: number, decimals: number) =>
  fc.integer({ min: 0, max: max * 10 ** decimals }).map((units) => new Exact(units).div(10 ** decimals).toFixed());
const CURRENCIES = ['USD', 'EUR', 'JPY', 'BHD'];

test('BIL-7: prices and amounts are those of plain decimals rounded once, whatever the currency', () => {
  const rules = fc.oneof(
    decimal(1000, 4).map((value) => rule('costPlusPercent', value)),
    decimal(100, 4).map((value) => rule('msrpMinusPercent', value)),
    decimal(500, 6).map((value) => rule('fixedUnitPrice', value)),
  );
  const cases = fc.record({
    ...{
      rule: rules,
      currency: fc.constantFrom(...CURRENCIES),
      cycle: fc.constantFrom('monthly' as const, 'annual' as const),
    },
    ...{ wholesale: decimal(1000, 4), list: decimal(1000, 4), quantity: fc.integer({ min: 1, max: 5000 }) },
    ...{ cycleDays: fc.integer({ min: 28, max: 366 }), share: fc.double({ min: 0, max: 1, noNaN: true }) },
    ...{ sign: fc.constantFrom(1 as const, -1 as const), overage: decimal(100_000, 5) },
    ...{
      pretaxCharges: fc.bigInt({ min: -(10n ** 9n), max: 10n ** 9n }),
      consumptionPrice: fc.bigInt({ min: 0n, max: 10n ** 9n }),
    },
  });
  fc.assert(
    fc.property(cases, ({ rule: { method, value }, currency, cycle, wholesale, list, ...of }) => {
      const decimals = minorUnitDecimals(currency);
      const rounded = (exact: Exact) => new Exact(exact.toDecimalPlaces(decimals).toFixed(decimals));
      const months = cycle === 'annual' ? 12 : 1;
      const percent = new Exact(value).div(100);
      const price =
        method === 'fixedUnitPrice'
          ? new Exact(value).times(months)
          : rounded(
              method === 'costPlusPercent'
                ? new Exact(wholesale).times(months).times(percent.plus(1))
                : new Exact(list).times(months).times(new Exact(1).minus(percent)),
            );
      const books = own(rule(method, value));
      const found = customerPrice(seat(wholesale, list, { currency, cycle }), books);
      expect(new Exact(found.cyclePrice.text).equals(price)).toBe(true);
      const days = Math.max(1, Math.round(of.share * of.cycleDays));
      const { sign, quantity, cycleDays } = of;
      const line = { sign, quantity, days, cycleDays, unitPrice: 0n, amount: 0n, formula: undefined };
      const amounts = customerSeatAmounts(line, found);
      const text = (minorUnits: bigint) => amountText({ minorUnits, currency });
      const perSeat = price.times(days).times(sign);
      expect(text(amounts.amount)).toBe(
        rounded(perSeat.times(quantity).div(cycleDays))
          .toFixed(decimals)
          .replace(/^-(0\.?0*)$/, '$1'),
      );
      expect(text(amounts.unitPrice)).toBe(
        rounded(perSeat.div(cycleDays))
          .toFixed(decimals)
          .replace(/^-(0\.?0*)$/, '$1'),
      );
      const { pretaxCharges, consumptionPrice, overage } = of;
      const usage = customerUsage(used({ pretaxCharges, consumptionPrice, overage, currency }), books);
      const minor = new Exact(10).pow(decimals);
      const exact = {
        costPlusPercent: new Exact(String(pretaxCharges)).times(percent.plus(1)),
        msrpMinusPercent: new Exact(String(consumptionPrice)).times(new Exact(1).minus(percent)),
        fixedUnitPrice: new Exact(value).times(overage).times(minor),
      }[method];
      expect(usage.amount).toBe(BigInt(exact.toDecimalPlaces(0).toFixed(0)));
    }),
    { numRuns: 1000 },
  );
});
