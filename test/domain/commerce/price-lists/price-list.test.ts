import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  itemMonths,
  listInForce,
  monthOf,
  newPriceList,
  type PriceList,
  type PublishedList,
  previousList,
  publishList,
  visibleLists,
} from '../../../../functions/commerce/price-lists/domain/price-list.ts';
import { instant } from '../../../../shared/kernel/time.ts';

const draft = (month: string): PriceList => ({
  ...newPriceList(month, {}, undefined),
  prices: 3,
});
const january: PublishedList = {
  month: '2026-01',
  visibleFrom: instant('2025-12-02T00:00:00Z'),
  effectiveFrom: instant('2026-01-01T00:00:00Z'),
};
const march: PublishedList = {
  month: '2026-03',
  visibleFrom: instant('2026-01-30T00:00:00Z'),
  effectiveFrom: instant('2026-03-01T00:00:00Z'),
};

describe('CAT-4: publishing', () => {
  test.each`
    month        | at                        | earlier      | visibleFrom                   | effectiveFrom                 | because
    ${'2026-03'} | ${'2026-01-10T08:00:00Z'} | ${[january]} | ${'2026-01-30T00:00:00.000Z'} | ${'2026-03-01T00:00:00.000Z'} | ${'30 days before the 1st'}
    ${'2026-03'} | ${'2026-01-30T00:00:00Z'} | ${[january]} | ${'2026-01-30T00:00:00.000Z'} | ${'2026-03-01T00:00:00.000Z'} | ${'the last moment is still in time'}
    ${'2028-04'} | ${'2028-01-01T00:00:00Z'} | ${[january]} | ${'2028-03-02T00:00:00.000Z'} | ${'2028-04-01T00:00:00.000Z'} | ${'March has 31 days'}
    ${'2026-02'} | ${'2026-02-10T09:00:00Z'} | ${[]}        | ${'2026-02-10T09:00:00.000Z'} | ${'2026-02-10T09:00:00.000Z'} | ${'the first list takes effect at once'}
    ${'2026-03'} | ${'2026-02-10T09:00:00Z'} | ${[]}        | ${'2026-02-10T09:00:00.000Z'} | ${'2026-03-01T00:00:00.000Z'} | ${'the first list of a coming month is visible at once'}
  `('CAT-4: $month at $at, because $because', ({ month, at, earlier, visibleFrom, effectiveFrom }) => {
    const published = publishList(draft(month), earlier, instant(at));
    expect(published).toMatchObject({ ok: true, value: { state: 'publishing', visibleFrom, effectiveFrom } });
  });

  test.each`
    month        | at                        | because
    ${'2026-03'} | ${'2026-01-30T00:00:01Z'} | ${'30 days of notice cannot be shortened'}
    ${'2026-02'} | ${'2026-02-10T09:00:00Z'} | ${'the month has begun'}
    ${'2025-12'} | ${'2026-02-10T09:00:00Z'} | ${'the month is over'}
  `('CAT-4: $month at $at is refused, because $because', ({ month, at }) => {
    const refused = publishList(draft(month), [january], instant(at));
    expect(refused).toMatchObject({ ok: false, refusal: { name: 'invalid_property', field: 'month' } });
  });

  test('CAT-4: there is one first list: while it is being published no other takes effect at once', () => {
    const at = instant('2026-02-10T09:00:00Z');
    expect(publishList(draft('2026-02'), [], at, '2026-02')).toMatchObject({ ok: true });
    expect(publishList(draft('2026-03'), [], at, '2026-02')).toMatchObject({ refusal: { field: 'month' } });
    expect(publishList(draft('2026-05'), [], at, '2026-02')).toMatchObject({ ok: true });
  });

  test('CAT-4: a list without prices is refused, a published one stays as it is', () => {
    const at = instant('2026-01-10T08:00:00Z');
    expect(publishList(newPriceList('2026-03', {}, undefined), [january], at)).toMatchObject({
      refusal: { field: 'prices' },
    });
    const published = publishList(draft('2026-03'), [january], at);
    expect(published.ok && publishList(published.value, [january, march], instant('2026-05-01T00:00:00Z'))).toEqual(
      published,
    );
  });
});

