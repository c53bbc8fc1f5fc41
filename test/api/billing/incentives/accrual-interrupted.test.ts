import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { WorkMessage } from '../../../../functions/billing/lambda/work.ts';
import { handleWork } from '../../../../functions/billing/lambda/work.ts';
import { accrueAll, accruedState, isAccrual, issuedEvents } from '../../../support/billing/accrued.ts';
import { booksFault } from '../../../support/billing/books.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  type BillingWorld,
  billingWorld,
  deliver,
  drain,
  idOf,
  invoicesOf,
  mark,
  OPERATOR,
  PARTNER,
  runDay,
  runJob,
  send,
  subscriptionEvents,
} from '../../../support/billing-world.ts';

/**
 * PRG-11, BIL-11: twelve customers with a seat of CRM each, a part of the file for each of them; one invoice, an adjustment of it, a void
 * note with the invoice in its place. However counting is interrupted, doubled and shuffled, it leaves the same.
 */
let hooks: { beforeWrite?: () => void; afterWrite?: () => void } = {};
let world: BillingWorld;
let back: () => void;
let whole: unknown;
const CRM = idOf('0ffe', 2);

beforeAll(async () => {
  const made = billingWorld({ beforeWrite: () => hooks.beforeWrite?.(), afterWrite: () => hooks.afterWrite?.() });
  world = { ...made, deps: { ...made.deps, partLines: 1 } };
  await deliver(world, aPartnerChanged());
  await deliver(world, anOffer(CRM, 'CRM Professional', 'CRM Online', 'crm'));
  for (let n = 1; n <= 12; n += 1) {
    await deliver(world, aRelationship(idOf('c0', n), `Customer ${n}`));
    const script = { offerId: CRM, wholesale: `${n}.25`, quantity: n, startOn: '2018-01-13' };
    const subscription = { subscriptionId: idOf('5ab', n), customerId: idOf('c0', n) };
    await deliver(world, subscriptionEvents({ ...script, ...subscription })[0]!);
  }
  await runDay(world, '2018-01-15');
  const [invoice] = await invoicesOf(world);
  const amend = async (what: string, body: object) => {
    const path = `/v1/operator/invoices/${invoice!.invoiceId}/${what}`;
    const { status } = await send(world, { method: 'POST', path, body: { reason: 'Test', ...body }, as: OPERATOR });
    expect(status).toBe(201);
    await drain(world);
  };
  await amend('adjustments', { lines: [{ subscriptionId: idOf('5ab', 3), amount: '-1.11' }] });
  await amend('void', { rebill: true });
  back = mark(world);
  await accrueAll(world);
  whole = await accruedState(world);
});
beforeEach(() => {
  hooks = {};
  back();
});

test('PRG-11: the documents of this story are four, in many parts', async () => {
  expect(issuedEvents(world)).toHaveLength(4);
  await accrueAll(world);
  const items = (whole as { items: string[] }).items.filter((item) => item.includes('billingAccruedPart'));
  expect(items.length).toBeGreaterThan(30);
  // Invoice, adjustment, both taken back, and the invoice once more: Σ n x n.25 x 6 %, per line.
  const lines = Array.from({ length: 12 }, (_, index) => (index + 1) * (index + 1.25) * 100);
  const earned = lines.reduce((sum, line) => sum + Math.round(line * 0.06 + 1e-9), 0);
  expect((whole as { owed: bigint }).owed).toBe(-BigInt(earned));
});

test('PRG-11: killed at every write, it is the same once it was gone on with', { timeout: 120_000 }, async () => {
  let kills = 0;
  for (let kill = 1; ; kill += 1) {
    back();
    let writes = 0;
    let isKilled = false;
    const die = (): void => {
      writes += 1;
      if (writes !== kill) return;
      isKilled = true;
      throw new Error('killed');
    };
    hooks = { beforeWrite: die, afterWrite: die };
    // An event and a message that fail come again from their queues.
    for (const event of issuedEvents(world)) await deliver(world, event).catch(() => deliver(world, event));
    for (let message = world.queue.shift(); message; message = world.queue.shift()) {
      const failed = message;
      // The message itself is lost here: the job finds what it was about.
      await handleWork(failed, world.deps).catch(() => undefined);
    }
    hooks = {};
    await runJob(world, '2018-02-21', 'resumeAccruals');
    await drain(world);
    expect(await accruedState(world)).toEqual(whole);
    if (!isKilled) break;
    kills += 1;
  }
  expect(kills).toBeGreaterThan(100);
  expect(await booksFault(world.table, PARTNER, { settled: false })).toBeUndefined();
});

describe('PRG-11: events and messages', () => {
  test('PRG-11: doubled, shuffled and at once, they leave the same', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 4 }), async (chance, atOnce) => {
        back();
        const draw = (below: number): number => Number(chance.next().value) % below;
        const events = issuedEvents(world).flatMap((event) => Array.from({ length: 1 + draw(2) }, () => event));
        while (events.length > 0) await deliver(world, events.splice(draw(events.length), 1)[0]!);
        while (world.queue.length > 0) {
          const batch: WorkMessage[] = [];
          for (let n = 0; n < atOnce && world.queue.length > 0; n += 1) {
            const [message] = world.queue.splice(draw(world.queue.length), 1);
            batch.push(...(draw(3) === 0 ? [message!, message!] : [message!]));
          }
          expect(batch.every(isAccrual)).toBe(true);
          await Promise.all(batch.map((message) => handleWork(message, world.deps)));
        }
        expect(await accruedState(world)).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });
});
