import { expect, it, test } from 'vitest';
import { CommerceExported } from '../../../../events/commerce.ts';
import { CustomerExportRequested } from '../../../../events/tenancy.ts';
import type { EventRecord } from '../../../../shared/contracts/events.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { accountItem } from '../../../../shared/identity/access.ts';
import { exportContributor } from '../../../../shared/messaging/export/contribute.ts';
import { anEvent } from '../../../support/events.ts';
import { examples } from '../../../support/examples.ts';
import { memoryFiles } from '../../../support/memory-ports.ts';
import { memoryTable } from '../../../support/memory-table.ts';

const { detail: example } = examples.find(({ event }) => event.type === 'CustomerExportRequested')!.event;
const requested = anEvent(CustomerExportRequested, example as never);

/** A contributor of two files over some items of a kilobyte, at a page of 20 items a step. */
async function contributed(count: number, { again = false, isAsked = true, isThere = true } = {}) {
  const waiting: EventRecord[] = [];
  const table = memoryTable({
    afterWrite: (_, stored) => void waiting.push(...stored.flatMap(eventsOf)),
  });
  const { customerId: tenantId } = example as { customerId: string };
  if (isThere) await table.write([{ put: accountItem({ tenantId, name: 'fabrikam', customer: {} } as never) }]);
  for (let at = 0; at < count; at += 1)
    await table.write([
      { put: { pk: 'COMMERCE#things', sk: String(at).padStart(5, '0'), text: 'x'.repeat(1000), at } },
    ]);
  const files = memoryFiles();
  const rows = (items: readonly Readonly<Record<string, unknown>>[]) => items.map(({ at, text }) => ({ at, text }));
  const contribute = exportContributor({
    context: 'commerce',
    tells: CommerceExported,
    pagesPerStep: 1,
    keyOf: ({ customerId, exportId }) => ({ pk: `COMMERCE#${customerId}#EXPORTS`, sk: exportId }),
    files: [
      { name: 'a/things.jsonl', about: 'things', places: () => [{ pk: 'COMMERCE#things', limit: 20 }], rows },
      { name: 'a/none.jsonl', about: 'nothing', places: () => [], rows },
    ],
  });
  const told: EventRecord[] = [];
  const detail = { ...requested.detail, contexts: isAsked ? ['commerce'] : ['tenancy'] };
  await contribute({ ...requested, detail }, { table, files });
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    told.push(next);
    await contribute(next as never, { table, files });
    if (again) await contribute(next as never, { table, files });
  }
  if (again) await contribute({ ...requested, detail }, { table, files });
  return { told: told.map(({ detail: of }) => of as never as Told), files };
}
interface Told {
  readonly step: number;
  readonly isLast: boolean;
  readonly parts: readonly { readonly file: string; readonly key: string; readonly textBytes: number }[];
  readonly files: readonly { readonly file: string; readonly rows: number }[];
}

it.each([
  [0, 2],
  [19, 2],
  [20, 3],
  [101, 7],
])('CUS-6: %i things are written in steps, each of a page, told without gap', async (count, steps) => {
  for (const again of [false, true]) {
    const { told } = await contributed(count, { again });
    expect(told.map(({ step }) => step)).toEqual(Array.from({ length: steps }, (_, at) => at + 1));
    expect(told.map(({ isLast }) => isLast).indexOf(true)).toBe(steps - 1);
    expect(told.at(-1)!.files).toEqual([
      { file: 'a/things.jsonl', about: 'things', rows: count },
      { file: 'a/none.jsonl', about: 'nothing', rows: 0 },
    ]);
    const parts = told.flatMap((step) => step.parts);
    expect(new Set(parts.map(({ file }) => file)).size, 'an empty file is there, too').toBe(2);
    expect(new Set(parts.map(({ key }) => key)).size).toBe(parts.length);
    expect(
      parts.every(({ textBytes }) => textBytes < 25_000),
      'no more is held than a page',
    ).toBe(true);
  }
});

test('CUS-6: a context that is not asked writes nothing', async () => {
  const { told, files } = await contributed(5, { isAsked: false });
  expect([told.length, files.stored.size]).toEqual([0, 0]);
});

test('CUS-6: of a customer that was erased in the meantime nothing is written', async () => {
  const { told, files } = await contributed(5, { isThere: false });
  expect([told.length, files.stored.size]).toEqual([0, 0]);
});
