import { accessRecords } from '../../shared/identity/access.ts';
import type { TokenClaims } from '../../shared/identity/token.ts';
import type { Instant } from '../../shared/kernel/time.ts';
import type { TestAnswer } from '../support/api.ts';
import { type Chance, chance } from '../support/chance.ts';
import { downloaded, exportOf } from '../support/exports/exporting.ts';
import { rowsOf } from '../support/exports/unzipped.ts';
import type { Delivery } from '../support/program.ts';
import { storedText } from '../support/rights-in-clear.ts';
import { OFFERS, placeOrder, putOnSale } from '../support/sales.ts';
import {
  createCustomer,
  createWorld,
  type EnrolledPartner,
  enrolPartner,
  requestId,
  userClaims,
  type World,
} from '../support/world.ts';
import { BrokenInvariantError } from './broken-invariant.ts';
import { ownKeysOnly } from './ownership.ts';
import { type Scheduler, scheduler, type Task, type Troubles } from './scheduler.ts';
import { later, type Timeline, timeline } from './timeline.ts';

/** Lives of customers: they ask for their data, lose their partner, and are deleted, under trouble. */
export interface CustomerPlan {
  readonly seed: string;
  readonly customers: number;
  /** How often each asks for an export. */
  readonly exports: number;
  /** How often a relationship is ended, and a customer deleted. */
  readonly removals: number;
  readonly deletions: number;
  /** How often a customer accepts another partner, about when it loses one or is erased. */
  readonly acceptances: number;
  /** How often a delivery takes hours. */
  readonly late: number;
  readonly duplicate: number;
  readonly troubles: Troubles;
}

/** The plan that a seed stands for. */
export function customerPlanOf(seed: string): CustomerPlan {
  const draws = chance(`customers/${seed}`);
  return {
    seed,
    customers: draws.between(2, 4),
    exports: draws.between(1, 4),
    removals: draws.of([0, 0.3]),
    deletions: draws.of([0.3, 0.6]),
    acceptances: 0,
    late: draws.of([0, 0.1, 0.3]),
    duplicate: draws.of([0.02, 0.3]),
    troubles: { crash: draws.of([0, 0.01, 0.04]), conflict: draws.of([0, 0.05]), indexLag: draws.of([0, 0.3]) },
  };
}

/** The same life with partners that come and go until nobody serves the customer: it goes on for months. */
export function leavingPlanOf(seed: string): CustomerPlan {
  const draws = chance(`leaving/${seed}`);
  return { ...customerPlanOf(seed), removals: 1, deletions: draws.of([0, 0.2]), acceptances: draws.of([0, 0.3, 0.6]) };
}

interface Life {
  readonly customerId: string;
  readonly admin: TokenClaims;
  /** Exports that it was promised. */
  readonly exportIds: Set<string>;
}
interface Call {
  readonly id: string;
  readonly what: 'export' | 'suspend' | 'remove' | 'delete' | 'accept';
  readonly request: { method: 'POST' | 'PATCH' | 'DELETE'; path: string; as: TokenClaims; body?: object };
  readonly life: Life;
  tries: number;
}
type Happening =
  | { readonly kind: 'call'; readonly call: Call }
  | { readonly kind: 'job'; readonly name: string; readonly at: Instant }
  | { readonly kind: 'delivery'; readonly delivery: Delivery };

interface Simulation {
  readonly plan: CustomerPlan;
  readonly world: World;
  readonly draws: Chance;
  readonly tasks: Scheduler;
  readonly happenings: Timeline<Happening>;
  readonly lives: readonly Life[];
  /** Partner that customers may accept, and what opens its invitation. */
  readonly other: { readonly partner: EnrolledPartner; readonly token: string };
  readonly counts: Record<string, number>;
}

/** An end waits for the events of a suspension, which may take half a day. */
const TRIES_MAX = 250;
const DAY = 86_400;
/** Places that keep ids of an erased customer, and nothing else of it: the log, what was charged, events, requests. */
const KEPT =
  /#AUDIT|#AUDITED|^BILLING#|^SALES#|#SUBSCRIPTIONS \/|#SERVICES \/|#REQUESTS \/|OUTBOX#|^NOTIFICATIONS#|#ERASED \/ ERASED$/;

/**
 * Lives the lives that a seed decides, two days long. In the end every export is ready or has failed, and of an erased
 * customer nothing is left but where ids are kept (CUS-6). @throws with the seed when something breaks that must hold.
 */
