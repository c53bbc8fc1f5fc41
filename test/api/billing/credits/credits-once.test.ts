import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { carryCredits } from '../../../../functions/billing/credits/operations/carry-credits.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { booksFault } from '../../../support/billing/books.ts';
import {
  CREDITS,
  creditsWorld,
  GOODWILL,
  grant,
  SEATS,
  SLA,
  USAGE_SLA,
  withdraw,
} from '../../../support/billing/credits-world.ts';
import {
  ask,
  type BillingWorld,
  CUSTOMER,
  deliver,
  drain,
  invoicesOf,
  licenseRows,
  mark,
  OPERATOR,
  PARTNER,
  runDay,
  runJob,
  subscriptionEvents,
  usageRows,
} from '../../../support/billing-world.ts';
import { METERED } from '../../../support/usage/sheets.ts';

/** Whatever breaks off, comes twice or meets another: a credit that counts is on one invoice, to the cent, and one that does not is on none. */

const MARCH = '2018-03-15';

/** Lines of credits on all invoices, by their ids. */
async function creditLines(world: BillingWorld): Promise<Map<string, number>> {
  const lines = new Map<string, number>();
  for (const invoice of await invoicesOf(world))
    for (const { LineId } of [
      ...licenseRows(world, invoice),
      ...(invoice.usage ? usageRows(world, invoice, 'usage') : []),
    ])
      if (LineId!.includes('|0|credit:')) lines.set(LineId!, (lines.get(LineId!) ?? 0) + 1);
  return lines;
}

const listed = async (world: BillingWorld): Promise<Record<string, string>[]> =>
  (await ask(world, CREDITS, OPERATOR)).body.items;

/** Each credit that counts is one line of the invoice that it names; others have none. */
async function expectEachOnce(world: BillingWorld): Promise<void> {
  const lines = await creditLines(world);
  const credits = await listed(world);
  const counted = credits.filter(({ status }) => status === 'invoiced');
  expect([...lines].sort()).toEqual(counted.map(({ lineId }) => [lineId, 1]).sort());
  expect(await booksFault(world.table, PARTNER, { settled: true })).toBeUndefined();
}

/** A process that ended. */
class Crash extends Error {}

interface Hooks {
  beforeWrite?: () => void | Promise<void>;
  afterWrite?: () => void | Promise<void>;
}

async function hookedWorld() {
  const hooks: Hooks = {};
  const world = await creditsWorld({
    beforeWrite: () => hooks.beforeWrite?.(),
    afterWrite: () => hooks.afterWrite?.(),
  });
  await runDay(world, '2018-02-15');
  await ask(world, '/v1/invoices/summary');
  return { world, hooks, back: mark(world) };
}

/** Ends the process at its n-th write, before or after it; tells whether there was one. */
function crashAt(hooks: Hooks, n: number, when: keyof Hooks): () => boolean {
  let count = 0;
  hooks[when] = () => {
    count += 1;
    if (count >= n) throw new Crash();
  };
  return () => {
    delete hooks[when];
    return count >= n;
  };
}

const ignoringCrash = async (act: () => Promise<unknown>): Promise<void> => {
  try {
    await act();
  } catch (error) {
    if (!(error instanceof Crash)) throw error;
  }
};

