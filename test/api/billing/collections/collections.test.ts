import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addDays, day } from '../../../../shared/kernel/time.ts';
import type { TestRequest } from '../../../support/api.ts';
import { booksFault } from '../../../support/billing/books.ts';
import { issueDueOn, toldOf, wordsOf } from '../../../support/billing/collections.ts';
import {
  ADMIN_AGENT,
  aPartnerChanged,
  ask,
  type BillingWorld,
  billingWorld,
  deliver,
  drain,
  mark,
  OPERATOR,
  PARTNER,
  runJob,
  send,
} from '../../../support/billing-world.ts';

/** An invoice of 16.00, due on 29 August 2019 (P15), and another one that is due 30 days later. */
let hooks: { beforeWrite?: () => void | Promise<void>; afterWrite?: () => void | Promise<void> } = {};
let world: BillingWorld;
let back: () => void;
const [FIRST, SECOND] = ['D000000001', 'D000000002'];
const CASES = '/v1/operator/collections/cases';
const ACCOUNT = `/v1/operator/partners/${PARTNER}/billingaccount`;

beforeAll(async () => {
  world = billingWorld({ beforeWrite: () => hooks.beforeWrite?.(), afterWrite: () => hooks.afterWrite?.() });
  await deliver(world, aPartnerChanged());
  await issueDueOn(world.table, PARTNER, 1, day('2019-08-29'));
  await issueDueOn(world.table, PARTNER, 2, day('2019-09-28'));
  world.queue.push({ kind: 'settle', partnerId: PARTNER, at: '2019-07-01T00:00:00.000Z' });
  await drain(world);
  await ask(world, '/v1/invoices/summary');
  back = mark(world);
});
beforeEach(() => {
  hooks = {};
  back();
});
afterEach(async () => {
  hooks = {};
  await drain(world);
  expect(await booksFault(world.table, PARTNER, { settled: true })).toBeUndefined();
});

const run = (on: string) => runJob(world, on, 'advanceCollections');
/** Runs the job on every day of a span, both belong to it. */
async function runDaily(from: string, through: string): Promise<void> {
  for (let on = day(from); on <= through; on = addDays(on, 1)) await run(on);
}
const pay = (amount: string, on: string, paymentReference = 'TRF 1') =>
  send(
    world,
    {
      ...{ method: 'POST', path: `/v1/operator/partners/${PARTNER}/payments`, as: OPERATOR },
      body: { paymentReference, receivedDate: on, amount, currencyCode: 'USD', autoAllocate: true },
    },
    `${on}T12:00:00.000Z`,
  );
const told = async () => wordsOf(await toldOf(world.table, PARTNER));
const cases = async (query = '') => (await ask(world, `${CASES}${query}`, OPERATOR)).body.items;
const changed = async (body: object, on: string, over: Partial<TestRequest> = {}) => {
  const [found] = await cases();
  const path = `${CASES}/${found?.id ?? 'none'}`;
  return send(world, { method: 'PATCH', path, as: OPERATOR, body, ...over }, `${on}T12:00:00.000Z`);
};
const promised = (promiseDate: string, on: string) =>
  changed({ status: 'promised', promiseDate, note: 'By phone' }, on);
const writtenOff = (on: string) => changed({ status: 'writtenOff', note: 'Out of business' }, on);
const status = async (at: string) =>
  (await ask(world, '/v1/partner/billingaccount', ADMIN_AGENT, `${at}T12:00:00.000Z`)).body.collectionsStatus;
const STEPS = [
  `${FIRST} late 2019-08-30`,
  `${FIRST} reminder 2019-09-28`,
  `${SECOND} late 2019-09-29`,
  `${FIRST} notice 2019-10-05`,
  `${FIRST} suspendOrdering 2019-10-12`,
  'suspended',
];

