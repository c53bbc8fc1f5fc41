import { serialize } from 'node:v8';
import { accountKey } from '../../functions/billing/accounts/store/keys.ts';
import type { EventRecord } from '../../shared/contracts/events.ts';
import { addDays, addDaysTo, type Instant, instant, startOfDay, utcDay } from '../../shared/kernel/time.ts';
import type { TestAnswer } from '../support/api.ts';
import { type Chance, chance } from '../support/chance.ts';
import { type Delivery, firings } from '../support/program.ts';
import { exampleStatement } from '../support/seller.ts';
import {
  acceptPartner,
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
  requestId,
  type World,
} from '../support/world.ts';
import { amendment } from './amendments.ts';
import { BrokenInvariantError } from './broken-invariant.ts';
import { prices, publishNextPrices, sellEverything } from './catalogue.ts';
import type { SeenInvoices } from './documents.ts';
import { checkEnding, endingNotices, noticeOf } from './endings.ts';
import { checkMails, checkQuiet, publishedEvents, soldName, subscriptionEvents } from './invariants.ts';
import { type PartnerLife, type Wish, wish } from './life.ts';
import { type MeteredLife, meter, meteredLife, meterNoMore, replaceRates, report, sellMetered } from './metered.ts';
import { ownKeysOnly } from './ownership.ts';
import { checkCollections, type MoneyLife, moneyLife, moneyWish } from './payments.ts';
import { type Scheduler, scheduler, type Task, type Troubles } from './scheduler.ts';
import {
  type Closing,
  checkSuccessions,
  closing,
  closingsOf,
  isOperators,
  learnMoved,
  programAction,
  succession,
} from './successions.ts';
import { later, type Timeline, timeline } from './timeline.ts';

export interface SimulationPlan {
  /** Decides everything that follows: the same seed lives the same lives. */
  readonly seed: string;
  readonly days: number;
  readonly partners: number;
  readonly customersPerPartner: number;
  /** Wishes of a partner in a year. */
  readonly wishesPerYear: number;
  /** How often an order is larger than one transaction holds. */
  readonly largeOrders: number;
  /** Things of one range of what jobs walk. */
  readonly rangeItems: number;
  readonly troubles: Troubles & {
    /** How often a delivery comes again. */
    readonly duplicate: number;
    /** How often something begins before what was begun is over. */
    readonly together: number;
    /** How often a save reaches billing days late, behind others, or weeks late, behind a run. */
    readonly late: number;
  };
  /** How often a day changes the tax rate of a partner. */
  readonly taxChanges: number;
  /** True: a quarter of the statements are typeset as PDF; the others, and all with false, hold the facts alone. */
  readonly writesPdf: boolean;
  /** How often a partner goes out of business, and its customers go on with another. */
  readonly closings: number;
  /** How often in a year the program itself suspends something, or lets go of it. */
  readonly actionsPerYear: number;
  /** How often in a year use of what a partner sold metered is reported; 0: nothing metered is sold. */
  readonly reportsPerYear: number;
  /** How often in a year an invoice of a partner is corrected or voided. */
  readonly amendmentsPerYear: number;
  /** How often in a year something is done with the money of a partner: most of it are payments. Some partners pay seldom. */
  readonly paymentsPerYear: number;
  /** How many of the partners give notice of their program agreement, and run off. */
  readonly endings: number;
  /** How often a day ends with everything arrived, and is checked. */
  readonly quietDays: number;
}

export interface SimulationReport {
  readonly seed: string;
  readonly partnerYears: number;
  readonly counts: Readonly<Record<string, number>>;
}

type Happening =
  | { readonly kind: 'job'; readonly name: string }
  | { readonly kind: 'wish'; readonly partner: number }
  | { readonly kind: 'report'; readonly partner: number }
  | { readonly kind: 'call'; readonly call: ClientCall }
  | { readonly kind: 'delivery'; readonly delivery: Delivery; readonly tries: number };

