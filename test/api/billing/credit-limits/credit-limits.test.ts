import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { creditIndex, creditKey } from '../../../../functions/billing/credit-limits/store/keys.ts';
import { eventsOf } from '../../../../shared/dynamo/outbox.ts';
import { allOf } from '../../../../shared/dynamo/table.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  ask,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  drain,
  mark,
  OFFER,
  OPERATOR,
  PARTNER,
  runDay,
  runJob,
  send,
  subscriptionEvents,
} from '../../../support/billing-world.ts';

/** A subscription of 4.00 a month with 10% tax, two seats from the middle of the second period on; the first invoice is 4.40. */
let hooks: { beforeWrite?: () => void | Promise<void>; afterWrite?: () => void | Promise<void> } = {};
let world: BillingWorld;
let back: () => void;
const AT = '2018-01-20T12:00:00.000Z';
const events = subscriptionEvents({ startOn: '2018-01-13' }, [
  { type: 'SubscriptionUpdated', on: '2018-02-01', change: { quantity: 2 } },
]);

beforeAll(async () => {
  world = billingWorld({ beforeWrite: () => hooks.beforeWrite?.(), afterWrite: () => hooks.afterWrite?.() });
  await deliver(world, aPartnerChanged());
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam, Inc.'));
  await deliver(world, events[0]!);
  await runDay(world, '2018-01-15');
  await ask(world, '/v1/invoices/summary');
  back = mark(world);
});
beforeEach(() => {
  hooks = {};
  back();
});

const limit = (creditLimit: string | null) =>
  send(
    world,
    {
      ...{ method: 'PATCH', path: `/v1/operator/partners/${PARTNER}/billingaccount`, as: OPERATOR },
      ...{ headers: { 'if-match': '*' }, body: { creditLimit } },
    },
    AT,
  );
/** What was told, oldest first; undefined: no limit. */
async function told(): Promise<(string | undefined)[]> {
  const { pk } = creditKey(PARTNER);
  const items = await allOf(world.table, { pk, sk: { beginsWith: 'OUTBOX#' }, consistent: true });
  const found = items.flatMap((item) => eventsOf(item));
  const versions = found.map(({ aggregateVersion }) => aggregateVersion);
  expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  return found.map(({ detail }) => (detail as { available?: { amount: string } }).available?.amount);
}
const isWanted = async () => {
  const { gsi1pk } = creditIndex(PARTNER);
  return (await allOf(world.table, { index: 'gsi1', pk: gsi1pk })).length > 0;
};

describe('BIL-5: what a partner may order still', () => {
  test('nothing is kept of a partner without a limit', async () => {
    await deliver(world, events[1]!);
    await drain(world);
    expect(await told()).toEqual([]);
    expect(await world.table.get(creditKey(PARTNER))).toBeUndefined();
  });

  test('follows each save, each invoice, each payment and each other limit; the same is not told twice', async () => {
    await limit('100');
    await drain(world);
    const [first] = await told();
    await limit('100');
    await drain(world);
    expect(await told()).toEqual([first]);
    await deliver(world, events[1]!);
    await deliver(world, events[1]!);
    await drain(world);
    const [, second] = await told();
    expect(Number(second)).toBeLessThan(Number(first));
    await runDay(world, '2018-02-15');
    const afterInvoice = (await told()).at(-1);
    await limit('200');
    await drain(world);
    expect(Number((await told()).at(-1)) - Number(afterInvoice)).toBeCloseTo(100);
    const { body: account } = await ask(world, '/v1/partner/billingaccount');
    const body = {
      ...{ paymentReference: 'TRF 1', receivedDate: '2018-01-20', currencyCode: 'USD', autoAllocate: true },
      amount: String(account.balanceAmount + 1),
    };
    const before = Number((await told()).at(-1));
    await send(world, { method: 'POST', path: `/v1/operator/partners/${PARTNER}/payments`, as: OPERATOR, body }, AT);
    await drain(world);
    // What is paid, and what is paid too much.
    expect(Number((await told()).at(-1)) - before).toBeCloseTo(account.balanceAmount + 1);
    await limit(null);
    await drain(world);
    expect((await told()).at(-1)).toBeUndefined();
    await limit('5');
    await drain(world);
    expect((await told()).at(-1)).toBeDefined();
    expect(await isWanted()).toBe(false);
  });

  test('is what the estimate of the next invoice leaves of the limit', async () => {
    await limit('100');
    await drain(world);
    await deliver(world, events[1]!);
    await drain(world);
    const { body: estimate } = await ask(world, '/v1/invoices/unbilled?asOf=2018-02-15');
    const { body: account } = await ask(world, '/v1/partner/billingaccount');
    expect(Number((await told()).at(-1))).toBeCloseTo(100 - estimate.totalCharges - account.balanceAmount);
  });

  test('many who ask at once are answered by one computation', async () => {
    await limit('100');
    await drain(world);
    for (let n = 0; n < 20; n += 1) world.queue.push({ kind: 'settle', partnerId: PARTNER, at: AT });
    await Promise.all(Array.from({ length: 20 }, () => drain(world)));
    expect(await told()).toHaveLength(1);
    expect(await isWanted()).toBe(false);
  });

  test('a message that was lost is found by the hourly job', async () => {
    await limit('100');
    await drain(world);
    await deliver(world, events[1]!);
    world.queue.length = 0;
    expect(await isWanted()).toBe(true);
    await runJob(world, '2018-02-01', 'resumeCredit');
    await drain(world);
    expect(await told()).toHaveLength(2);
    expect(await isWanted()).toBe(false);
  });

  test.each(['beforeWrite', 'afterWrite'] as const)(
    '%s, wherever it stops, and again: the same is told last',
    async (when) => {
      const crash = new Error('the machine stopped');
      const story = async () => {
        await limit('100');
        await drain(world);
        await deliver(world, events[1]!);
        await drain(world);
      };
      await story();
      const expected = (await told()).at(-1);
      let isWhole = false;
      for (let at = 0; !isWhole; at += 1) {
        back();
        let count = 0;
        hooks = {
          [when]: () => {
            if (count++ === at) throw crash;
          },
        };
        isWhole = await story().then(
          () => count <= at,
          () => false,
        );
        hooks = {};
        await story();
        await runJob(world, '2018-02-01', 'resumeSettling');
        await drain(world);
        expect((await told()).at(-1), `${when} ${at}`).toBe(expected);
        expect(await isWanted(), `${when} ${at}`).toBe(false);
      }
    },
  );
});