describe('CAT-4: in force and visible', () => {
  test.each`
    at                        | inForce      | visible                   | because
    ${'2025-12-01T23:59:59Z'} | ${undefined} | ${[]}                     | ${'nothing is visible yet'}
    ${'2025-12-31T23:59:59Z'} | ${undefined} | ${['2026-01']}            | ${'it is visible before it is in force'}
    ${'2026-01-01T00:00:00Z'} | ${'2026-01'} | ${['2026-01']}            | ${'it is in force from the first instant'}
    ${'2026-02-28T23:59:59Z'} | ${'2026-01'} | ${['2026-01', '2026-03']} | ${'February has no list and keeps January’s prices'}
    ${'2026-03-01T00:00:00Z'} | ${'2026-03'} | ${['2026-01', '2026-03']} | ${'the next list takes over'}
  `('CAT-4: at $at: $inForce, because $because', ({ at, inForce, visible }) => {
    const lists = [march, january];
    expect(listInForce(lists, instant(at))?.month).toBe(inForce);
    expect(
      visibleLists(lists, instant(at))
        .map(({ month }) => month)
        .sort(),
    ).toEqual(visible);
  });

  test('CAT-4: no list is in force before it was visible for 30 days, but the first', () => {
    const month = fc.integer({ min: 0, max: 11 }).map((n) => `2026-${String(n + 1).padStart(2, '0')}`);
    const when = fc.date({ min: new Date('2025-01-01'), max: new Date('2026-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(month, when, (of, date) => {
        const published = publishList(draft(of), [january], instant(date));
        if (!published.ok) return;
        const { visibleFrom, effectiveFrom, publishedAt } = published.value;
        expect(Date.parse(effectiveFrom!) - Date.parse(visibleFrom!)).toBe(30 * 86_400_000);
        expect(publishedAt! <= visibleFrom!).toBe(true);
      }),
    );
  });

  test('CAT-4: a draft is copied from the latest published list before its month', () => {
    expect(previousList([march, january], '2026-02')?.month).toBe('2026-01');
    expect(previousList([march, january], '2026-04')?.month).toBe('2026-03');
    expect(previousList([march, january], '2026-01')).toBeUndefined();
    const copy = newPriceList('2026-04', { crm: '30' }, { ...draft('2026-03'), margins: { ems: '18', crm: '25' } });
    expect(copy).toMatchObject({
      basedOn: '2026-03',
      margins: { ems: '18', crm: '30' },
      comparedWith: '2026-03',
      prices: 3,
    });
  });
});

test('CAT-4: months are read as YYYYMM and yyyy-MM and nothing else', () => {
  expect(['202602', '2026-02', '202613', '2026', '26-02', '2026-2'].map(monthOf)).toEqual([
    '2026-02',
    '2026-02',
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

describe('months that name an item', () => {
  const published = ['2025-01', '2025-02', '2025-06', '2026-02', '2026-03'].map((month) => ({
    month,
    visibleFrom: instant(`${month}-01T00:00:00Z`),
    effectiveFrom: instant(`${month}-01T00:00:00Z`),
  }));
  test.each`
    at                        | months                                          | because
    ${'2024-12-31T23:59:59Z'} | ${['']}                                         | ${'no list was in force yet'}
    ${'2025-01-01T00:00:00Z'} | ${['', '2025-01']}                              | ${'the first list is in force'}
    ${'2026-01-31T23:59:59Z'} | ${['2025-01', '2025-02', '2025-06']}            | ${'the first was in force until February a year ago'}
    ${'2026-02-01T00:00:00Z'} | ${['2025-02', '2025-06', '2026-02']}            | ${'twelve months after it no longer was'}
    ${'2026-05-31T23:59:59Z'} | ${['2025-02', '2025-06', '2026-02', '2026-03']} | ${'a list counts until the next, not for one month'}
    ${'2026-06-01T00:00:00Z'} | ${['2025-06', '2026-02', '2026-03']}            | ${'and for twelve months after that'}
    ${'2036-06-01T00:00:00Z'} | ${['2026-03']}                                  | ${'the last list goes on'}
  `('CAT-1: at $at items are named by $months, because $because', ({ at, months }) => {
    expect(itemMonths(published, instant(at))).toEqual(months);
  });
});
