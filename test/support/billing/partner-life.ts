import { createHash } from 'node:crypto';
import { serialize } from 'node:v8';
import { gunzipSync } from 'node:zlib';
import { accountStore } from '../../../functions/billing/accounts/store/account-store.ts';
import type { InvoiceRecord } from '../../../functions/billing/invoices/store/invoice-item.ts';
import { invoiceStore } from '../../../functions/billing/invoices/store/invoice-store.ts';
import { billingContext } from '../../../functions/billing/lambda/context.ts';
import { handleWork } from '../../../functions/billing/lambda/work.ts';
import type { EventRecord } from '../../../shared/contracts/events.ts';
import { eventsOf } from '../../../shared/dynamo/outbox.ts';
import { addMonths, addSeconds, type Day, instant } from '../../../shared/kernel/time.ts';
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
  OFFER,
  OPERATOR,
  PARTNER,
  send,
  subscriptionEvents,
} from '../billing-world.ts';
import type { Chance } from '../chance.ts';
import { runJobToItsEnd } from '../scale/jobs.ts';
import { aRateBook } from '../usage/rate-book.ts';
import { aMeter, putCard } from '../usage/rate-cards.ts';
import { aRecord, type SentRecord } from '../usage/records.ts';
import { METER, meteredEvents } from '../usage/sheets.ts';

/**
 * Months of one partner with seats and metered use, told as acts in time: what is delivered, reported, run and amended. A
 * life is lived in a world that may die before or after any write; whoever asked asks again then, as clients, queues and jobs do.
 */
export type Act = { readonly at: string } & (
  | { readonly kind: 'event'; readonly event: EventRecord }
  | { readonly kind: 'usage'; readonly records: readonly SentRecord[] }
  | { readonly kind: 'run' }
  | { readonly kind: 'adjust'; readonly billingOn: Day; readonly subscriptionId: string; readonly amount: string }
  | { readonly kind: 'void'; readonly billingOn: Day; readonly rebill: boolean }
);

export const AZURE = idOf('0ffe', 7);
const FIRST: Day = '2018-01-15' as Day;
/** Billing dates of a partner that signed on 15 December 2017. */
export const billingDates = (months: number): Day[] => Array.from({ length: months }, (_, n) => addMonths(FIRST, n));

const RATES = { [METER]: [{ from: '2017-12-01', rates: { 0: '0.12', 50: '0.105' }, included: '10' }] };
const BOOK = aRateBook({
  meters: RATES,
  terms: [{ name: 'Wholesale', from: '2018-02-01', discount: '0.15' }],
});

/** A process that ended. All that it would still write is lost, until somebody begins again. */
class Crash extends Error {}

export interface Fate {
  /** Asked around every write: true ends the process there. */
  isFatal(side: 'before' | 'after'): boolean;
}

export interface LivedWorld extends BillingWorld {
  /** Another process begins. */
  begin(): void;
  /** Whether the one that began last has ended. */
  hasEnded(): boolean;
}

/** The world of one partner and two customers before anything happened. */
export async function lifeWorld(fate: Fate = { isFatal: () => false }): Promise<LivedWorld> {
  let isDead = false;
  let isBorn = false;
  const step = (side: 'before' | 'after') => (): void => {
    if (!isBorn) return;
    isDead ||= fate.isFatal(side);
    if (isDead) throw new Crash(`${side} a write`);
  };
  const made = billingWorld({ rates: () => BOOK, beforeWrite: step('before'), afterWrite: step('after') });
  // The same facts give the same statement: they stand for its bytes.
  const statementOf = async ({ invoice, profile }: { invoice: object; profile: object }): Promise<Uint8Array> =>
    Uint8Array.from(serialize({ invoice, profile }));
  const deps = { ...made.deps, statementOf };
  const world = { ...made, deps };
  await deliver(world, aPartnerChanged());
  await putCard(deps, '2017-12-01', [aMeter(METER, { '0': '0.12' })]);
  await deliver(world, anOffer(OFFER, 'Intune', 'Enterprise Mobility Suite'));
  await deliver(world, anOffer(AZURE, 'Azure plan', 'Microsoft Azure', 'azure'));
  await deliver(world, aRelationship(CUSTOMER, 'Fabrikam'));
  isBorn = true;
  return {
    ...world,
    begin() {
      isDead = false;
    },
    hasEnded: () => isDead,
  };
}