/** A request of a client, repeated with its own id until it has a definite answer. */
interface ClientCall {
  readonly id: string;
  readonly partner: number;
  readonly wish: Wish;
  tries: number;
}

interface Simulation {
  readonly plan: SimulationPlan;
  readonly world: World;
  readonly draws: Chance;
  readonly tasks: Scheduler;
  readonly happenings: Timeline<Happening>;
  readonly partners: readonly { readonly enrolled: EnrolledPartner; readonly life: PartnerLife }[];
  readonly counts: Record<string, number>;
  readonly seen: SeenInvoices;
  /** What the program does, drawn from a stream of its own. */
  readonly acts: Chance;
  readonly closings: readonly Closing[];
  readonly metered: MeteredLife;
  /** What is used and reported, drawn from a stream of its own. */
  readonly uses: Chance;
  /** What the operator does with invoices, drawn from a stream of its own. */
  readonly amends: Chance;
  readonly money: MoneyLife;
  /** What is paid, drawn from a stream of its own. */
  readonly pays: Chance;
  calls: number;
  acted: number;
}

/**
 * Of what is asked for, each try goes on where the one before it broke off. The longest is an order of thirty lines: 34 writes, before
 * and behind each of which three tries in a hundred die, and half of the tries that follow come while the dead one still holds its
 * claim. That takes four tries on the average, and one order in ten thousand more than twenty.
 */
const TRIES_MAX = 40;
/** Wishes come in bursts of so many, on the average: changes of one thing follow each other closely. */
const WISHES_AT_ONCE = 3;

/** Lives the lives that a seed decides. @throws with the seed when something breaks that must hold. */
export async function simulate(plan: SimulationPlan): Promise<SimulationReport> {
  let simulation: Simulation | undefined;
  try {
    simulation = await begin(plan);
    const first = utcDay(simulation.world.program.now());
    for (let day = 0; day < plan.days; day += 1) await liveDay(simulation, addDaysTo(startOfDay(first), day), day);
  } catch (cause) {
    const at = simulation?.world.program.now() ?? 'the beginning';
    const again = `node test/simulation/main.ts --seed ${plan.seed}${plan.reportsPerYear > 0 ? ' --metered' : ''}`;
    throw new Error(`seed ${plan.seed} broke at ${at}: ${again}`, { cause });
  }
  return { seed: plan.seed, partnerYears: (plan.partners * plan.days) / 365, counts: simulation.counts };
}

async function begin(plan: SimulationPlan): Promise<Simulation> {
  const draws = chance(plan.seed);
  const tasks = scheduler(draws.fork('scheduler'), plan.troubles);
  const at = `${draws.of([2026, 2027, 2028])}-${String(draws.between(1, 12)).padStart(2, '0')}-01T08:00:00Z`;
  const partnerIds = new Set<string>();
  const hooks = ownKeysOnly(tasks, partnerIds);
  const world = await createWorld({
    seed: plan.seed,
    at,
    hooks,
    step: tasks.step,
    settles: false,
    rangeItems: plan.rangeItems,
    statementOf: (invoiced) =>
      plan.writesPdf && isTypeset(invoiced.invoice.invoiceId)
        ? tasks.elsewhere(exampleStatement(invoiced))
        : Promise.resolve(serialize(invoiced)),
  });
  const { program } = world;
  const partners: Simulation['partners'][number][] = [];
  await sellEverything(world, prices(draws));
  const [metered, uses] = [meteredLife(), draws.fork('uses')];
  if (plan.reportsPerYear > 0) await sellMetered(world, metered, uses);
  for (let index = 0; index < plan.partners; index += 1) {
    program.setClock(later(program.now(), draws.between(0, 12 * 86_400)));
    const enrolled = await enrolPartner(world, { name: `partner${index}` });
    partnerIds.add(enrolled.partnerId);
    const life: PartnerLife = { name: `partner${index}`, customers: [], carts: [], subscriptions: new Map() };
    for (let count = 0; count < plan.customersPerPartner; count += 1)
      life.customers.push(await createCustomer(world, enrolled, { name: `customer${index}-${count}` }));
    partners.push({ enrolled, life });
  }
  await program.settle();
  const happenings = timeline<Happening>();
  const acts = draws.fork('program');
  const closings = closingsOf(plan.partners, plan.closings, plan.days, acts);
  for (const { partner, successors } of closings)
    for (const [count, customerId] of partners[partner]!.life.customers.entries())
      for (const successor of successors) {
        const admin = `admin@customer${partner}-${count}.onprogram.example`;
        await acceptPartner(world, partners[successor]!.enrolled, { customerId, admin });
      }
  await program.settle();
  const leaving = draws.fork('endings');
  partners.forEach((_, partner) => {
    if (!leaving.isTrue(plan.endings) || closings.length > 0) return;
    const at = later(program.now(), leaving.between(0, 20 * 86_400));
    for (const [index, notice] of endingNotices(utcDay(at), leaving).entries())
      happenings.put(later(at, index * 3600), {
        kind: 'call',
        call: { id: requestId(7_000_000 + partner * 10 + index), partner, wish: noticeOf(notice), tries: 0 },
      });
  });
  return {
    plan,
    world,
    draws,
    tasks,
    happenings,
    partners,
    counts: {},
    seen: new Map(),
    acts,
    closings,
    metered,
    uses,
    amends: draws.fork('amendments'),
    money: moneyLife(partners.map(({ enrolled }) => enrolled)),
    pays: draws.fork('payments'),
    calls: 0,
    acted: 0,
  };
}

