import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { sizeKey } from '../../../../functions/billing/history/store/keys.ts';
import { handleWork } from '../../../../functions/billing/lambda/work.ts';
import type { EventRecord } from '../../../../shared/contracts/events.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { day } from '../../../../shared/kernel/time.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  type BillingWorld,
  billingWorld,
  deliver,
  idOf,
  invoicesOf,
  mark,
  PARTNER,
  runJob,
  subscriptionEvents,
} from '../../../support/billing-world.ts';
import { type Chance, chance } from '../../../support/chance.ts';
import { typesetOnce } from '../../../support/seller.ts';
import { aRateBook } from '../../../support/usage/rate-book.ts';
import { aDaySheet, aSheetRow, METER, meteredEvents, putSheets } from '../../../support/usage/sheets.ts';

/**
 * BIL-11: a run that is interrupted, repeated or run twice at once gives the same invoice, once. The yardstick is the
 * run that nothing disturbed: its invoices, its events and every byte of its documents.
 */

const CUSTOMERS = ['0c', '3c', '7c', 'bc', 'fc'].map((kind, n) => idOf(kind, n + 1));
const SEATS = [1, 12, 40];

/** A partner with fifteen subscriptions in five customers, some of which change. */
function events(): EventRecord[] {
  const lives = CUSTOMERS.flatMap((customerId, c) =>
    SEATS.map((quantity, s) =>
      subscriptionEvents(
        {
          subscriptionId: idOf('5ab', c * 10 + s),
          customerId,
          offerId: idOf('0ffe', (s % 2) + 1),
          quantity,
          wholesale: ['4.00', '12.37', '0.99'][s]!,
          billingCycle: s === 2 ? 'annual' : 'monthly',
          startOn: `2018-01-${16 + c * 3}`,
        },
        s === 1
          ? [
              { type: 'SubscriptionUpdated', on: '2018-02-03', change: { quantity: quantity + 5 } },
              { type: 'SubscriptionSuspended', on: '2018-02-20', change: { status: 'suspended' } },
            ]
          : [],
      ),
    ),
  );
  return [
    aPartnerChanged({ agreementSignedOn: '2018-01-15' }),
    anOffer(idOf('0ffe', 1), 'Intune'),
    anOffer(idOf('0ffe', 2), 'E3', 'Office 365 Enterprise', 'office365'),
    ...CUSTOMERS.map((customerId, n) => aRelationship(customerId, `Customer ${n}`)),
    ...lives.flat(),
    ...CUSTOMERS.slice(0, 3).flatMap((customerId, n) =>
      meteredEvents({ customerId, subscriptionId: idOf('a2e', n), offerId: idOf('0ffe', 7), startOn: '2018-01-16' }),
    ),
  ];
}

/** What metered subscriptions used: in both periods, late usage of the first among the second’s. */
const sheets = CUSTOMERS.slice(0, 3).flatMap((customerId, n) =>
  (
    [
      ['2018-01-20', '2018-01-20', '1500.5'],
      ['2018-02-13', '2018-02-16', '250'],
      ['2018-02-20', '2018-02-20', '99.25'],
    ] as const
  ).map(([on, reportedOn, quantity]) =>
    aDaySheet({
      ...{ customerId, subscriptionId: idOf('a2e', n), usageOn: day(on) },
      rows: [aSheetRow({ reportedOn: day(reportedOn), quantity })],
    }),
  ),
);

const rates = () =>
  aRateBook({ meters: { [METER]: [{ from: '2017-12-01', rates: { 0: '0.12', 1000: '0.105' }, included: '100' }] } });

/** One for all runs of this file: what they write from the same facts is typeset once. */
const statementOf = typesetOnce();

/** A program in which each customer has a range of its own, and a range parts of three lines or more. */
async function program(hooks: Parameters<typeof billingWorld>[0] = {}, order = events()): Promise<BillingWorld> {
  const made = billingWorld({ ...hooks, rates });
  const world = { ...made, deps: { ...made.deps, statementOf, partLines: 3 } };
  for (const customerId of CUSTOMERS)
    await world.table.write([{ update: sizeKey(PARTNER, customerId.slice(0, 1)), add: { count: 9_000 } }]);
  for (const event of order) await deliver(world, event);
  await putSheets(world.deps, sheets);
  world.table.catchUp();
  return world;
}

interface Outcome {
  readonly invoices: unknown;
  readonly documents: Readonly<Record<string, string>>;
  readonly issued: readonly string[];
}

/** Everything that a partner ever sees of its invoices. */
async function outcomeOf(world: BillingWorld): Promise<Outcome> {
  const invoices = await invoicesOf(world);
  const documents: Record<string, string> = {};
  for (const { statementKey, licenseFileKey, usageFiles } of invoices)
    for (const key of [statementKey, licenseFileKey, ...Object.values(usageFiles ?? {}).map(({ key }) => key)])
      documents[key] = createHash('sha256').update(world.files.stored.get(key)!).digest('hex');
  const issued = [...world.table.items.values()]
    .flatMap(eventsOf)
    .map(({ eventId, detail }) => `${eventId} ${JSON.stringify(detail)}`);
  return { invoices, documents, issued };
}

/** Works the queue off as the service does: a message whose handling fails comes again. */
async function work(world: BillingWorld): Promise<void> {
  for (let message = world.queue.shift(); message; message = world.queue.shift()) {
    try {
      await handleWork(message, world.deps);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
      world.queue.push(message);
    }
  }
}

class Crash extends Error {}