/** Lives through all acts, each until it is done and all that came of it is finished. */
export async function live(world: LivedWorld, acts: readonly Act[]): Promise<void> {
  for (const [index, act] of acts.entries()) {
    world.begin();
    const asked = {
      requestId: requestIdOf(act, index),
      ...('billingOn' in act && (await numberOf(world, act.billingOn))),
    };
    await until(world, act.at, (at) => perform(world, act, asked, at));
  }
}

export const requestIdOf = ({ at }: Act, index: number): string => `act-${index}-${at}`;

/** What a client keeps when it asks again: its request id, and the number of the invoice that it is about. */
interface Asked {
  readonly requestId: string;
  readonly invoiceId?: string;
}

const JOBS = ['resumeFolds', 'resumeInvoices', 'resumeDocuments'];

/** Repeats what a crash broke off, half a minute later each time, and lets the jobs pick up what was lost. */
async function until(world: LivedWorld, from: string, act: (at: string) => Promise<boolean>): Promise<void> {
  let at = from;
  let isDone = false;
  let wasBroken = false;
  for (let attempt = 0; ; attempt += 1) {
    if (attempt > 200) throw new Error(`it does not end: ${from}`);
    world.begin();
    try {
      isDone = isDone || (await act(at));
      if (wasBroken) {
        world.table.catchUp();
        for (const job of JOBS) await runJobToItsEnd(billingContext, job, addSeconds(instant(at), 3600), world.deps);
      }
      const isQuiet = await work(world);
      if (isDone && isQuiet) return;
    } catch (error) {
      // What does several things at once tells of all that failed.
      if (!world.hasEnded()) throw error;
    }
    wasBroken = true;
    at = addSeconds(instant(at), 31);
  }
}

/** Works the queue off; false where a process ended on the way, whose message comes again. */
async function work(world: LivedWorld): Promise<boolean> {
  for (let message = world.queue.shift(); message; message = world.queue.shift()) {
    try {
      await handleWork(message, world.deps);
    } catch (error) {
      world.queue.push(message);
      throw error;
    }
  }
  return true;
}

/** Whether it is done; false to be asked again. */
async function perform(world: LivedWorld, act: Act, asked: Asked, at: string): Promise<boolean> {
  switch (act.kind) {
    case 'event':
      await deliver(world, act.event, act.at);
      return true;
    case 'usage':
      return post(world, asked, { path: '/v1/operator/usagerecords', body: { records: act.records } }, at);
    case 'run':
      world.table.catchUp();
      await runJobToItsEnd(billingContext, 'queueDueInvoices', act.at, world.deps);
      return true;
    case 'adjust': {
      const lines = [{ subscriptionId: act.subscriptionId, amount: act.amount }];
      return amend(world, asked, { path: 'adjustments', body: { reason: 'Agreed', lines } }, at);
    }
    case 'void':
      return amend(world, asked, { path: 'void', body: { reason: 'Wrong address', rebill: act.rebill } }, at);
  }
}

/** The newest invoice of a date, where there is one. */
async function numberOf({ deps }: LivedWorld, billingOn: Day): Promise<{ invoiceId?: string }> {
  const dates = { from: billingOn, to: billingOn };
  const [newest] = (await invoiceStore(deps.table).list(PARTNER, dates).page({ size: 1 })).items;
  return newest ? { invoiceId: newest.invoiceId } : {};
}

const amend = (world: LivedWorld, asked: Asked, { path, body }: { path: string; body: object }, at: string) =>
  asked.invoiceId === undefined
    ? Promise.resolve(true)
    : post(world, asked, { path: `/v1/operator/invoices/${asked.invoiceId}/${path}`, body }, at);