describe('a credit is granted once', () => {
  test.each(['beforeWrite', 'afterWrite'] as const)(
    'BIL-6: ended at every write (%s), and asked for again, with its withdrawal and its invoice',
    async (when) => {
      const { world, hooks, back } = await hookedWorld();
      const yardstick = async (): Promise<unknown> => {
        await runDay(world, MARCH);
        const [invoice] = await invoicesOf(world);
        return [invoice!.totals, invoice!.licenseFileKey, await listed(world)];
      };
      const acts = async (): Promise<void> => {
        await grant(world, SLA);
        await grant(world, USAGE_SLA);
        const { body } = await grant(world, GOODWILL);
        await withdraw(world, body.id);
        await runJob(world, MARCH);
        await drain(world);
      };
      await acts();
      const wanted = await yardstick();
      for (let n = 1; ; n += 1) {
        back();
        const crashed = crashAt(hooks, n, when);
        await ignoringCrash(acts);
        if (!crashed()) break;
        await acts();
        await runJob(world, '2018-03-16');
        await runJob(world, '2018-03-16', 'resumeSettling');
        await drain(world);
        expect(await yardstick(), `write ${n}`).toEqual(wanted);
        await expectEachOnce(world);
      }
    },
  );

  test('BIL-6: a grant meets the run that closes its period: it is on this invoice or on the next one', async () => {
    const { world, hooks, back } = await hookedWorld();
    const at = '2018-03-14T23:59:59.000Z';
    for (let n = 1; n <= 8; n += 1) {
      back();
      let count = 0;
      hooks.beforeWrite = async () => {
        count += 1;
        if (count !== n) return;
        delete hooks.beforeWrite;
        expect((await grant(world, SLA, { at })).status).toBe(201);
      };
      await runJob(world, MARCH);
      await drain(world);
      delete hooks.beforeWrite;
      expect((await grant(world, SLA, { at })).status).toBe(201);
      await runDay(world, '2018-04-15');
      expect((await listed(world)).map(({ status }) => status)).toEqual(['invoiced']);
      await expectEachOnce(world);
    }
  });

  test('BIL-6: a withdrawal meets the run: one of the two wins, and the list says which', async () => {
    const { world, hooks, back } = await hookedWorld();
    const outcomes = new Set<string>();
    for (let n = 1; n <= 8; n += 1) {
      back();
      const { body } = await grant(world, SLA);
      let [count, status] = [0, 0];
      hooks.beforeWrite = async () => {
        count += 1;
        if (count !== n) return;
        delete hooks.beforeWrite;
        ({ status } = await withdraw(world, body.id, { at: '2018-03-15T01:00:00.000Z' }));
      };
      await runJob(world, MARCH);
      await drain(world);
      delete hooks.beforeWrite;
      if (status === 0) ({ status } = await withdraw(world, body.id, { at: '2018-03-15T01:00:00.000Z' }));
      const [{ status: state }] = (await listed(world)) as [Record<string, string>];
      outcomes.add(`${status} ${state}`);
      await expectEachOnce(world);
    }
    expect([...outcomes].sort()).toEqual(['204 withdrawn', '409 invoiced']);
  });

  test('BIL-6: raises one event for the grant and one for the withdrawal', async () => {
    const { world } = await hookedWorld();
    const { body } = await grant(world, SLA);
    await grant(world, SLA);
    await withdraw(world, body.id);
    await withdraw(world, body.id);
    const events = [...world.table.items.values()]
      .flatMap(eventsOf)
      .filter(({ source, type }) => source === 'billing' && type.startsWith('Credit'));
    expect(events.map(({ type }) => type).sort()).toEqual(['CreditGranted', 'CreditWithdrawn']);
    expect(events[0]!.detail).toMatchObject({ amount: { amount: '357.50', currency: 'USD' }, incidentId: 'INC-1' });
  });
});

