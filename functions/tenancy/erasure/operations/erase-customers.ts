import { CustomerErasureAnnounced } from '../../../../events/tenancy.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import { retryOnConflict, type Table, WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { noFurtherSales } from '../../../../shared/identity/sales.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { DIRECT_CHANNEL } from '../../../../shared/kernel/ids.ts';
import { addMs, type Instant, instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Counts, Walk } from '../../../../shared/messaging/walk/walk.ts';
import { exportStore } from '../../customer-data/index.ts';
import { buysOnlyFromPartners, customerStore, subscriptionStore } from '../../customers/index.ts';
import { scheduleCause } from '../../program/index.ts';
import { erasedBefore, type Farewell, farewellStore, leftBefore, type Pair } from '../../relationships/index.ts';
import { accountStore } from '../../tenants/index.ts';
import { erasableFrom, leftLongEnough } from '../domain/farewell.ts';
import type { EraseDeps } from './dependencies.ts';
import { type Erasable, eraseWrites } from './erase-writes.ts';

type Deps = Pick<EraseDeps, 'table'>;
const COUNTS = { told: 0, erased: 0, kept: 0, waiting: 0 };

/**
 * CUS-6: erases customers that have nothing here any more: that had partners, have none since the days of grace, bought from
 * partners alone, by its channels and by what was sold, and are no partner themselves, and of which all that was sold is deprovisioned. The customer and the partner
 * that it had last are told first, and have thirty days, however late the run comes. Each is found by an index that lags, and
 * judged by what lies under its key: that no relationship came back is a condition of every write; that nothing was bought since
 * follows from it, because a purchase holds the relationship it rests on; what was bought before and no event has told of yet
 * is counted by {@link noFurtherSales}. An export under way is waited for. Reads every pair of the customer, one query each and
 * a condition; most have one or two.
 */
export const eraseCustomers: Walk<EraseDeps> = {
  due({ scheduledAt }, { erasureGraceDays }) {
    const at = instant(scheduledAt);
    return [erasedBefore(afterwards(at)), leftBefore(afterwards(leftLongEnough(at, erasureGraceDays)))];
  },
  async each(item, run, deps) {
    const customerId = farewellStore(deps.table).due(item);
    const did = await retryOnConflict(() => judge(customerId, run, deps));
    return { ...COUNTS, ...did };
  },
  counts: COUNTS,
};

const afterwards = (at: Instant): Instant => addMs(at, 1);

async function judge(customerId: string, run: JobRun, deps: EraseDeps): Promise<Counts> {
  const { table } = deps;
  const farewell = await farewellStore(table).load(customerId);
  if (!farewell || !isDue(farewell, run, deps)) return {};
  const found = await unclaimed(farewell, table);
  if (!found || !(await holds(table, customerStore(table).held(found.customer), [nothingDirect(customerId)]))) {
    await table.write([farewellStore(table).endWrite(farewell)]);
    return { kept: 1 };
  }
  return farewell.stage === 'left' ? tell(farewell, found, run, deps) : erase(farewell, found, run, deps);
}

function isDue({ stage, at = '' }: Farewell, { scheduledAt }: JobRun, { erasureGraceDays }: EraseDeps): boolean {
  const now = instant(scheduledAt);
  return stage === 'told' ? at <= now : stage === 'left' && at <= leftLongEnough(now, erasureGraceDays);
}

/** A customer that has no partner and is nobody's but ours to erase, with the pair that ended last. */
async function unclaimed(
  { customerId }: Farewell,
  table: Table,
): Promise<(Erasable & { readonly last: Pair | undefined }) | undefined> {
  const [customer, account] = await Promise.all([
    customerStore(table).load(customerId),
    accountStore(table).load(customerId),
  ]);
  if (!customer || !account || account.record.partner || !buysOnlyFromPartners(customer)) return undefined;
  let last: Pair | undefined;
  for await (const pairs of farewellStore(table).pairsOf(customerId))
    for (const pair of pairs) {
      if (pair.relationship !== 'none') return undefined;
      if (!last || (pair.since ?? '') > (last.since ?? '')) last = pair;
    }
  return { customer, account, last };
}

async function tell(
  farewell: Farewell,
  { customer, last }: Erasable & { readonly last: Pair | undefined },
  run: JobRun,
  { table }: Deps,
): Promise<Counts> {
  const at = instant(run.scheduledAt);
  const { customerId, companyName, domain, billing } = customer;
  const erasedFrom = erasableFrom(at);
  const told = newEvent(
    CustomerErasureAnnounced,
    { tenantId: customerId, aggregateId: `${customerId}#farewell`, occurredAt: at },
    {
      customerId,
      customerName: companyName,
      customerDomain: domain,
      to: billing.email,
      erasedFrom: utcDay(erasedFrom),
      ...given({ partnerId: last?.partnerId }),
    },
  );
  const writes = farewellStore(table).tellWrites(farewell, erasedFrom, told, scheduleCause('eraseCustomers', run));
  await table.write([customerStore(table).held(customer), ...writes]);
  return { told: 1 };
}

async function erase(farewell: Farewell, found: Erasable, run: JobRun, { table }: Deps): Promise<Counts> {
  const { customerId } = found.customer;
  const exports = exportStore(table);
  if ((await exports.underway(customerId)) > 0 || !(await isAllGone(found, table))) return { waiting: 1 };
  const occasion = { at: instant(run.scheduledAt), cause: scheduleCause('eraseCustomers', run) };
  await table.write([
    ...(await eraseWrites(found, 'deprovisioned', occasion, table)),
    nothingDirect(customerId),
    farewellStore(table).deleteWrite(farewell),
    exports.noneUnderway(customerId),
  ]);
  return { erased: 1 };
}

/** Fails for a customer that ever bought of the program itself: it goes on without any partner. */
const nothingDirect = (customerId: string) => noFurtherSales({ partnerId: DIRECT_CHANNEL, customerId }, 0);

/** Whether all that any partner ever sold to the customer is deprovisioned, and events have told of all of it. */
async function isAllGone({ customer }: Erasable, table: Table): Promise<boolean> {
  const sold = subscriptionStore(table);
  for await (const pairs of farewellStore(table).pairsOf(customer.customerId)) {
    const known = await Promise.all(pairs.map(async (pair) => ({ pair, ...(await sold.goneOfPair(pair)) })));
    if (known.some(({ isGone }) => !isGone)) return false;
    const checks = known.map(({ pair, activations }) => noFurtherSales(pair, activations));
    if (!(await holds(table, customerStore(table).held(customer), checks))) return false;
  }
  return true;
}

/** Whether conditions hold together. @throws WriteConflictError where the first does not, which is to be judged anew. */
async function holds(
  table: Table,
  first: Parameters<Table['write']>[0][number],
  checks: Parameters<Table['write']>[0],
): Promise<boolean> {
  try {
    await table.write([first, ...checks]);
    return true;
  } catch (error) {
    if (error instanceof WriteConflictError && error.reasons.slice(1).includes('condition')) return false;
    throw error;
  }
}
