import { beforeAll, describe, expect, test } from 'vitest';
import { handleWork } from '../../../../functions/billing/lambda/work.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import {
  type Act,
  AZURE,
  balanceOf,
  documentsOf,
  filesOf,
  type LivedWorld,
  lifeWorld,
  live,
  outcomeOf,
  requestIdOf,
  textOf,
} from '../../../support/billing/partner-life.ts';
import { idOf, mark, OPERATOR, runJob, send, subscriptionEvents } from '../../../support/billing-world.ts';
import { type Chance, chance } from '../../../support/chance.ts';
import { aRecord } from '../../../support/usage/records.ts';
import { METERED, meteredEvents } from '../../../support/usage/sheets.ts';

/**
 * BIL-11: what amends an invoice happens once, whoever asks how often, and wherever it breaks off. The yardstick is what comes of
 * the same acts when nothing disturbs them.
 */
const SEATS = idOf('5ab', 1);
const FEBRUARY = '2018-02-15' as Day;

const usage = (quantity: string, on: string, at: string, more: object = {}): Act => ({
  kind: 'usage',
  at,
  records: [aRecord({ recordId: at, subscriptionId: METERED, quantity, usageStartTime: `${on}T10:00:00Z`, ...more })],
});

/** An invoice of February with seats and 120 units of metered use. */
const BEFORE: readonly Act[] = [
  ...[
    subscriptionEvents({ startOn: '2018-01-16', quantity: 3 })[0]!,
    meteredEvents({ startOn: '2018-01-16', offerId: AZURE })[0]!,
  ].map((event): Act => ({ kind: 'event', at: event.occurredAt, event })),
  usage('120', '2018-02-10', '2018-02-10T12:00:00.000Z'),
  { kind: 'run', at: '2018-02-15T01:00:00.000Z' },
];
const adjusted = (amount: string, at: string): Act => ({
  kind: 'adjust',
  billingOn: FEBRUARY,
  subscriptionId: SEATS,
  amount,
  at,
});
const voided = (rebill: boolean, at: string): Act => ({ kind: 'void', billingOn: FEBRUARY, rebill, at });

/** A correction by hand, an invoice in its place, another correction, and the end of that one. */
const AMENDED: readonly Act[] = [
  adjusted('-2.05', '2018-02-18T12:00:00.000Z'),
  voided(true, '2018-02-20T12:00:00.000Z'),
  adjusted('1.5', '2018-02-21T12:00:00.000Z'),
  voided(false, '2018-02-24T12:00:00.000Z'),
];
/** A correction of what was used by then, and the next invoice. */
const AFTER: readonly Act[] = [
  usage('-20', '2018-02-10', '2018-03-01T12:00:00.000Z', { correctsRecordId: '2018-02-10T12:00:00.000Z' }),
  { kind: 'run', at: '2018-03-15T01:00:00.000Z' },
];

interface Counted {
  count: number;
  fatalAt: number;
  side: 'before' | 'after';
}
const fate: Counted = { count: 0, fatalAt: 0, side: 'before' };
let world: LivedWorld;
let back: () => void;

beforeAll(async () => {
  world = await lifeWorld({
    isFatal: (side) => {
      if (side !== fate.side) return false;
      fate.count += 1;
      return fate.count === fate.fatalAt;
    },
  });
  await live(world, BEFORE);
  // The first request writes who may call: nothing that an amendment does.
  await send(world, { path: '/v1/operator/partners/x/invoices', as: OPERATOR });
  world.table.catchUp();
  back = mark(world);
});

async function outcomeOfAll(acts: readonly Act[], fatalAt = 0, side: Counted['side'] = 'before') {
  back();
  Object.assign(fate, { count: 0, fatalAt, side });
  await live(world, acts);
  return outcomeOf(world);
}

describe('BIL-11: amendments that break off', () => {
  test.each(['before', 'after'] as const)(
    '%s every single write in turn leave the same bytes, and one note each',
    async (side) => {
      const expected = await outcomeOfAll(AMENDED, 0, side);
      const total = fate.count;
      expect(total).toBeGreaterThan(60);
      expect(
        expected.records.map(({ note, replaces }) => note?.noteType ?? (replaces ? 'replacement' : 'invoice')),
      ).toEqual(['replacement', 'adjustment_note', 'void_note', 'invoice', 'adjustment_note', 'void_note']);
      expect(expected.balance).toBe(0n);
      for (let fatalAt = 1; fatalAt <= total; fatalAt += 1) {
        const found = await outcomeOfAll(AMENDED, fatalAt, side);
        expect(fate.count, `died ${side} write ${fatalAt}`).toBeGreaterThanOrEqual(fatalAt);
        expect(found, `died ${side} write ${fatalAt}`).toEqual(expected);
      }
    },
  );

  test('the invoice after them has the same bytes, wherever the last of them broke off', async () => {
    const acts = [voided(false, '2018-02-24T12:00:00.000Z'), ...AFTER];
    const expected = await outcomeOfAll(acts);
    const [next] = await documentsOf(world);
    expect(textOf(world, next!.record.usageFiles!.usage.key), 'what was forgiven is not given back').toContain(
      ',0.00,0.00,0.00,USD',
    );
    for (let fatalAt = 1; fatalAt <= 12; fatalAt += 1)
      expect(await outcomeOfAll(acts, fatalAt), `${fatalAt}`).toEqual(expected);
  });
});