/** The daily job, and the hourly one that picks up what a crash left. */
async function runUntilDone(world: BillingWorld): Promise<void> {
  for (const job of ['queueDueInvoices', 'resumeInvoices', 'queueDueInvoices'] as const) {
    world.table.catchUp();
    try {
      await runJob(world, '2018-03-15', job);
    } catch (error) {
      if (!(error instanceof Crash)) throw error;
    }
    await work(world);
  }
}

let yardstick: Promise<Outcome> | undefined;
/** What the run that nothing disturbed gives. */
function undisturbed(): Promise<Outcome> {
  yardstick ??= program().then(async (world) => {
    await runUntilDone(world);
    return outcomeOf(world);
  });
  return yardstick;
}

/** Writes of the whole run, or those that were not refused: table, documents and queue. */
async function countWrites(side: 'before' | 'after'): Promise<number> {
  let writes = 0;
  const count = (): void => {
    writes += 1;
  };
  const world = await program(side === 'before' ? { beforeWrite: count } : { afterWrite: count });
  writes = 0;
  await runUntilDone(world);
  return writes;
}

describe('BIL-11: the same invoice, once', () => {
  test('the run that nothing disturbs issues both periods, each with five parts', async () => {
    const { invoices, issued } = await undisturbed();
    expect(invoices).toMatchObject([
      { invoiceOn: '2018-03-15', lineCount: 15, usage: { lineCount: 6, dayCount: 6 } },
      { invoiceOn: '2018-02-15', lineCount: 30, usage: { lineCount: 6, dayCount: 3 } },
    ]);
    expect(issued).toHaveLength(2);
  });

  // Behind a write there is what is before the next one; that is tried with a third of them, which has every kind of write.
  test.each([
    ['before every single write', 'before', 1],
    ['after every third write', 'after', 3],
  ] as const)('interrupted %s in turn', async (_, side, step) => {
    const expected = await undisturbed();
    const total = await countWrites(side);
    expect(total).toBeGreaterThan(50);
    let count = Number.NEGATIVE_INFINITY;
    let crashAt = 1;
    const write = (): void => {
      count += 1;
      if (count === crashAt) throw new Crash(`${side} write ${crashAt}`);
    };
    const world = await program(side === 'before' ? { beforeWrite: write } : { afterWrite: write });
    const beginAgain = mark(world);
    for (; crashAt <= total; crashAt += step) {
      beginAgain();
      count = 0;
      await runUntilDone(world);
      expect(count, `crashed ${side} write ${crashAt}`).toBeGreaterThanOrEqual(crashAt);
      expect(await outcomeOf(world), `crashed ${side} write ${crashAt}`).toEqual(expected);
    }
  });

  test('a partner whose period cannot be locked keeps no other from its invoice', async () => {
    let isBroken = false;
    const world = await program({
      beforeWrite(writes = []) {
        const isOfPartner = writes.some(
          (write) => 'put' in write && write.put.pk.startsWith(`BILLING#${PARTNER}#PERIODS`),
        );
        if (isOfPartner && isBroken) throw new Crash('this partner alone');
      },
    });
    const other = 'f1111111-1111-4111-8111-111111111111';
    const signed = aPartnerChanged({ partnerId: other, agreementSignedOn: '2018-01-15' });
    await deliver(world, { ...signed, tenantId: other, aggregateId: other });
    world.table.catchUp();
    isBroken = true;
    await expect(runJob(world, '2018-02-15')).rejects.toThrow('this partner alone');
    expect(partnersOf(world)).toEqual([other]);
    isBroken = false;
    await runJob(world, '2018-02-15');
    expect(new Set(partnersOf(world))).toEqual(new Set([other, PARTNER]));
  });

  test('repeated: every message comes twice, and the jobs run again', async () => {
    const expected = await undisturbed();
    const world = await program();
    await runJob(world, '2018-03-15');
    await runJob(world, '2018-03-15');
    for (let message = world.queue.shift(); message; message = world.queue.shift()) {
      await handleWork(message, world.deps);
      await handleWork(message, world.deps);
    }
    await runUntilDone(world);
    expect(await outcomeOf(world)).toEqual(expected);
  });

  test('twice at once: two runs take turns at every write, in many orders', async () => {
    const expected = await undisturbed();
    for (let seed = 1; seed <= 10; seed += 1) {
      const turns = chance(String(seed));
      const world = await program({ beforeWrite: () => pause(turns) });
      await Promise.all([startRun(world, turns), startRun(world, turns)]);
      await Promise.all([workAtOnce(world, turns), workAtOnce(world, turns), workAtOnce(world, turns)]);
      await runUntilDone(world);
      expect(await outcomeOf(world), `seed ${seed}`).toEqual(expected);
    }
  });

  test('events shuffled, delayed within their day and delivered twice', async () => {
    const expected = await undisturbed();
    for (let seed = 1; seed <= 10; seed += 1) {
      const draws = chance(String(seed));
      const world = await program({}, shuffled([...events(), ...events()], draws));
      await runUntilDone(world);
      expect(await outcomeOf(world), `seed ${seed}`).toEqual(expected);
    }
  });
});

const shuffled = <T>(items: readonly T[], draws: Chance): T[] =>
  items
    .map((item) => ({ item, place: draws.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);

/** Gives the other run a turn, some times. */
async function pause(turns: Chance): Promise<void> {
  for (let left = turns.between(0, 3); left > 0; left -= 1) await Promise.resolve();
}

async function startRun(world: BillingWorld, turns: Chance): Promise<void> {
  await pause(turns);
  await runJob(world, '2018-03-15');
}

/** A worker beside others: takes what lies on the queue, and hands back what fails. */
async function workAtOnce(world: BillingWorld, turns: Chance): Promise<void> {
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

const partnersOf = ({ queue }: BillingWorld): string[] =>
  queue.flatMap((message) => ('partnerId' in message ? [message.partnerId] : []));