export async function simulateCustomers(plan: CustomerPlan): Promise<Readonly<Record<string, number>>> {
  try {
    const simulation = await begin(plan);
    await work(simulation, 2 * DAY);
    await becomeQuiet(simulation);
    await check(simulation);
    if (plan.removals === 1) await growOld(simulation);
    return simulation.counts;
  } catch (cause) {
    throw new Error(`seed ${plan.seed} broke: node test/simulation/main.ts --customers --seed ${plan.seed}`, { cause });
  }
}

async function begin(plan: CustomerPlan): Promise<Simulation> {
  const draws = chance(plan.seed);
  const tasks = scheduler(draws.fork('scheduler'), plan.troubles);
  const partnerIds = new Set<string>();
  const hooks = ownKeysOnly(tasks, partnerIds);
  const world = await createWorld({
    seed: plan.seed,
    at: '2026-01-05T09:00:00Z',
    hooks,
    step: tasks.step,
    settles: false,
  });
  await putOnSale(world, '202601', [{ id: OFFERS.base, name: 'Base', listPrice: '20.00', wholesalePrice: '16.00' }]);
  const partner = await enrolPartner(world, { name: 'contoso', isSandbox: true });
  partnerIds.add(partner.partnerId);
  const another = await enrolPartner(world, { name: 'litware' });
  partnerIds.add(another.partnerId);
  const { body: invitation } = await world.send({ path: '/v1/customers/relationshiprequests', as: another.adminAgent });
  const other = { partner: another, token: new URL(invitation.url).pathname.split('/').at(-1)! };
  const happenings = timeline<Happening>();
  const lives: Life[] = [];
  for (let index = 0; index < plan.customers; index += 1) {
    const name = `customer${index}`;
    const customerId = await createCustomer(world, partner, { name });
    const admin = userClaims(world.program, `admin@${name}.onprogram.example`);
    const life: Life = { customerId, admin, exportIds: new Set() };
    lives.push(life);
    await world.program.settle();
    const { subscriptionIds } = await placeOrder(world, partner.adminAgent, customerId, [
      { offerId: OFFERS.base, quantity: draws.between(1, 20) },
    ]);
    putWishes({ plan, draws, happenings, other, from: world.program.now() }, { life, partner, subscriptionIds, index });
  }
  await world.program.settle();
  return { plan, world, draws, tasks, happenings, lives, other, counts: {} };
}

/** What happens to a customer within a day and a half. */
function putWishes(
  {
    plan,
    draws,
    happenings,
    other,
    from,
  }: Pick<Simulation, 'plan' | 'draws' | 'happenings' | 'other'> & { from: Instant },
  of: { life: Life; partner: EnrolledPartner; subscriptionIds: readonly string[]; index: number },
): void {
  const { life, index } = of;
  let count = 0;
  const put = (seconds: number, what: Call['what'], request: Call['request']): void => {
    count += 1;
    const call: Call = { id: requestId(8_000_000 + index * 100 + count), what, request, life, tries: 0 };
    happenings.put(later(from, seconds), { kind: 'call', call });
  };
  const as = of.partner.adminAgent;
  const path = `/v1/customers/${life.customerId}`;
  /** What ends a customer comes close to an export of it. */
  const close = draws.between(3600, 100_000);
  for (let at = 0; at < plan.exports; at += 1) {
    const when = draws.isTrue(0.6) ? close + draws.between(-40, 40) : draws.between(60, 120_000);
    put(when, 'export', { method: 'POST', path: '/v1/my/exports', as: life.admin });
  }
  if (draws.isTrue(plan.removals)) {
    for (const id of of.subscriptionIds)
      put(close - 2000, 'suspend', {
        method: 'PATCH',
        path: `${path}/subscriptions/${id}`,
        as,
        body: { status: 'suspended' },
      });
    put(close, 'remove', { method: 'PATCH', path, as, body: { id: life.customerId, relationshipToPartner: 'none' } });
  }
  if (plan.acceptances > 0 && draws.isTrue(plan.acceptances))
    put(close + draws.between(-20, 20), 'accept', acceptance(other.token, life));
  if (draws.isTrue(plan.deletions)) put(close + draws.between(-20, 20), 'delete', { method: 'DELETE', path, as });
}

const acceptance = (token: string, { admin }: Life): Call['request'] => ({
  method: 'POST',
  path: `/v1/my/invitations/${token}/acceptance`,
  as: admin,
});

/** Days on which something may happen to who was left: told after sixty, erased after ninety, however late runs come. */
const LATER_DAYS = [30, 58, 59, 60, 61, 62, 75, 88, 89, 90, 91, 92, 93, 94];

/**
 * Months go by. Nobody buys; some accept another partner, at any time and above all about when they are to be erased. Who has no
 * partner in the end is gone, with a month between word and deed; who has one is still there (CUS-6, REL-3).
 */