/** Sends what a client sends; false while an attempt that died still holds the request. */
async function post(
  world: LivedWorld,
  { requestId }: Asked,
  { path, body }: { path: string; body: object },
  at: string,
): Promise<boolean> {
  const headers = { 'MS-RequestId': requestId };
  const answer = await send(world, { method: 'POST', path, body, as: OPERATOR, headers }, at);
  if (answer.status >= 500) throw new Error(answer.text);
  const { code } = answer.body;
  if (answer.status >= 300 && !REFUSALS.includes(code)) throw new Error(`${path}: ${answer.text}`);
  return code !== IN_PROGRESS;
}
const IN_PROGRESS = 980014;
/** An adjustment below zero, or of a subscription without a line; an invoice that was voided. */
const REFUSALS = [IN_PROGRESS, 3000, 20003, 950005];

// --- what came of it ---------------------------------------------------------------------------------------------------

export interface Document {
  readonly record: InvoiceRecord;
  readonly notes: readonly InvoiceRecord[];
}

/** All invoices, newest first, each with its notes. */
export async function documentsOf(world: BillingWorld): Promise<readonly Document[]> {
  const store = invoiceStore(world.table);
  const invoices = await invoicesOf(world);
  const notes = await store.notesOnEach(invoices);
  return invoices.map((record) => ({ record, notes: notes.get(record.invoiceId) ?? [] }));
}

export const filesOf = ({ licenseFileKey, usageFiles }: InvoiceRecord): string[] => [
  licenseFileKey,
  ...Object.values(usageFiles ?? {}).map(({ key }) => key),
];

/** A stored file as text. */
export const textOf = ({ files }: Pick<BillingWorld, 'files'>, key: string): string =>
  gunzipSync(files.stored.get(key)!).toString('utf8');

/** Everything that anybody sees of a partner's invoices: records, bytes of documents, balance, and what was told of them. */
export async function outcomeOf(world: BillingWorld) {
  const documents = await documentsOf(world);
  const records = documents.flatMap(({ record, notes }) => [record, ...notes]);
  const bytes = records
    .flatMap((record) => [record.statementKey, ...filesOf(record)])
    .map((key) => [key, hashOf(world.files.stored.get(key))]);
  const told = [...world.table.items.values()]
    .flatMap(eventsOf)
    .map(({ eventId, type, detail }) => `${type} ${eventId} ${JSON.stringify(detail)}`)
    .sort();
  return { records, bytes, balance: await balanceOf(world), told };
}

const hashOf = (bytes: Uint8Array | undefined): string =>
  bytes ? createHash('sha256').update(bytes).digest('hex') : 'nothing';

/** What the account owes, as it is stored; minor units. */
export const balanceOf = async ({ table }: BillingWorld): Promise<bigint> =>
  (await accountStore(table).balance(PARTNER, 'USD')).balance.minorUnits;

// --- lives -------------------------------------------------------------------------------------------------------------

export interface LifeWish {
  readonly months: number;
  /** How often an invoice is adjusted, and how often it is voided. */
  readonly adjusted?: number;
  readonly voided?: number;
  readonly metered?: number;
}

const pad = (n: number): string => String(n).padStart(2, '0');
const dayOf = (month: Day, offset: number): Day =>
  new Date(Date.parse(`${month}T00:00:00Z`) + offset * 86_400_000).toISOString().slice(0, 10) as Day;

