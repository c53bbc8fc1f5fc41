import { expect, test } from 'vitest';
import { openOf } from '../../../../functions/billing/receivables/domain/receivable.ts';
import { addDays, type Day, day, daysBetween } from '../../../../shared/kernel/time.ts';
import { allReceivables, booksFault } from '../../../support/billing/books.ts';
import { issueDueOn, toldOf } from '../../../support/billing/collections.ts';
import {
  aPartnerChanged,
  ask,
  type BillingWorld,
  billingWorld,
  deliver,
  drain,
  OPERATOR,
  PARTNER,
  runJob,
  send,
} from '../../../support/billing-world.ts';
import { type Chance, chance } from '../../../support/chance.ts';

const STEPS = [
  { daysLate: 30, action: 'reminder' },
  { daysLate: 37, action: 'notice' },
  { daysLate: 44, action: 'suspendOrdering' },
] as const;
const CASES = '/v1/operator/collections/cases';

/** What collections come to, day by day and in the plainest way: a count for each invoice, and what is still to be done. */
interface Plain {
  readonly dueOn: Day;
  /** Days late, those of promises not counted. */
  daysLate: number;
  /** The most that it ever was: the day of a promise is taken off again. */
  reached: number;
  isSuspending: boolean;
  /** What was to be done since it was done last. */
  waiting: { action: string; stepOn: Day }[];
}

interface Life {
  readonly world: BillingWorld;
  readonly random: Chance;
  readonly plain: Map<string, Plain>;
  /** Every step that was expected, in words. */
  readonly expected: Set<string>;
  today: Day;
  promisedThrough: Day | undefined;
  hasCase: boolean;
  payments: string[];
  count: number;
}

const at = ({ today }: Life, hour = 12) => `${today}T${hour}:00:00.000Z`;
const openOfAll = async ({ world }: Life) =>
  new Map((await allReceivables(world.table, PARTNER)).map((each) => [each.invoiceId, openOf(each)]));

/** A day begins: every invoice that is past its due date is a day later, unless payment was promised up to then. */
function nextDay(life: Life): void {
  life.today = addDays(life.today, 1);
  const isPromised = isPromisedOn(life, life.today);
  for (const of of life.plain.values()) {
    const raw = daysBetween(of.dueOn, life.today);
    if (raw === 1) of.waiting.push({ action: 'late', stepOn: life.today });
    if (raw < 1 || isPromised) continue;
    of.daysLate += 1;
    if (of.daysLate <= of.reached) continue;
    of.reached = of.daysLate;
    const step = STEPS.find(({ daysLate }) => daysLate === of.daysLate);
    if (step) of.waiting.push({ action: step.action, stepOn: life.today });
  }
}

/** A day on which payment was promised is not counted after all, nor what would have been due on it and was not done. */
function takeOff(of: Plain, today: Day): void {
  of.daysLate -= 1;
  const isLeft = ({ action, stepOn }: Plain['waiting'][number]) => action === 'late' || stepOn !== today;
  if (of.waiting.every(isLeft)) return;
  of.waiting = of.waiting.filter(isLeft);
  of.reached -= 1;
}

/** Whatever looks at the account does what waits, of invoices that are owed. */
async function looked(life: Life): Promise<void> {
  const open = await openOfAll(life);
  const isOwed = ([id, { dueOn }]: [string, Plain]) => (open.get(id) ?? 0n) > 0n && dueOn < life.today;
  const overdue = [...life.plain].filter(isOwed);
  for (const [id, of] of overdue) {
    for (const { action, stepOn } of of.waiting) {
      life.expected.add(`${id} ${action} ${stepOn}`);
      if (action === 'suspendOrdering') of.isSuspending = true;
    }
    of.waiting = [];
  }
  if (overdue.length === 0) {
    if (life.hasCase) life.promisedThrough = undefined;
    life.hasCase = false;
  } else if (overdue.some(([, { dueOn }]) => daysBetween(dueOn, life.today) >= 30)) life.hasCase = true;
}