/** What the number alone says: whoever writes a statement again writes the same. */
const isTypeset = (invoiceId: string): boolean => invoiceId.charCodeAt(invoiceId.length - 1) % 4 === 0;

// --- a day -----------------------------------------------------------------------------------------------------------

/** From here on terms of the first weeks end: people are busy on the eves of renewals. */
const RENEWALS_FROM = 362;
const BUSY = 3;

async function liveDay(simulation: Simulation, from: Instant, day: number): Promise<void> {
  const { world, draws, happenings, plan, partners } = simulation;
  const isLast = day === plan.days - 1;
  const { program } = world;
  const until = addDaysTo(from, 1);
  if (from.slice(8, 10) === '15') await publishNextPrices(world, draws, from);
  for (const { job, at } of firings(program.jobs, instant(Date.parse(from) - 1), instant(Date.parse(until) - 1), true))
    if (at > program.now()) happenings.put(at, { kind: 'job', name: job });
  if (draws.isTrue(plan.taxChanges)) await changeTax(simulation);
  actForProgram(simulation, from, day);
  useMetered(simulation, from);
  amendInvoices(simulation, from);
  moveMoney(simulation, from);
  const wishesPerDay = (plan.wishesPerYear / 365) * (day >= RENEWALS_FROM ? BUSY : 1);
  partners.forEach((_, partner) => {
    if (!draws.isTrue(Math.min(1, wishesPerDay / WISHES_AT_ONCE))) return;
    const at = later(from, draws.between(0, 80_000));
    for (let more = true; more; more = draws.isTrue(1 - 1 / WISHES_AT_ONCE))
      happenings.put(later(at, draws.of([0, 60, 3600]) * draws.next()), { kind: 'wish', partner });
  });
  await work(simulation, until);
  program.setClock(until);
  if (!isLast && !draws.isTrue(plan.quietDays)) return;
  await becomeQuiet(simulation);
  await check(simulation);
}