describe('a subscription that an invoice leaves out', () => {
  test('F: takes its credits along to the next invoice, once', async () => {
    const { world } = await hookedWorld();
    const [, , third] = subscriptionEvents({ startOn: '2018-01-20', quantity: 22 }, [
      { type: 'SubscriptionUpdated', on: '2018-02-25', change: { quantity: 23 } },
      { type: 'SubscriptionUpdated', on: '2018-02-26', change: { quantity: 24 } },
    ]);
    await grant(world, SLA);
    await grant(world, USAGE_SLA);
    // A save is missing: the run waits a day, then it goes on without the subscription.
    await deliver(world, third!);
    await runDay(world, MARCH);
    await runDay(world, '2018-03-17');
    expect(
      (await listed(world))
        .map(({ reason, status, subscriptionId }) => [reason, status, subscriptionId!.slice(0, 3)])
        .sort(),
    ).toEqual([
      ['sla', 'granted', SEATS.slice(0, 3).toUpperCase()],
      ['sla', 'invoiced', METERED.slice(0, 3).toUpperCase()],
    ]);
    await expectEachOnce(world);
    const [, second] = subscriptionEvents({ startOn: '2018-01-20', quantity: 22 }, [
      { type: 'SubscriptionUpdated', on: '2018-02-25', change: { quantity: 23 } },
    ]);
    await deliver(world, second!, '2018-03-20T10:00:00.000Z');
    const { body: open } = await ask(
      world,
      '/v1/invoices/unbilled/lineitems?provider=office&invoicelineitemtype=billinglineitems',
      undefined,
      '2018-03-21T12:00:00.000Z',
    );
    expect(open.items).toContainEqual(expect.objectContaining({ chargeType: 'CustomerCredit', subtotal: -357.5 }));
    await runDay(world, '2018-04-15');
    expect((await listed(world)).map(({ status }) => status)).toEqual(['invoiced', 'invoiced']);
    await expectEachOnce(world);
  });

  test('F: ended at every write while they are carried', async () => {
    const { world, hooks, back } = await hookedWorld();
    for (const creditReference of ['A', 'B', 'C']) await grant(world, { ...GOODWILL, creditReference });
    const ids = { partnerId: PARTNER, customerId: CUSTOMER, subscriptionId: SEATS };
    const of = { ...ids, kind: 'seats', billingOn: MARCH as Day } as const;
    const start = mark(world);
    for (const when of ['beforeWrite', 'afterWrite'] as const)
      for (let n = 1; n <= 3; n += 1) {
        start();
        const crashed = crashAt(hooks, n, when);
        await ignoringCrash(() => carryCredits(of, world.deps));
        expect(crashed()).toBe(true);
        await carryCredits(of, world.deps);
        await runDay(world, MARCH);
        expect(await creditLines(world)).toEqual(new Map());
        await runDay(world, '2018-04-15');
        await expectEachOnce(world);
        expect((await listed(world)).map(({ status }) => status)).toEqual(['invoiced', 'invoiced', 'invoiced']);
      }
    back();
  });
});

describe('any number of credits', () => {
  test.each([1, 60, 1000])(
    'BIL-3: of %i the lines sum to the invoice, and to its files, to the cent',
    async (count) => {
      const { world } = await hookedWorld();
      const amounts = fc.sample(fc.integer({ min: 1, max: 10_000_000 }), { numRuns: count, seed: count });
      let sum = 0n;
      for (const [n, cents] of amounts.entries()) {
        const subscriptionId = n % 3 === 0 ? METERED : SEATS;
        const amount = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
        const day = String(15 + (n % 13)).padStart(2, '0');
        const at = `2018-02-${day}T12:00:00.000Z`;
        const { status } = await grant(world, { ...GOODWILL, subscriptionId, creditReference: `${n}`, amount }, { at });
        expect(status).toBe(201);
        sum += BigInt(cents);
      }
      const { body: estimate } = await ask(world, `/v1/invoices/unbilled?asOf=${MARCH}`);
      await runDay(world, MARCH);
      const [invoice] = await invoicesOf(world);
      const cents = (text: string | undefined): bigint => BigInt(Math.round(Number(text) * 100));
      const total = (rows: readonly Record<string, string>[], column: string): bigint =>
        rows.reduce((all, row) => all + cents(row[column]), 0n);
      const [seats, used] = [licenseRows(world, invoice!), usageRows(world, invoice!, 'usage')];
      expect(total(seats, 'TotalForCustomer') + total(used, 'PostTaxTotal')).toBe(invoice!.totals.total);
      expect(total(seats, 'Tax') + total(used, 'TaxAmount')).toBe(invoice!.totals.tax);
      expect(cents(String(estimate.totalCharges))).toBe(invoice!.totals.total);
      expect((invoice!.offsets ?? 0n) + (invoice!.usage?.offsets ?? 0n)).toBe(-sum);
      const pages: string[] = [];
      for (let offset = 0; offset < count; offset += 200) {
        const { body } = await ask(world, `${CREDITS}?size=200&offset=${offset}`, OPERATOR);
        pages.push(...body.items.map(({ status }: { status: string }) => status));
      }
      expect(pages).toEqual(amounts.map(() => 'invoiced'));
    },
    120_000,
  );
});
