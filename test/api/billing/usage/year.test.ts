import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { billingContext } from '../../../../functions/billing/lambda/context.ts';
import { handleWork } from '../../../../functions/billing/lambda/work.ts';
import { addDays, addMonths, addSeconds, type Day, type Instant } from '../../../../shared/kernel/time.ts';
import {
  anOffer,
  aPartnerChanged,
  aRelationship,
  type BillingWorld,
  billingWorld,
  CUSTOMER,
  deliver,
  idOf,
  invoicesOf,
  runJob,
} from '../../../support/billing-world.ts';
import { runJobToItsEnd } from '../../../support/scale/jobs.ts';
import { aRateBook } from '../../../support/usage/rate-book.ts';
import { aMeter, putCard } from '../../../support/usage/rate-cards.ts';
import { aRecord, report, type SentRecord, sheetItems } from '../../../support/usage/records.ts';
import { METER, METERED, meteredEvents } from '../../../support/usage/sheets.ts';

/** A year of usage that is sent, counted and invoiced on machines that stop at whatever write they are. */

const AZURE = idOf('0ffe', 7);
const SUBSCRIPTIONS = [METERED, idOf('a2e', 2)];
const FIRST = '2018-01-15' as Day;
const MONTHS = 12;

/** Numbers of one seed from 0 up to 1, always the same. */
function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** What is sent in a month, by day: usage, the same once more, usage of the month before, and corrections of both; `life` decides how much. */
function sendings(life: number, month: number): { readonly at: string; readonly records: readonly SentRecord[] }[] {
  const begin = addMonths(FIRST, month);
  const used = (n: number, ago: number) =>
    aRecord({
      recordId: `r-${month}-${n}`,
      subscriptionId: SUBSCRIPTIONS[n % 2]!,
      quantity: `${((n * (life + 1)) % 17) + 1}.${month}`,
      resourceUri: `/vm${(n + life) % 3}`,
      usageStartTime: `${addDays(begin, (((3 + life) * n) % 10) - ago)}T0${n % 10}:00:00Z`,
    });
  const first = Array.from({ length: 6 }, (_, n) => used(n, 0));
  const late = month === 0 ? [] : [used(6, 20), used(7, 25)];
  const correction = aRecord({
    ...used(8, month === 0 ? 0 : 20),
    quantity: `-${life + 1}.5`,
    correctsRecordId: `r-${Math.max(0, month - 1)}-0`,
  });
  return [
    { at: `${addDays(begin, 10)}T08:00:00.000Z`, records: first },
    { at: `${addDays(begin, 11)}T08:00:00.000Z`, records: [...first.slice(2), used(9, 1)] },
    { at: `${addDays(begin, 25)}T22:00:00.000Z`, records: [...late, correction, first[0]!] },
    { at: `${addMonths(begin, 1)}T00:00:00.000Z`, records: [used(10, 0), ...late] },
  ];
}

class Stopped extends Error {}

/** Lives a year; `mayStop` is asked at every write, before and after it. */
async function live(life: number, mayStop: () => boolean): Promise<{ world: BillingWorld; stops: number }> {
  let stops = 0;
  const step = () => {
    if (!mayStop()) return;
    stops += 1;
    throw new Stopped('the machine stopped');
  };
  const rates = { meters: { [METER]: [{ from: '2017-12-01', rates: { 0: '0.123', 20: '0.0987' }, included: '3' }] } };
  let isOpen = false;
  const hook = () => isOpen && step();
  const world = billingWorld({
    rates: () => aRateBook(rates),
    beforeWrite: () => void hook(),
    afterWrite: () => void hook(),
  });
  await deliver(world, aPartnerChanged({ agreementSignedOn: '2018-01-15' }));
  await putCard(world.deps, '2017-12-01', [aMeter(METER, { '0': '0.123', '20': '0.0987' }, { includedQuantity: 3 })]);
  await deliver(world, anOffer(AZURE, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  for (const subscriptionId of SUBSCRIPTIONS)
    for (const event of meteredEvents({ startOn: '2018-01-01', offerId: AZURE, subscriptionId }))
      await deliver(world, event);
  /** Again and again until it goes through, as callers, queues and schedules do. */
  const untilDone = async (work: () => Promise<unknown>): Promise<void> => {
    for (;;)
      try {
        isOpen = true;
        await work();
        return;
      } catch (error) {
        const causes = error instanceof AggregateError ? error.errors : [error];
        if (!causes.every((cause) => cause instanceof Stopped)) throw error;
      } finally {
        isOpen = false;
      }
  };
  const work = async (): Promise<void> => {
    for (let message = world.queue.shift(); message; message = world.queue.shift()) {
      const of = message;
      await untilDone(() => handleWork(of, world.deps));
    }
  };
  for (let month = 0; month < MONTHS; month += 1) {
    const sent = sendings(life, month);
    for (const [n, { at, records }] of sent.entries()) {
      if (n === sent.length - 1) await work();
      let sentAt = at as Instant;
      await untilDone(async () => {
        const { status } = await report(world, records, sentAt, { 'ms-requestid': `${month}-${n}` });
        // Whoever has no answer tries again minutes later, when nobody is at it any more.
        sentAt = addSeconds(sentAt, 300);
        if (status !== 202) throw new Stopped(`answered ${status}`);
      });
    }
    const billingOn = addMonths(FIRST, month + 1);
    // The job sends again what a call that stopped did not send.
    const resume = () =>
      runJobToItsEnd<BillingWorld['deps']>(billingContext, 'resumeFolds', `${billingOn}T00:20:00.000Z`, world.deps);
    await untilDone(resume);
    await work();
    for (const job of ['queueDueInvoices', 'resumeInvoices'] as const) {
      await untilDone(() => runJob(world, billingOn, job));
      await work();
    }
  }
  return { world, stops };
}

async function leftBy({ world, stops }: Awaited<ReturnType<typeof live>>) {
  const invoices = await invoicesOf(world);
  const files = invoices.map(({ usageFiles, invoiceOn, statementKey }) => ({
    invoiceOn,
    statement: Buffer.from(world.files.stored.get(statementKey)!).toString('latin1'),
    texts: Object.fromEntries(
      Object.entries(usageFiles!).map(([name, { key }]) => [name, gunzipSync(world.files.stored.get(key)!).toString()]),
    ),
  }));
  return { sheets: sheetItems(world), files, stops };
}

const LIVES = [0, 1, 2, 3];
const sheetsOfLives = new Set<string>();

test.each(LIVES)(
  'USG-3, BIL-11: year %i on machines that stop at any write leaves the same sheets, files and statements, byte by byte',
  async (life) => {
    const { stops: none, ...whole } = await leftBy(await live(life, () => false));
    expect(none).toBe(0);
    expect(whole.files).toHaveLength(MONTHS);
    expect(whole.files.every(({ texts }) => texts.usage!.split('\r\n').length > 2)).toBe(true);
    const roll = dice(life + 1);
    // Rarely in some lives, again and again in others.
    const probability = 0.02 + 0.01 * (life % 4);
    const { stops, ...broken } = await leftBy(await live(life, () => roll() < probability));
    expect(stops).toBeGreaterThan(25);
    expect(broken).toEqual(whole);
    sheetsOfLives.add(JSON.stringify(whole.sheets));
  },
);

test('USG-3: these years differ', () => {
  expect(sheetsOfLives.size).toBe(LIVES.length);
});