/** What the operator does on a day: it closes partners, lets their customers go on, and holds subscriptions. */
function actForProgram(simulation: Simulation, from: Instant, day: number): void {
  const { plan, partners, acts, closings, happenings } = simulation;
  const ask = (partner: number, wanted: Wish): void => {
    simulation.acted += 1;
    const call = { id: requestId(8_000_000 + simulation.acted), partner, wish: wanted, tries: 0 };
    happenings.put(later(from, acts.between(0, 80_000)), { kind: 'call', call });
  };
  for (const { partner, onDay, successors } of closings) {
    const { enrolled, life } = partners[partner]!;
    if (day === onDay) {
      meterNoMore(simulation.metered, partner, utcDay(from));
      ask(partner, closing(enrolled.partnerId));
    }
    if (day <= onDay || !acts.isTrue(0.2)) continue;
    for (const customerId of life.customers)
      for (const successor of successors)
        ask(successor, succession(enrolled.partnerId, customerId, partners[successor]!.enrolled.partnerId));
  }
  partners.forEach(({ life }, partner) => {
    const wanted = acts.isTrue(plan.actionsPerYear / 365) ? programAction(life, acts) : undefined;
    if (wanted) ask(partner, wanted);
  });
}

/** What is reported on a day, and what it costs from one of the next days on. */
function useMetered(simulation: Simulation, from: Instant): void {
  const { plan, partners, metered, uses, happenings } = simulation;
  const isTime = (perYear: number): boolean => perYear > 0 && uses.isTrue(perYear / 365);
  const soon = (): Instant => later(from, uses.between(0, 86_000));
  for (const partner of partners.keys())
    if (isTime(plan.reportsPerYear)) happenings.put(soon(), { kind: 'report', partner });
  if (!isTime(plan.reportsPerYear / 4)) return;
  const call = callOf(simulation, 0, replaceRates(metered, utcDay(from), uses));
  happenings.put(soon(), { kind: 'call', call });
}

/** What the operator does with invoices on a day, of those that anybody has looked at. */
function amendInvoices(simulation: Simulation, from: Instant): void {
  const { plan, partners, amends, happenings, seen } = simulation;
  for (const [partner, { enrolled }] of partners.entries()) {
    if (plan.amendmentsPerYear === 0 || !amends.isTrue(plan.amendmentsPerYear / 365)) continue;
    const known = [...seen.values()].filter((invoice) => invoice.partner === enrolled).slice(-12);
    const wanted = amendment(known, amends);
    if (!wanted) continue;
    happenings.put(later(from, amends.between(0, 86_000)), { kind: 'call', call: callOf(simulation, partner, wanted) });
  }
}

/** What is paid on a day, or set against an invoice, or taken back. Every fourth partner does so seldom. */
function moveMoney(simulation: Simulation, from: Instant): void {
  const { plan, partners, pays, happenings, seen, money } = simulation;
  for (const [partner, { enrolled }] of partners.entries()) {
    const perYear = plan.paymentsPerYear / (partner % 4 === 3 ? 8 : 1);
    if (perYear === 0 || !pays.isTrue(perYear / 365)) continue;
    const invoices = [...seen.values()].filter((invoice) => invoice.partner === enrolled).slice(-12);
    const wanted = moneyWish(money, enrolled, { on: utcDay(from), invoices }, pays);
    happenings.put(later(from, pays.between(0, 86_000)), { kind: 'call', call: callOf(simulation, partner, wanted) });
  }
}

async function changeTax(simulation: Simulation): Promise<void> {
  const { world, draws, partners } = simulation;
  const { partnerId } = draws.of(partners).enrolled;
  const set = { taxRatePercent: draws.of(['0', '7', '19', '20.5']) };
  await world.program.table.write([{ update: accountKey(partnerId), set }]);
  count(simulation, 'tax changes');
}

async function work(simulation: Simulation, until: Instant): Promise<void> {
  const { world, draws, happenings, tasks, plan } = simulation;
  for (let next = happenings.take(until); next; next = happenings.take(until)) {
    const group = [next];
    while (group.length < 4 && draws.isTrue(plan.troubles.together)) {
      const other = happenings.take(until);
      if (!other) break;
      group.push(other);
    }
    const at = group.at(-1)!.at;
    if (at > world.program.now()) world.program.setClock(at);
    await tasks.run(group.flatMap(({ what }) => taskOf(simulation, what) ?? []));
    postWaiting(simulation);
  }
}