describe('BIL-5: what is late', () => {
  test('each step is taken once, on its day', async () => {
    const days: string[][] = [];
    for (const on of [
      '2019-08-29',
      '2019-08-30',
      '2019-09-27',
      '2019-09-28',
      '2019-09-29',
      '2019-10-05',
      '2019-10-12',
    ]) {
      await run(on);
      await run(on);
      days.push(await told());
    }
    const counts = days.map(({ length }) => length);
    expect(counts).toEqual([0, 1, 1, 2, 3, 4, 6]);
    expect(days.at(-1)).toEqual(STEPS);
    expect(await status('2019-10-12')).toBe('orderingSuspended');
  });

  test('run every day it comes to the same, and nobody is looked at on days on which nothing is due', async () => {
    const looked: number[] = [];
    for (let on = day('2019-08-25'); on <= '2019-10-12'; on = addDays(on, 1)) {
      const counts = (await run(on)) as { partners?: number };
      looked.push(counts.partners ?? 0);
    }
    expect(looked.filter((count) => count > 0)).toHaveLength(5);
    expect(await told()).toEqual(STEPS);
  });

  test('after a week without a run, and after months, every step is made up in order, with the day that it was due on', async () => {
    await run('2019-10-12');
    expect(await told()).toEqual(STEPS);
    const [opened] = await cases();
    expect(opened).toMatchObject({ status: 'open', openedDate: '2019-09-28T00:00:00Z', amountOverdue: 32 });
  });

  test('two runs at once take each step once', async () => {
    await Promise.all([run('2019-10-12'), run('2019-10-12'), run('2019-10-12')]);
    expect(await told()).toEqual(STEPS);
    expect(await cases()).toHaveLength(1);
  });

  test('the case grows with each invoice that becomes overdue', async () => {
    await run('2019-09-28');
    expect(await cases()).toMatchObject([{ amountOverdue: 16, invoices: [{ invoiceId: FIRST }] }]);
    await run('2019-09-29');
    expect(await cases()).toMatchObject([
      { amountOverdue: 32, invoices: [{ invoiceId: FIRST }, { invoiceId: SECOND, dueDate: '2019-09-28T00:00:00Z' }] },
    ]);
    expect([await status('2019-08-29'), await status('2019-08-30'), await status('2019-09-28')]).toEqual([
      'none',
      'overdue',
      'inCollections',
    ]);
  });

  test("steps of the partner's own take the place of the usual ones; without any, nothing is done but told", async () => {
    const terms = async (collectionsSteps: object[], on: string) => {
      const headers = { 'if-match': '*' };
      await send(
        world,
        { method: 'PATCH', path: ACCOUNT, as: OPERATOR, headers, body: { collectionsSteps } },
        `${on}T12:00:00.000Z`,
      );
    };
    await terms([{ daysLate: 2, action: 'suspendOrdering' }], '2019-08-30');
    await drain(world);
    await run('2019-08-31');
    expect(await told()).toEqual([`${FIRST} late 2019-08-30`, `${FIRST} suspendOrdering 2019-08-31`, 'suspended']);
    expect(await cases()).toMatchObject([{ openedDate: '2019-08-31T00:00:00Z' }]);
    await terms([], '2019-09-01');
    // The message about it is lost: the account is found by its state.
    world.queue.length = 0;
    await runJob(world, '2019-09-01', 'resumeSettling');
    await drain(world);
    expect((await told()).at(-1)).toBe('released');
    await runDaily('2019-09-02', '2019-11-30');
    expect((await told()).slice(3)).toEqual(['released', `${SECOND} late 2019-09-29`]);
  });
});