describe('BIL-11: amendments that come twice', () => {
  test('asked for again under the same request id, with every message twice: the same bytes', async () => {
    const expected = await outcomeOfAll(AMENDED);
    back();
    Object.assign(fate, { count: 0, fatalAt: 0 });
    for (const [index, act] of AMENDED.entries()) {
      const { invoiceId } = (await documentsOf(world))[0]!.record;
      const path = act.kind === 'void' ? 'void' : 'adjustments';
      const body =
        act.kind === 'void'
          ? { reason: 'Wrong address', rebill: act.rebill }
          : { reason: 'Agreed', lines: [{ subscriptionId: SEATS, amount: (act as { amount: string }).amount }] };
      const request = {
        method: 'POST' as const,
        path: `/v1/operator/invoices/${invoiceId}/${path}`,
        body,
        as: OPERATOR,
      };
      const headers = { 'MS-RequestId': requestIdOf(act, index) };
      const [first, second] = [
        await send(world, { ...request, headers }, act.at),
        await send(world, { ...request, headers }, act.at),
      ];
      expect([first.status, second.status, second.text]).toEqual([201, 201, first.text]);
      for (const message of [...world.queue.splice(0)]) {
        await handleWork(message, world.deps);
        await handleWork(message, world.deps);
      }
    }
    expect(await outcomeOf(world)).toEqual(expected);
  });

  test('by two at once, in many orders: one void, one invoice in its place, and every correction', async () => {
    for (let seed = 1; seed <= 10; seed += 1) {
      back();
      const turns = chance(`amend-${seed}`);
      const { invoiceId } = (await documentsOf(world))[0]!.record;
      const ask = async (path: string, body: object) => {
        await pause(turns);
        const request = {
          method: 'POST' as const,
          path: `/v1/operator/invoices/${invoiceId}/${path}`,
          body,
          as: OPERATOR,
        };
        return (await send(world, request, '2018-02-20T12:00:00.000Z')).status;
      };
      const lines = [{ subscriptionId: SEATS, amount: '-0.5' }];
      const statuses = await Promise.all([
        ask('void', { reason: 'One', rebill: true }),
        ask('adjustments', { reason: 'Two', lines }),
        ask('void', { reason: 'Three', rebill: true }),
      ]);
      await Promise.all([workAtOnce(turns), workAtOnce(turns)]);
      expect([statuses[0], statuses[2]].sort(), `seed ${seed}`).toEqual([201, 409]);
      expect([201, 409]).toContain(statuses[1]);
      const [replacement, first] = await documentsOf(world);
      const types = first!.notes.map(({ note }) => note!.noteType);
      expect(types, `seed ${seed}`).toEqual(statuses[1] === 201 ? ['adjustment_note', 'void_note'] : ['void_note']);
      expect(netOf(first!), 'nothing is owed for it').toBe(0n);
      expect(replacement!.record.totals).toEqual(first!.record.totals);
      expect(await balanceOf(world)).toBe(first!.record.totals.total);
      for (const { record } of [replacement!, first!])
        for (const key of filesOf(record)) expect(world.files.stored.has(key)).toBe(true);
    }
  });

  test('in the middle of the next run, in many orders: the same lines, and what is owed is right', async () => {
    const lines = async () => {
      const [next] = await documentsOf(world);
      return filesOf(next!.record).map((key) => textOf(world, key));
    };
    await outcomeOfAll([voided(false, '2018-03-15T02:00:00.000Z'), ...AFTER]);
    const expected = await lines();
    for (let seed = 1; seed <= 10; seed += 1) {
      back();
      await live(world, AFTER.slice(0, -1));
      const turns = chance(`run-${seed}`);
      const { invoiceId } = (await documentsOf(world))[0]!.record;
      await runJob(world, '2018-03-15');
      const request = { method: 'POST' as const, path: `/v1/operator/invoices/${invoiceId}/void`, as: OPERATOR };
      const voiding = async () => {
        for (let left = turns.between(0, 80); left > 0; left -= 1) await Promise.resolve();
        return send(world, { ...request, body: { reason: 'Late' } }, '2018-03-15T02:00:00.000Z');
      };
      const [{ status }] = await Promise.all([voiding(), workAtOnce(turns), workAtOnce(turns)]);
      await workAtOnce(turns);
      expect(status).toBe(201);
      expect(await lines(), `seed ${seed}`).toEqual(expected);
      const [next, first] = await documentsOf(world);
      expect(netOf(first!)).toBe(0n);
      expect(await balanceOf(world)).toBe(next!.record.totals.total);
      expect([0n, first!.record.totals.total]).toContain(next!.record.previousBalance);
    }
  });
});

const netOf = ({ record, notes }: Awaited<ReturnType<typeof documentsOf>>[number]): bigint =>
  [record, ...notes].reduce((sum, { totals }) => sum + totals.total, 0n);

async function pause(turns: Chance): Promise<void> {
  for (let left = turns.between(0, 3); left > 0; left -= 1) await Promise.resolve();
}

/** A worker beside others: takes what lies on the queue, and hands back what fails. */
async function workAtOnce(turns: Chance): Promise<void> {
  for (let idle = 0; idle < 20; idle += 1) {
    const message = world.queue.shift();
    await pause(turns);
    if (!message) continue;
    idle = 0;
    try {
      await handleWork(message, world.deps);
    } catch {
      world.queue.push(message);
    }
  }
}