/** What was published or sent comes on its own ways: mostly soon, sometimes days later, sometimes twice. */
function postWaiting(simulation: Simulation): void {
  const { world, draws, happenings, plan } = simulation;
  const now = world.program.now();
  for (const delivery of world.program.waiting.splice(0)) {
    const at = later(now, isLate(simulation, delivery) ? lateness(draws) : delay(draws));
    happenings.put(at, { kind: 'delivery', delivery, tries: 0 });
    if (!draws.isTrue(plan.troubles.duplicate)) continue;
    const again = draws.isTrue(0.5) ? at : later(now, delay(draws));
    happenings.put(again, { kind: 'delivery', delivery, tries: 0 });
  }
}

/** A save that goes astray on its way to billing: what comes behind it waits there. */
function isLate(simulation: Simulation, delivery: Delivery): boolean {
  if (delivery.context !== 'billing' || !('event' in delivery) || !/^Subscription[A-Z]/.test(delivery.event.type))
    return false;
  if (!simulation.draws.isTrue(simulation.plan.troubles.late)) return false;
  count(simulation, 'late saves');
  return true;
}
const lateness = (draws: Chance): number => (draws.isTrue(0.6) ? 3 : draws.between(10, 90)) * 86_400;

function delay(draws: Chance): number {
  const drawn = draws.next();
  if (drawn < 0.8) return draws.next() * 20;
  return drawn < 0.95 ? draws.next() * 6 * 3600 : draws.next() * 3 * 86_400;
}

// --- tasks -----------------------------------------------------------------------------------------------------------

const count = ({ counts }: Simulation, what: string): void => {
  counts[what] = (counts[what] ?? 0) + 1;
};

function taskOf(simulation: Simulation, what: Happening): Task | undefined {
  switch (what.kind) {
    case 'job':
      return jobTask(simulation, what.name);
    case 'delivery':
      return deliveryTask(simulation, what);
    case 'call':
      return callTask(simulation, what.call);
    case 'wish': {
      const { plan, partners, draws } = simulation;
      const tastes = { largeOrders: plan.largeOrders, metered: plan.reportsPerYear > 0 ? METERED : 0 };
      return wishTask(simulation, what.partner, wish(partners[what.partner]!.life, draws, tastes));
    }
    case 'report': {
      const { metered, uses, world } = simulation;
      return wishTask(simulation, what.partner, report(metered, what.partner, utcDay(world.program.now()), uses));
    }
  }
}

/** How often what a partner wants is something metered, where that is sold. */
const METERED = 0.08;

const wishTask = (simulation: Simulation, partner: number, wanted: Wish | undefined): Task | undefined =>
  wanted && callTask(simulation, callOf(simulation, partner, wanted));

function callOf(simulation: Simulation, partner: number, wanted: Wish): ClientCall {
  simulation.calls += 1;
  return { id: requestId(5_000_000 + simulation.calls), partner, wish: wanted, tries: 0 };
}

/** A job that died is not called again: its next run must find what it left. */
function jobTask(simulation: Simulation, name: string): Task {
  const { program } = simulation.world;
  const { context } = program.jobs.find((job) => job.name === name)!;
  count(simulation, 'jobs');
  return {
    context,
    what: name,
    body: async () => void (await program.runJob(name)),
    died: () => count(simulation, 'crashes'),
    failed: (error) => {
      if (!isRace(error)) throw error;
    },
  };
}

const isRace = (error: unknown): boolean => (error as Error).name === 'WriteConflictError';

/** Events of a customer and all its partners: what they cause is written for each of these. */
const CROSSING: ReadonlySet<string> = new Set([
  'SuccessionAdvanced',
  'SalesErasureAdvanced',
  'CustomerErasureAnnounced',
  'CustomerErased',
]);

