import { expect, it } from 'vitest';
import { pairKey } from '../../../../functions/tenancy/relationships/store/keys.ts';
import { pairItem } from '../../../../functions/tenancy/relationships/store/pair-item.ts';
import type { EventRecord } from '../../../../shared/contracts/events.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { chance } from '../../../support/chance.ts';
import { askForExport, downloaded, exportOf, exportWorld, heldBack } from '../../../support/exports/exporting.ts';
import { rowsOf } from '../../../support/exports/unzipped.ts';
import type { Delivery } from '../../../support/program.ts';

const PER_EVENT = 1000;

/** Partners of before, as a customer has them that went through many hands. */
async function withFormerPartners(count: number) {
  const on = await exportWorld();
  const { table } = on.world.program;
  const key = pairKey({ partnerId: on.partners[0]!.partnerId, customerId: on.customerId });
  const pair = pairItem.fromItem((await table.get(key))!);
  for (let at = on.partners.length; at < count; at += 1) {
    const partnerId = `${Math.floor((at / count) * 0xffff_ffff)
      .toString(16)
      .padStart(8, '0')}-0000-4000-8000-000000000000`;
    const former = { ...pair, partnerId, relationship: 'none' as const, delegatedAdmin: false, confirmations: [] };
    await table.write([{ put: pairItem.toItem(pairKey(former), former) }]);
  }
  return on;
}

const requestsOf = (items: Iterable<Parameters<typeof eventsOf>[0]>): EventRecord[] =>
  [...items].flatMap((item) => [...eventsOf(item)]).filter(({ type }) => type === 'CustomerExportRequested');

it.each([
  ['in order', 4100],
  ['shuffled', 2100],
  ['shuffled and twice', 2100],
])(
  'CUS-6: a customer of thousands of partners gets what each of them sold, asked about a thousand at a time (%s, %i)',
  async (manner, partners) => {
    const on = await withFormerPartners(partners);
    const { program } = on.world;
    const draws = chance(manner);
    let id = '';
    const held = await heldBack(program, async () => {
      const { status, body } = await askForExport(on.world, on.admin);
      expect(status).toBe(202);
      id = body.id;
    });
    program.waiting.push(...held);
    const done: Delivery[] = [];
    while (program.waiting.length > 0) {
      const at = manner === 'in order' ? 0 : Math.floor(draws.next() * program.waiting.length);
      const [next] = program.waiting.splice(at, 1) as [Delivery];
      await program.deliver(next);
      done.push(next);
      if (manner.endsWith('twice') && draws.next() < 0.5)
        await program.deliver(done[Math.floor(draws.next() * done.length)]!);
    }
    const files = downloaded(program, await exportOf(on.world, on.admin, id));
    const partnerIds = on.partners.map(({ partnerId }) => partnerId).sort();
    const sellers = rowsOf(files, 'commerce/subscriptions.jsonl').map(({ partnerId }) => partnerId);
    expect(sellers.sort(), 'each subscription once').toEqual(partnerIds);
    expect(rowsOf(files, 'commerce/orders.jsonl')).toHaveLength(2);
    expect(rowsOf(files, 'directory/relationships.jsonl')).toHaveLength(partners);
    expect(files.get('README.txt')).toMatch(/commerce\/subscriptions\.jsonl \(2 rows\)/);
    const requests = requestsOf(program.table.items.values());
    const asked = requests.map(({ detail }) => detail.partnerIds as string[]);
    const full = Array.from({ length: Math.floor(partners / PER_EVENT) }, () => PER_EVENT);
    expect(asked.map(({ length }) => length).sort()).toEqual([100, ...full]);
    expect(new Set(asked.flat()).size).toBe(partners);
    const log = rowsOf(files, 'directory/audit.jsonl').map(({ operationType }) => operationType);
    expect(log.filter((type) => type === 'request_customer_export').length).toBeLessThan(2);
  },
);