/** Subscriptions that change, use that is late or corrected, and invoices that are amended, in the order of time. */
export function aPartnerLife(random: Chance, { months, adjusted = 0.3, voided = 0.3, metered = 2 }: LifeWish): Act[] {
  const acts: Act[] = [];
  const dates = billingDates(months);
  const seats = Array.from({ length: random.between(1, 2) }, (_, n) => idOf('5ab', n + 1));
  for (const [n, subscriptionId] of seats.entries()) acts.push(...seatActs(random, { n, subscriptionId, months }));
  for (let n = 1; n <= random.between(1, metered); n += 1) {
    const subscriptionId = idOf('a2e', n);
    const [bought] = meteredEvents({ startOn: '2017-12-16', subscriptionId, offerId: AZURE });
    acts.push({ kind: 'event', at: bought!.occurredAt, event: bought! });
    acts.push(...usageActs(random, { n, subscriptionId, dates }));
  }
  for (const billingOn of dates) {
    acts.push({ kind: 'run', at: `${billingOn}T01:00:00.000Z` });
    if (random.isTrue(adjusted))
      acts.push({
        ...{
          kind: 'adjust',
          billingOn,
          subscriptionId: random.of([...seats, idOf('a2e', 1)]),
          amount: random.of(['-0.05', '1.5', '-1', '-2.35']),
        },
        at: `${dayOf(billingOn, random.between(1, 4))}T14:00:0${random.between(0, 9)}.000Z`,
      });
    if (random.isTrue(voided))
      acts.push({
        ...{ kind: 'void', billingOn, rebill: random.isTrue(0.5) },
        at: `${dayOf(billingOn, random.between(2, 20))}T15:00:0${random.between(0, 9)}.000Z`,
      });
  }
  const end = `${dates.at(-1)}T23:59:59.999Z`;
  return inTime(acts.filter(({ at, kind }) => at < end || kind === 'adjust' || kind === 'void'));
}

export const inTime = (acts: readonly Act[]): Act[] =>
  acts
    .map((act, index) => ({ act, index }))
    .sort((a, b) => (a.act.at === b.act.at ? a.index - b.index : a.act.at < b.act.at ? -1 : 1))
    .map(({ act }) => act);

function seatActs(
  random: Chance,
  { n, subscriptionId, months }: { n: number; subscriptionId: string; months: number },
): Act[] {
  const startOn = `2017-12-${16 + random.between(0, 12)}`;
  const steps = Array.from({ length: random.between(0, months) }, () => random.between(20, months * 30))
    .sort((a, b) => a - b)
    .map((offset) => ({
      type: 'SubscriptionUpdated',
      on: dayOf('2017-12-15' as Day, offset),
      change: { quantity: random.between(1, 30) },
    }));
  const events = subscriptionEvents(
    {
      ...{ subscriptionId, startOn, quantity: random.between(1, 20) },
      wholesale: random.of(['4.00', '12.37', '0.99']),
      billingCycle: n === 1 && random.isTrue(0.5) ? 'annual' : 'monthly',
    },
    steps,
  );
  return events.map((event) => ({ kind: 'event', at: event.occurredAt, event }));
}

/** Records of use, some late, and corrections of some. */
function usageActs(
  random: Chance,
  { n, subscriptionId, dates }: { n: number; subscriptionId: string; dates: readonly Day[] },
): Act[] {
  const acts: Act[] = [];
  for (let index = 0; index < dates.length * 2; index += 1) {
    const on = dayOf('2017-12-17' as Day, random.between(0, dates.length * 30 - 4));
    const recordId = `r-${n}-${index}`;
    const quantity = random.of(['7', '40.5', '12.25', '100', '0.333']);
    const record = aRecord({
      recordId,
      subscriptionId,
      quantity,
      usageStartTime: `${on}T0${random.between(0, 9)}:00:00Z`,
    });
    const reportedOn = dayOf(on, random.of([0, 0, 1, random.between(2, 30)]));
    acts.push({ kind: 'usage', at: `${reportedOn}T12:${pad(random.between(0, 59))}:00.000Z`, records: [record] });
    if (!random.isTrue(0.3)) continue;
    const back = {
      ...record,
      recordId: `${recordId}-back`,
      correctsRecordId: recordId,
      quantity: `-${random.of(['0.333', '0.1', quantity])}`,
    };
    if (Number(back.quantity) < -Number(quantity)) back.quantity = '-0.1';
    const later = dayOf(reportedOn, random.between(0, 20));
    acts.push({ kind: 'usage', at: `${later}T13:${pad(random.between(0, 59))}:00.000Z`, records: [back] });
  }
  return acts;
}