function deliveryTask(simulation: Simulation, { delivery, tries }: Happening & { kind: 'delivery' }): Task {
  const { world, happenings, draws } = simulation;
  const again = (): void => {
    const seconds = 90 + draws.next() * 600;
    happenings.put(later(world.program.now(), seconds), { kind: 'delivery', delivery, tries: tries + 1 });
  };
  count(simulation, 'deliveries');
  return {
    context: delivery.context,
    ...('event' in delivery && !CROSSING.has(delivery.event.type) && { tenantId: delivery.event.tenantId }),
    what: 'event' in delivery ? delivery.event.type : 'message',
    body: () => world.program.deliver(delivery),
    died: () => {
      count(simulation, 'crashes');
      again();
    },
    failed: (error) => {
      if (tries >= TRIES_MAX) throw error;
      count(simulation, 'redeliveries');
      again();
    },
  };
}

function callTask(simulation: Simulation, call: ClientCall): Task {
  const { world, partners } = simulation;
  const { enrolled } = partners[call.partner]!;
  const { method, path, body, what, context = 'commerce' } = call.wish;
  const isNotice = what === 'notice';
  const isProgram = isOperators(call.wish);
  count(simulation, 'requests');
  return {
    context,
    ...(!isProgram && { tenantId: enrolled.partnerId }),
    what,
    body: async () => {
      const headers = { 'MS-RequestId': call.id };
      const own = isNotice ? enrolled.globalAdmin : enrolled.adminAgent;
      const as = isProgram ? world.operator : own;
      const answer = await world.program.request({ method, path, body, as, headers });
      if (!simulation.tasks.isDead()) hear(simulation, call, answer);
    },
    died: () => {
      count(simulation, 'crashes');
      callAgain(simulation, call);
    },
  };
}

function callAgain({ world, draws, happenings }: Simulation, call: ClientCall): void {
  call.tries += 1;
  if (call.tries > TRIES_MAX)
    throw new BrokenInvariantError(`${call.wish.what} ${call.id} has an answer after ${TRIES_MAX} tries`);
  const seconds = draws.isTrue(0.5) ? draws.between(1, 20) : draws.between(31, 1800);
  happenings.put(later(world.program.now(), seconds), { kind: 'call', call });
}

/** What a client learns from an answer. */
function hear(simulation: Simulation, call: ClientCall, answer: TestAnswer): void {
  const { what } = call.wish;
  const { status, body, text } = answer;
  if (status >= 500) {
    const failure = simulation.world.program.observability.failures.at(-1);
    throw new BrokenInvariantError(`${what} is answered, not broken: ${text} ${failure}`);
  }
  if (status === 409 && body.isRetryable) {
    count(simulation, 'told to wait');
    callAgain(simulation, call);
    return;
  }
  count(simulation, status < 300 ? what : `refused ${body.code}`);
  call.wish.heard?.(answer);
  if (status >= 300) return;
  const { life } = simulation.partners[call.partner]!;
  learn(life, call.wish, body);
  if (what === 'metered order') meter(simulation.metered, call.partner, life, utcDay(simulation.world.program.now()));
}

function learn(life: PartnerLife, { what, path, context }: Wish, body: Record<string, never>): void {
  const customerId = path.split('/')[3]!;
  if (context !== undefined || what === 'succession') return;
  if (what === 'cart') life.carts.push(`${path}/${body.id}`);
  else if (what.endsWith('order') || what === 'cycle') learnOrder(life, customerId, body as unknown as WireOrder);
  else if (what === 'checkout')
    for (const order of body.orders as unknown as WireOrder[]) learnOrder(life, customerId, order);
  else {
    const { id, quantity, status } = body as unknown as { id: string; quantity: number; status: string };
    const known = life.subscriptions.get(id);
    if (known) Object.assign(known, { quantity, status });
  }
}

function learnOrder({ subscriptions }: PartnerLife, customerId: string, order: WireOrder): void {
  const { id: orderId, billingCycle, lineItems } = order;
  for (const { subscriptionId: id, offerId, quantity } of lineItems) {
    if (id === undefined) continue;
    const known = subscriptions.get(id);
    const [seats, status] = [known?.quantity ?? quantity, known?.status ?? 'active'];
    subscriptions.set(id, { id, orderId, customerId, offerId, billingCycle, quantity: seats, status });
  }
}