async function act(life: Life): Promise<string> {
  const { world, random } = life;
  const what = random.of(['issue', 'issue', 'pay', 'bounce', 'promise', 'writeOff', 'lateMessage']);
  if (what === 'issue' && life.plain.size < 12) {
    life.count += 1;
    const real = addDays(life.today, random.between(-2, 20));
    // One invoice of a billing date.
    if ([...life.plain.values()].some(({ dueOn }) => dueOn === real)) return 'nothing';
    const { invoiceId } = await issueDueOn(world.table, PARTNER, life.count, real);
    const raw = Math.max(0, daysBetween(real, life.today));
    life.plain.set(invoiceId, { dueOn: real, daysLate: 0, reached: 0, isSuspending: false, waiting: [] });
    const of = life.plain.get(invoiceId)!;
    for (let n = 1; n <= raw; n += 1) {
      const stepOn = addDays(real, n);
      if (n === 1) of.waiting.push({ action: 'late', stepOn });
      // Promises of days before it was known hold for it as well.
      of.daysLate += isPromisedOn(life, stepOn) ? 0 : 1;
      of.reached = of.daysLate;
    }
    await ask(world, '/v1/invoices/summary');
    world.queue.push({ kind: 'settle', partnerId: PARTNER, at: at(life) });
    return what;
  }
  if (what === 'pay') {
    life.count += 1;
    const reference = `TRF ${life.count}`;
    const owed = [...(await openOfAll(life)).values()].reduce((sum, each) => sum + each, 0n);
    const amount = random.isTrue(0.2) ? String(Number(owed) / 100 || 1) : String(random.between(1, 20));
    const { body } = await send(
      world,
      {
        ...{ method: 'POST', path: `/v1/operator/partners/${PARTNER}/payments`, as: OPERATOR },
        body: {
          paymentReference: reference,
          receivedDate: life.today,
          amount,
          currencyCode: 'USD',
          autoAllocate: true,
        },
      },
      at(life),
    );
    life.payments.push(body.id);
    return `${what} ${amount}`;
  }
  if (what === 'bounce' && life.payments.length > 0) {
    const id = random.of(life.payments);
    life.payments = life.payments.filter((each) => each !== id);
    const path = `/v1/operator/partners/${PARTNER}/payments/${id}`;
    await send(world, { method: 'DELETE', path, as: OPERATOR }, at(life));
    return what;
  }
  if (what === 'lateMessage') {
    world.queue.push({ kind: 'settle', partnerId: PARTNER, at: '2018-01-01T00:00:00.000Z' });
    return what;
  }
  if (what !== 'promise' && (what !== 'writeOff' || !random.isTrue(0.3))) return 'nothing';
  const { body } = await ask(world, CASES, OPERATOR, at(life));
  const [found] = body.items;
  if (!found) return 'nothing';
  const promiseDate = addDays(life.today, random.between(0, 12));
  const change =
    what === 'promise' ? { status: 'promised', promiseDate, note: 'x' } : { status: 'writtenOff', note: 'x' };
  // The case may be found closed: what is due and has not been looked at yet does not count.
  const path = `${CASES}/${found.id}`;
  const { status } = await send(world, { method: 'PATCH', path, as: OPERATOR, body: change }, at(life));
  if (status === 200 && what === 'promise') {
    const isAnother = !isPromisedOn(life, life.today);
    for (const of of life.plain.values()) if (isAnother && of.dueOn < life.today) takeOff(of, life.today);
    life.promisedThrough = promiseDate;
  }
  return `${what} ${status}`;
}

const isPromisedOn = ({ promisedThrough }: Life, on: Day): boolean =>
  promisedThrough !== undefined && on <= promisedThrough;

async function live(seed: string): Promise<number> {
  const world = billingWorld();
  await deliver(world, aPartnerChanged());
  await ask(world, '/v1/invoices/summary');
  const life: Life = {
    ...{ world, random: chance(seed), plain: new Map(), expected: new Set(), today: day('2019-03-01') },
    ...{ promisedThrough: undefined, hasCase: false, payments: [], count: 0 },
  };
  const done: string[] = [];
  const wrong = (what: string) => expect.fail(`${seed} ${life.today}: ${what}\n${done.slice(-12).join('\n')}`);
  for (let n = 0; n < 160; n += 1) {
    nextDay(life);
    const isRun = life.random.isTrue(0.6);
    if (isRun) {
      await runJob(world, life.today, 'advanceCollections');
      if (life.random.isTrue(0.2)) await runJob(world, life.today, 'advanceCollections');
      await looked(life);
    }
    if (life.random.isTrue(0.25)) {
      // Whoever acts finds the account as a run of the day leaves it.
      world.queue.push({ kind: 'settle', partnerId: PARTNER, at: at(life) });
      await drain(world);
      await looked(life);
      done.push(`${life.today} ${await act(life)}`);
      await drain(world);
      await looked(life);
    }
    const fault = await booksFault(world.table, PARTNER, { settled: true });
    if (fault) wrong(fault);
    if (!isRun) continue;
    const told = await toldOf(world.table, PARTNER);
    const steps = told.flatMap(({ type, detail }) => {
      const { invoiceId, action = 'late', stepOn } = detail as Record<string, string>;
      return type === 'PaymentLate' || type === 'CollectionsStep' ? [`${invoiceId} ${action} ${stepOn}`] : [];
    });
    if (new Set(steps).size !== steps.length) wrong('a step was taken twice');
    const missing = [...life.expected].filter((step) => !steps.includes(step));
    const surplus = steps.filter((step) => !life.expected.has(step));
    if (missing.length + surplus.length > 0) wrong(`missing ${missing}; surplus ${surplus}`);
    const open = await openOfAll(life);
    const isOwed = ([id, { dueOn }]: [string, Plain]) => (open.get(id) ?? 0n) > 0n && dueOn < life.today;
    const overdue = [...life.plain].filter(isOwed);
    const isSuspended = overdue.some(([, of]) => of.isSuspending);
    const suspensions = told.filter(({ type }) => type === 'OrderingSuspensionChanged').map(({ detail }) => detail);
    if (((suspensions.at(-1) as { isSuspended?: boolean })?.isSuspended ?? false) !== isSuspended)
      wrong(`suspended: ${isSuspended}`);
    const cases = (await ask(world, CASES, OPERATOR, at(life))).body.items;
    const standing = cases.filter(({ status }: { status: string }) => status === 'open' || status === 'promised');
    if (standing.length !== (life.hasCase ? 1 : 0)) wrong(`${standing.length} cases, should be ${life.hasCase}`);
    const sum = overdue.reduce((total, [id]) => total + open.get(id)!, 0n);
    if (standing.length === 1 && Math.round(standing[0].amountOverdue * 100) !== Number(sum)) wrong('amount overdue');
  }
  return life.expected.size;
}

test('BIL-5: whatever is paid, bounces, is promised and given up, late and with days without a run, each step is taken once, on its day', async () => {
  let steps = 0;
  for (let n = 0; n < 4; n += 1) steps += await live(`collections-${n}`);
  expect(steps).toBeGreaterThan(50);
});