describe('BIL-5: a payment', () => {
  test.each(['2019-08-30', '2019-09-28', '2019-10-05', '2019-10-12'])(
    'in full, behind the step of %s, ends it at once: no step follows, and nothing is suspended any more',
    async (on) => {
      await run(on);
      const before = await told();
      await pay('32', on);
      await drain(world);
      const hasCase = on >= '2019-09-28';
      const isSuspended = on === '2019-10-12';
      expect((await told()).slice(before.length)).toEqual([
        ...(hasCase ? ['closed resolved'] : []),
        ...(isSuspended ? ['released'] : []),
      ]);
      expect(await status(on)).toBe('none');
      if (hasCase)
        expect(await cases()).toMatchObject([{ status: 'resolved', amountOverdue: 0, closedDate: `${on}T00:00:00Z` }]);
      const after = await told();
      await runDaily(on, '2019-12-31');
      expect(await told()).toEqual(after);
      expect(await promised('2020-02-01', '2020-01-01')).toMatchObject(
        hasCase ? { status: 409, body: { code: 950005 } } : { status: 404 },
      );
    },
  );

  test('of what is overdue alone closes the case; what becomes overdue later opens another', async () => {
    await run('2019-09-28');
    await pay('16', '2019-09-28');
    await drain(world);
    expect(await cases()).toMatchObject([{ status: 'resolved', amountOverdue: 0 }]);
    await runDaily('2019-09-29', '2019-10-28');
    expect(await cases()).toMatchObject([
      { status: 'open', openedDate: '2019-10-28T00:00:00Z', invoices: [{ invoiceId: SECOND }] },
      { status: 'resolved' },
    ]);
    expect(await cases('?status=open')).toHaveLength(1);
  });

  test('in part goes on with what is left; one that bounces brings no step twice, and suspends again what was', async () => {
    await pay('15', '2019-08-29');
    await run('2019-10-12');
    expect(await told()).toEqual(STEPS);
    const { body: second } = await pay('17', '2019-10-12', 'TRF 2');
    await drain(world);
    expect((await told()).slice(STEPS.length)).toEqual(['closed resolved', 'released']);
    await send(
      world,
      { method: 'DELETE', path: `/v1/operator/partners/${PARTNER}/payments/${second.id}`, as: OPERATOR },
      '2019-10-13T12:00:00.000Z',
    );
    await drain(world);
    await runDaily('2019-10-14', '2019-10-27');
    expect((await told()).slice(STEPS.length + 2)).toEqual(['suspended']);
    expect(await cases()).toMatchObject([
      { status: 'open', amountOverdue: 17, openedDate: '2019-10-12T00:00:00Z' },
      { status: 'resolved' },
    ]);
  });

  test('that is told late, after a step of a later day, closes what was opened, and nothing goes back', async () => {
    await run('2019-10-12');
    world.queue.push({ kind: 'settle', partnerId: PARTNER, at: '2019-08-01T00:00:00.000Z' });
    await drain(world);
    expect(await told()).toEqual(STEPS);
    expect(await cases()).toMatchObject([{ status: 'open', amountOverdue: 32 }]);
  });
});