async function growOld(simulation: Simulation): Promise<void> {
  const { world, lives, draws, plan, happenings, other } = simulation;
  const { program } = world;
  const from = program.now();
  let tried = 0;
  for (const day of LATER_DAYS) {
    for (const name of ['deprovisionSubscriptions', 'eraseCustomers'])
      for (let again = true; again; again = draws.isTrue(plan.duplicate)) {
        const at = later(from, day * DAY);
        happenings.put(later(at, draws.between(0, 40)), { kind: 'job', name, at });
      }
    for (const life of lives)
      if (draws.isTrue(plan.acceptances / 4)) {
        const call = { what: 'accept' as const, life, tries: 0, request: acceptance(other.token, life) };
        tried += 1;
        const id = requestId(9_000_000 + tried);
        happenings.put(later(from, day * DAY + draws.between(0, 60)), { kind: 'call', call: { ...call, id } });
      }
  }
  await work(simulation, 96 * DAY);
  await becomeQuiet(simulation);
  // Whatever died on the last days is found by runs that come later.
  for (const day of [100, 135]) {
    if (later(from, day * DAY) > program.now()) program.setClock(later(from, day * DAY));
    for (const name of ['deprovisionSubscriptions', 'eraseCustomers']) await program.runJob(name);
    await program.settle();
  }
  // Exports are known for a month; they were looked at before.
  for (const life of lives) life.exportIds.clear();
  await check(simulation);
  await checkWhoIsLeft(simulation);
}

async function checkWhoIsLeft(simulation: Simulation): Promise<void> {
  const { program } = simulation.world;
  const items = [...program.table.items.values()];
  const records = accessRecords(program.table);
  for (const { customerId } of simulation.lives) {
    const isThere = (await records.account(customerId)) !== undefined;
    const hasPartner = items.some(({ record }) => {
      const pair = record as { customerId?: string; relationship?: string } | undefined;
      return pair?.customerId === customerId && pair.relationship !== undefined && pair.relationship !== 'none';
    });
    if (isThere !== hasPartner)
      throw new BrokenInvariantError(
        `${customerId} is ${isThere ? 'there' : 'gone'} and has ${hasPartner ? 'a' : 'no'} partner`,
      );
    count(simulation, hasPartner ? 'kept by a partner' : 'gone without a partner');
  }
  const names = [...program.identity.users.keys()].filter((name) => name.includes('customer'));
  const users = items
    .filter(({ pk, sk }) => pk.endsWith('#USERS') && sk.startsWith('NAME#'))
    .map(({ sk }) => sk.slice(5));
  const orphans = names.filter((name) => !users.includes(name));
  if (orphans.length > 0) throw new BrokenInvariantError(`the issuer has users of nobody: ${orphans.join(', ')}`);
}

const count = ({ counts }: Simulation, what: string): void => {
  counts[what] = (counts[what] ?? 0) + 1;
};

// --- work ------------------------------------------------------------------------------------------------------------

async function work(simulation: Simulation, seconds: number): Promise<void> {
  const { world, happenings, tasks, draws } = simulation;
  const end = later(world.program.now(), seconds);
  for (let next = happenings.take(end); next; next = happenings.take(end)) {
    const group = [next];
    while (group.length < 4 && draws.isTrue(0.5)) {
      const other = happenings.take(later(next.at, 60));
      if (!other) break;
      group.push(other);
    }
    const { at } = group.at(-1)!;
    if (at > world.program.now()) world.program.setClock(at);
    await tasks.run(group.map(({ what }) => taskOf(simulation, what)));
    post(simulation);
  }
}

function post({ world, happenings, draws, plan }: Simulation): void {
  const now = world.program.now();
  for (const delivery of world.program.waiting.splice(0))
    for (let again = true; again; again = draws.isTrue(plan.duplicate)) {
      const seconds = draws.isTrue(plan.late) ? draws.next() * 12 * 3600 : draws.next() * 20;
      happenings.put(later(now, seconds), { kind: 'delivery', delivery });
    }
}