interface WireOrder {
  readonly id: string;
  readonly billingCycle: 'monthly' | 'annual';
  readonly lineItems: readonly {
    readonly subscriptionId: string;
    readonly offerId: string;
    readonly quantity: number;
  }[];
}

// --- quiet -----------------------------------------------------------------------------------------------------------

/** Lets everything that is under way arrive, without further trouble, and gives every job its run. */
async function becomeQuiet(simulation: Simulation): Promise<void> {
  const { world, happenings } = simulation;
  const { program } = world;
  program.table.catchUp();
  for (let round = 0; round < 3; round += 1) {
    for (;;) {
      postWaiting({
        ...simulation,
        plan: { ...simulation.plan, troubles: { ...simulation.plan.troubles, duplicate: 0 } },
      });
      const deliveries = happenings.takeAll(isDelivery);
      const calls = happenings.takeAll(isCall);
      if (deliveries.length + calls.length === 0) break;
      for (const { delivery } of deliveries) await program.deliver(delivery);
      for (const { call } of calls) await answerNow(simulation, call);
    }
    for (const { name } of program.jobs) await program.runJob(name);
  }
  await program.settle();
}

const isDelivery = (what: Happening): what is Happening & { kind: 'delivery' } => what.kind === 'delivery';
const isCall = (what: Happening): what is Happening & { kind: 'call' } => what.kind === 'call';

/** A call that waits may meet the lease of an attempt that died: then it waits for that to end. */
async function answerNow(simulation: Simulation, call: ClientCall): Promise<void> {
  const { program } = simulation.world;
  await callTask(simulation, call).body();
  program.setClock(later(program.now(), 1));
}

async function check(simulation: Simulation): Promise<void> {
  const { world, partners, counts } = simulation;
  const enrolled = partners.map((partner) => partner.enrolled);
  const published = publishedEvents(world);
  const { lines, leftOut } = await checkQuiet(world, enrolled, published, simulation);
  checkMails(world, published, { isCalm: simulation.plan.troubles.crash === 0 });
  checkOrders(published);
  checkCollections(published);
  checkSuccessions(published);
  for (const { partner, successors } of simulation.closings)
    for (const successor of successors) {
      const { enrolled: next, life } = partners[successor]!;
      await learnMoved(world, next, life, partners[partner]!.life.customers);
      meter(simulation.metered, successor, life, addDays(utcDay(world.program.now()), 1));
    }
  for (const partner of enrolled) {
    const ended = await checkEnding(world, partner, published);
    if (ended) counts[ended] = (counts[ended] ?? 0) + 1;
  }
  counts.checks = (counts.checks ?? 0) + 1;
  counts.lines = lines;
  if (leftOut > 0) counts['use left out'] = leftOut;
  counts['moved to another partner'] = published.filter(({ type }) => type === 'SubscriptionRehomed').length;
  counts['steps of collections'] = published.filter(({ type }) => type === 'CollectionsStep').length;
  counts.invoices = published.filter(({ type }) => type === 'InvoiceIssued').length;
}

/**
 * A request buys once, however often it was sent (ORD-6); a cart makes one order of each billing cycle in it. What was
 * ordered is there, whole (ORD-1).
 */
function checkOrders(published: readonly EventRecord[]): void {
  const successions = new Set(
    published.filter(({ type }) => type === 'SuccessionAdvanced').map(({ eventId }) => eventId),
  );
  // What a succession moves has orders of its own: one for what moves together.
  const orders = published.filter(({ type, causationId }) => type === 'OrderCreated' && !successions.has(causationId));
  const requests = new Set(orders.map(({ causationId, detail }) => `${causationId} ${detail.billingCycle}`));
  if (requests.size !== orders.length) throw new BrokenInvariantError('a request made one order of each billing cycle');
  const sold = subscriptionEvents(published);
  for (const { detail, aggregateId, tenantId } of orders)
    for (const { subscriptionId } of detail.lines as readonly { subscriptionId: string }[])
      if (!sold.has(soldName(tenantId, subscriptionId)))
        throw new BrokenInvariantError(`order ${aggregateId} was placed whole`);
}