describe('BIL-5: what the operator decides', () => {
  test('a promise moves every step that is to come by its days, and ends by itself', async () => {
    await run('2019-09-28');
    const { body } = await promised('2019-10-07', '2019-09-28');
    expect(body).toMatchObject({
      status: 'promised',
      promiseDate: '2019-10-07T00:00:00Z',
      note: 'By phone',
      amountOverdue: 16,
    });
    await runDaily('2019-09-29', '2019-10-07');
    expect((await told()).slice(2)).toEqual(['case promised', `${SECOND} late 2019-09-29`]);
    await run('2019-10-08');
    expect(await cases()).toMatchObject([{ status: 'open' }]);
    await runDaily('2019-10-09', '2019-10-22');
    expect((await told()).slice(4)).toEqual([
      `${FIRST} notice 2019-10-15`,
      `${FIRST} suspendOrdering 2019-10-22`,
      'suspended',
    ]);
    // Ordering that is suspended stays so.
    await promised('2019-11-30', '2019-10-23');
    expect(await status('2019-10-23')).toBe('orderingSuspended');
    await pay('32', '2019-10-24');
    await drain(world);
    expect((await told()).slice(-3)).toEqual(['case promised', 'closed resolved', 'released']);
  });

  test('a promise that is kept, and one that is taken back for another', async () => {
    await run('2019-09-28');
    await promised('2019-12-31', '2019-09-28');
    await promised('2019-10-01', '2019-09-30');
    await runDaily('2019-10-01', '2019-10-09');
    expect((await told()).filter((word) => word.startsWith(FIRST!)).at(-1)).toBe(`${FIRST} notice 2019-10-09`);
    await pay('16', '2019-10-09');
    await drain(world);
    expect(await cases()).toMatchObject([{ status: 'open', amountOverdue: 16 }]);
  });

  test('what is written off is a movement of the books, closes the case and lets the partner order again', async () => {
    await run('2019-10-12');
    const { status: code, body } = await writtenOff('2019-10-13');
    expect([code, body]).toMatchObject([
      200,
      { status: 'writtenOff', amountOverdue: 0, closedDate: '2019-10-13T00:00:00Z' },
    ]);
    expect((await told()).slice(STEPS.length)).toEqual(['case writtenOff', 'closed writtenOff', 'released']);
    expect(await cases()).toMatchObject([{ ...body }]);
    const { body: listed } = await ask(world, `/v1/operator/partners/${PARTNER}/invoices`, OPERATOR);
    expect(listed.items).toMatchObject([
      { paymentStatus: 'writtenOff', balance: 0 },
      { paymentStatus: 'writtenOff', balance: 0 },
    ]);
    expect((await ask(world, ACCOUNT, OPERATOR)).body).toMatchObject({ balanceAmount: 0, collectionsStatus: 'none' });
    // Again: the same answer. What is closed is not changed any more.
    expect((await writtenOff('2019-10-14')).body).toEqual(body);
    expect(await promised('2019-11-01', '2019-10-14')).toMatchObject({ status: 409, body: { code: 950005 } });
    await runDaily('2019-10-14', '2019-12-31');
    expect(await told()).toHaveLength(STEPS.length + 3);
  });

  test('what is not overdue yet is not written off', async () => {
    await run('2019-09-28');
    await writtenOff('2019-09-28');
    expect((await ask(world, ACCOUNT, OPERATOR)).body.balanceAmount).toBe(16);
  });

  test('more than one transaction holds is written off all the same', async () => {
    for (let no = 3; no < 28; no += 1) await issueDueOn(world.table, PARTNER, no, addDays(day('2019-08-01'), no));
    await run('2019-10-12');
    const words = await told();
    expect(new Set(words).size).toBe(words.length);
    expect(words.filter((word) => word.includes('suspendOrdering'))).toHaveLength(26);
    await writtenOff('2019-10-13');
    expect((await ask(world, ACCOUNT, OPERATOR)).body.balanceAmount).toBe(0);
  });

  test.each([
    [{ status: 'promised', note: 'x' }, 'promiseDate'],
    [{ status: 'promised', promiseDate: '2019-09-27', note: 'x' }, 'promiseDate'],
    [{ status: 'promised', promiseDate: '2020-09-28', note: 'x' }, 'promiseDate'],
    [{ status: 'writtenOff', promiseDate: '2019-10-27', note: 'x' }, 'promiseDate'],
  ])('%o is refused by its name, and changes nothing', async (body, field) => {
    await run('2019-09-28');
    const before = await cases();
    const { status: code, body: problem } = await changed(body, '2019-09-28');
    expect([code, problem]).toMatchObject([400, { code: 3000 }]);
    expect(JSON.stringify(problem)).toContain(field);
    expect(await cases()).toEqual(before);
  });

  test('who is not there, and who may not', async () => {
    const body = { status: 'writtenOff', note: 'x' };
    const path = `${CASES}/99999999-0000-4000-8000-000000000000`;
    expect(await send(world, { method: 'PATCH', path, as: OPERATOR, body })).toMatchObject({ status: 404 });
    await run('2019-09-28');
    expect(await changed(body, '2019-09-28', { as: ADMIN_AGENT })).toMatchObject({ status: 403 });
    expect(await ask(world, CASES, ADMIN_AGENT)).toMatchObject({ status: 403 });
  });
});

describe('BIL-11: collections that are interrupted', () => {
  const crash = new Error('the machine stopped');
  const story = async () => {
    await run('2019-09-28');
    await promised('2019-10-04', '2019-09-28');
    await run('2019-10-20');
    await writtenOff('2019-10-20');
    await drain(world);
  };

  test.each(['beforeWrite', 'afterWrite'] as const)('%s, wherever, and again: the same steps once', async (when) => {
    await story();
    const [expected, closed] = [await told(), await cases()];
    let isWhole = false;
    for (let at = 0; !isWhole; at += 1) {
      back();
      let count = 0;
      const once = () => {
        if (count++ === at) throw crash;
      };
      // From the crash on each step of the story is tried again, as whoever asked for it would.
      const tried = async (step: () => Promise<unknown>) => {
        hooks = { [when]: once };
        await step().catch((error) => {
          if (error !== crash) throw error;
        });
        hooks = {};
        expect(await booksFault(world.table, PARTNER, { settled: false }), `${when} ${at}`).toBeUndefined();
        await step();
      };
      await tried(() => run('2019-09-28'));
      await tried(async () => {
        if ((await cases())[0].status !== 'promised') await promised('2019-10-04', '2019-09-28');
      });
      await tried(() => run('2019-10-20'));
      await tried(() => writtenOff('2019-10-20'));
      await runJob(world, '2019-10-20', 'resumeSettling');
      await drain(world);
      isWhole = count <= at;
      expect(await told(), `${when} ${at}`).toEqual(expected);
      expect(await cases(), `${when} ${at}`).toEqual(closed);
    }
  });
});
