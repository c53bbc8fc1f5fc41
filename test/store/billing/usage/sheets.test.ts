import { expect, test } from 'vitest';
import { usageStore } from '../../../../functions/billing/usage/index.ts';
import { addDays, type Day, type DayPeriod } from '../../../../shared/kernel/time.ts';
import { idOf, PARTNER } from '../../../support/billing-world.ts';
import { memoryFiles } from '../../../support/memory-ports.ts';
import { memoryTable } from '../../../support/memory-table.ts';
import { aDaySheet, aSheetRow, METERED, putSheets } from '../../../support/usage/sheets.ts';

const days = (start: string, end: string): DayPeriod => ({ start: start as Day, end: end as Day });

const sheets = [1, 2].flatMap((customer) =>
  [1, 2].flatMap((subscription) =>
    ['2018-01-31', '2018-02-01', '2018-02-28', '2018-03-01'].map((usageOn) =>
      aDaySheet({
        customerId: idOf('c0', customer),
        subscriptionId: idOf('a2e', customer * 10 + subscription),
        usageOn: usageOn as Day,
        rows: [aSheetRow({ quantity: `${customer}${subscription}.5`, facts: { tags: { env: 'prod' } } })],
      }),
    ),
  ),
);

test('USG-3: sheets come by customer, subscription and day, over months, those of the days alone', async () => {
  const deps = { table: memoryTable(), files: memoryFiles() };
  await putSheets(deps, sheets.toReversed());
  await putSheets(deps, [aDaySheet({ partnerId: idOf('0ther', 1) })]);
  const read = async (range: { from: string; to?: string }, of: DayPeriod) => {
    const found = [];
    for await (const page of usageStore(deps).sheets(PARTNER, range, of)) found.push(...page);
    return found;
  };
  expect(await read({ from: '' }, days('2018-01-01', '2018-04-01'))).toEqual(sheets);
  expect(await read({ from: '' }, days('2018-02-01', '2018-03-01'))).toEqual(
    sheets.filter(({ usageOn }) => usageOn.startsWith('2018-02')),
  );
  const second = sheets.filter(({ customerId }) => customerId === idOf('c0', 2));
  expect(await read({ from: idOf('c0', 2) }, days('2018-01-01', '2018-04-01'))).toEqual(second);
  const first = { from: '', to: idOf('c0', 2) };
  expect(await read(first, days('2018-01-01', '2018-04-01'))).toHaveLength(sheets.length - second.length);
  const { customerId, subscriptionId } = sheets[5]!;
  const own = sheets.filter((sheet) => sheet.subscriptionId === subscriptionId);
  const store = usageStore(deps);
  expect(await store.ofSubscription(PARTNER, customerId, subscriptionId, days('2018-01-01', '2018-03-02'))).toEqual(
    own,
  );
  expect(await store.sheet(sheets[5]!, sheets[5]!.usageOn)).toEqual(sheets[5]);
});

test('USG-3: a sheet of thousands of rows lies beside the table, and is the same', async () => {
  const deps = { table: memoryTable(), files: memoryFiles() };
  const rows = Array.from({ length: 3000 }, (_, n) =>
    aSheetRow({
      resourceUri: `/subscriptions/one/vm${(n * 7919) % 3000}`,
      quantity: `${n}.25`,
      reportedOn: '2018-02-02' as Day,
    }),
  );
  const large = aDaySheet({ rows });
  await putSheets(deps, [large]);
  const [item] = deps.table.items.values();
  expect(JSON.stringify(item).length).toBeLessThan(1000);
  expect(deps.files.stored.size).toBe(1);
  expect(await usageStore(deps).sheet(large, large.usageOn)).toEqual(large);
  const next = addDays(large.usageOn, 1);
  expect(
    await usageStore(deps).ofSubscription(PARTNER, large.customerId, METERED, { start: large.usageOn, end: next }),
  ).toEqual([large]);
});
