import { describe, expect, test } from 'vitest';
import { type AsideStretch, usageAsideStore } from '../../../../functions/billing/invoices/store/usage-aside-store.ts';
import { addDays, type Day, epochMs, startOfDay } from '../../../../shared/kernel/time.ts';
import { idOf, PARTNER } from '../../../support/billing-world.ts';
import { memoryTable } from '../../../support/memory-table.ts';

const ids = Array.from({ length: 25 }, (_, n) => ({
  partnerId: PARTNER,
  customerId: idOf('c0', Math.floor(n / 5)),
  subscriptionId: idOf('a2e', n),
}));
const nameOf = ({ customerId, subscriptionId }: (typeof ids)[number]): string => `${customerId}#${subscriptionId}`;
const JANUARY = { start: '2018-01-15' as Day, end: '2018-02-15' as Day };

async function leftOut() {
  const table = memoryTable();
  const store = usageAsideStore(table);
  for (const each of ids) await store.setAside(each, JANUARY);
  return { table, store };
}

describe('X4: subscriptions whose use was left out', () => {
  test.each`
    isBackwards | size  | because
    ${false}    | ${1}  | ${'each by itself'}
    ${false}    | ${7}  | ${'several, and some in the end'}
    ${false}    | ${25} | ${'all at once'}
    ${true}     | ${1}  | ${'each by itself, the last one first'}
    ${true}     | ${7}  | ${'several, the last ones first'}
    ${true}     | ${30} | ${'all at once'}
  `('USG-3: are read a stretch at a time, $because', async ({ isBackwards, size }) => {
    const { store } = await leftOut();
    const range = { from: nameOf(ids[3]!), to: `${nameOf(ids[21]!)}~` };
    const found: AsideStretch[] = [];
    for await (const stretch of store.stretches(PARTNER, range, { isBackwards, size })) found.push(stretch);
    const inOrder = isBackwards ? found.toReversed() : found;
    expect(inOrder.flatMap((stretch) => [...stretch.leftOut.keys()].sort())).toEqual(ids.slice(3, 22).map(nameOf));
    expect(Math.max(...found.map((stretch) => stretch.leftOut.size))).toBeLessThanOrEqual(size);
    // Every sheet of the range lies in one stretch, that of its subscription.
    for (const each of ids.slice(3, 22)) {
      const sheet = `${nameOf(each)}#2018-02-01`;
      const of = found.filter(({ range: { from, to } }) => from <= sheet && (to === undefined || sheet < to));
      expect(of.map((stretch) => stretch.leftOut.has(nameOf(each)))).toEqual([true]);
    }
    expect([inOrder[0]!.range.from, inOrder.at(-1)!.range.to]).toEqual([range.from, range.to]);
  });

  test('USG-3: go 600 days behind what they were left out of last, and older spans with the next one', async () => {
    const { table, store } = await leftOut();
    const [first] = ids as [(typeof ids)[number]];
    const item = async () => [...table.items.values()].find(({ sk }) => sk === nameOf(first))!;
    expect((await item()).expiresAt).toBe(epochMs(startOfDay(addDays(JANUARY.end, 600))) / 1000);
    const [soon, late] = [300, 620].map((days) => ({
      start: addDays(JANUARY.start, days),
      end: addDays(JANUARY.end, days),
    })) as [typeof JANUARY, typeof JANUARY];
    await store.setAside(first, soon);
    expect((await item()).leftOut).toEqual([JANUARY, soon]);
    await store.setAside(first, soon);
    expect((await item()).leftOut, 'again it changes nothing').toEqual([JANUARY, soon]);
    await store.setAside(first, late);
    expect((await item()).leftOut).toEqual([soon, late]);
  });
});