function taskOf(simulation: Simulation, what: Happening): Task {
  const { world, happenings, draws, tasks } = simulation;
  const again = (seconds: number): void => happenings.put(later(world.program.now(), seconds), what);
  if (what.kind === 'delivery') {
    count(simulation, 'deliveries');
    return {
      context: what.delivery.context,
      what: 'event' in what.delivery ? what.delivery.event.type : 'message',
      body: () => world.program.deliver(what.delivery),
      died: () => {
        count(simulation, 'crashes');
        again(60 + draws.next() * 600);
      },
      failed: () => {
        count(simulation, 'redeliveries');
        again(60 + draws.next() * 600);
      },
    };
  }
  if (what.kind === 'job')
    return {
      context: what.name === 'eraseCustomers' ? 'tenancy' : 'commerce',
      what: what.name,
      body: async () => {
        const did = await world.program.runJob(what.name, what.at);
        if (did.erased) simulation.counts.runs = (simulation.counts.runs ?? 0) + 1;
      },
      died: () => count(simulation, 'crashes'),
      failed: () => again(60),
    };
  const { call } = what;
  const repeat = (): void => {
    call.tries += 1;
    if (call.tries > TRIES_MAX) throw new BrokenInvariantError(`${call.what} ${call.id} has an answer`);
    again(draws.of([3, 40, 900]));
  };
  return {
    context: call.what === 'suspend' ? 'commerce' : 'tenancy',
    what: call.what,
    body: async () => {
      const answer = await world.program.request({ ...call.request, headers: { 'MS-RequestId': call.id } });
      if (!tasks.isDead()) hear(simulation, call, answer, repeat);
    },
    died: () => {
      count(simulation, 'crashes');
      repeat();
    },
  };
}

function hear(
  simulation: Simulation,
  { what, life }: Call,
  { status, body, text }: TestAnswer,
  repeat: () => void,
): void {
  if (status >= 500) {
    const failure = simulation.world.program.observability.failures.at(-1);
    throw new BrokenInvariantError(`${what} is answered, not broken: ${text} ${failure}`);
  }
  if (status === 429 || (status === 409 && body.isRetryable)) {
    repeat();
    return;
  }
  count(simulation, status < 300 ? what : `${what} refused ${body.code ?? status}`);
  if (status < 300 && what === 'export') life.exportIds.add(body.id);
}

/** Everything arrives, and what was not answered in time is given up. */
async function becomeQuiet(simulation: Simulation): Promise<void> {
  const { world, happenings } = simulation;
  const { program } = world;
  program.table.catchUp();
  for (let round = 0; round < 3; round += 1) {
    for (;;) {
      post({ ...simulation, plan: { ...simulation.plan, duplicate: 0 } });
      const left = happenings.takeAll((_): _ is Happening => true);
      if (left.length === 0) break;
      for (const what of left) {
        await taskOf(simulation, what).body();
        program.setClock(later(program.now(), 1));
      }
    }
    program.setClock(later(program.now(), 7 * 3600));
    for (const { name } of program.jobs) await program.runJob(name);
  }
  await program.settle();
}

// --- what must hold --------------------------------------------------------------------------------------------------

async function check(simulation: Simulation): Promise<void> {
  const { world, lives } = simulation;
  const items = [...world.program.table.items.values()];
  for (const life of lives) {
    const { customerId } = life;
    // An answer may be lost with the machine that gave it: the account says who was erased.
    if (!(await accessRecords(world.program.table).account(customerId))) {
      const left = items.filter((item) => storedText(item).includes(customerId)).map(({ pk, sk }) => `${pk} / ${sk}`);
      const traces = left.filter((place) => !KEPT.test(place));
      if (traces.length > 0) throw new BrokenInvariantError(`of ${customerId} is left:\n${traces.join('\n')}`);
      count(simulation, 'erased');
      continue;
    }
    if (items.some(({ pk, sk }) => pk.includes(customerId) && sk === 'UNDERWAY'))
      throw new BrokenInvariantError(`no export of ${customerId} is under way any more`);
    for (const id of life.exportIds) await checkExport(simulation, life, id);
  }
}

async function checkExport(simulation: Simulation, { customerId, admin }: Life, id: string): Promise<void> {
  const { world } = simulation;
  const found = await exportOf(world, admin, id);
  if (found.state !== 'ready' && found.state !== 'failed')
    throw new BrokenInvariantError(`export ${id} of ${customerId} is in the end ${found.state}`);
  count(simulation, `exports ${found.state}`);
  if (found.state === 'failed') return;
  const files = downloaded(world.program, found);
  const [organization] = rowsOf(files, 'directory/organization.jsonl');
  const sold = rowsOf(files, 'commerce/subscriptions.jsonl');
  if (organization?.id !== customerId || sold.length !== 1)
    throw new BrokenInvariantError(`export ${id} has what is ${customerId}’s: ${sold.length} subscriptions`);
}

export const customerSeeds = Array.from({ length: 9 }, (_, at) => String(at + 1));
/** Lives of months: few, `npm run simulate -- --customers` lives as many as one likes. */
export const leavingSeeds = ['2', '5', '40'];
