import type { Cursor } from '../../../../shared/dynamo/table.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import { addDays, type Day } from '../../../../shared/kernel/time.ts';
import { accountStore, duePeriod, dueQuery, periodStore } from '../../accounts/index.ts';
import { runPeriod } from '../../invoices/index.ts';
import type { BillingRun } from '../domain/billing-run.ts';
import { runStore } from '../store/run-store.ts';
import type { RunsWorkDeps } from './dependencies.ts';
import type { BillingRunMessage, PartnersOutcome } from './run-messages.ts';

type Walk = Extract<BillingRunMessage, { kind: 'runWalk' }>;
type Due = { readonly partnerId: string; readonly billingOn: Day };

/** Partners that one message visits: some seconds of work. */
const PARTNERS_PER_MESSAGE = 100;

/**
 * Visits the partners of a run, some at a time. In a run that bills, each period begins as the daily job begins it, so that who
 * is faster changes nothing; in one that estimates, each is asked for. A partner that fails keeps no other from its turn.
 */
export async function walkRun({ runId, at, after }: Walk, deps: RunsWorkDeps): Promise<PartnersOutcome> {
  const run = await runStore(deps.table).load(runId);
  if (!run) return 'settled';
  const { due, next } = run.partnerIds
    ? await namedPartners(run, after, deps)
    : await duePartners(run.asOf, after, deps);
  await inLanes(due, (each) => visit(run, each, at, deps));
  if (next) {
    await deps.partnersQueue.send([{ kind: 'runWalk', runId, at, after: { ...next } }]);
    return 'walked';
  }
  const now = await runStore(deps.table).load(runId);
  if (now) await runStore(deps.table).save({ ...now, isWalked: true }, now);
  await deps.partnersQueue.send([{ kind: 'runSweep', runId, at }]);
  return 'walked';
}

interface Portion {
  readonly due: readonly Due[];
  readonly next?: Cursor | undefined;
}

/** X1: those with a billing date up to the day whose period is not issued, oldest first. */
async function duePartners(asOf: Day, after: Cursor | undefined, { table }: RunsWorkDeps): Promise<Portion> {
  const query = { ...dueQuery(asOf), limit: PARTNERS_PER_MESSAGE, ...(after && { after }) };
  const { items, next } = await table.query(query);
  return { due: items.map(duePeriod), next };
}

/** Those that were named, with the period of each that ends last up to the day; of an estimate also the open one. */
async function namedPartners(
  { partnerIds = [], asOf, mode }: BillingRun,
  after: Cursor | undefined,
  { table }: RunsWorkDeps,
): Promise<Portion> {
  const from = Number(after?.number ?? 0);
  const due: Due[] = [];
  for (const partnerId of partnerIds.slice(from, from + PARTNERS_PER_MESSAGE)) {
    const period = mode === 'preview' ? await periodStore(table).latest(partnerId) : undefined;
    const found = period ?? (await periodStore(table).latestUpTo(partnerId, asOf));
    due.push({ partnerId, billingOn: found?.end ?? asOf });
  }
  const next = from + PARTNERS_PER_MESSAGE;
  return { due, ...(next < partnerIds.length && { next: { number: String(next) } }) };
}

async function visit(run: BillingRun, due: Due, at: string, deps: RunsWorkDeps): Promise<void> {
  const store = runStore(deps.table);
  const known = await store.row(run, due);
  if (known?.result && known.result !== 'failed') return;
  try {
    const account = await accountStore(deps.table).load(due.partnerId);
    const period = account && (await periodStore(deps.table).load(due.partnerId, due.billingOn));
    if (!period) {
      const error = account ? `No period is over by ${addDays(run.asOf, -1)}.` : 'It has no billing account.';
      await store.putRow(run, { ...due, result: account ? 'empty' : 'failed', error });
    } else if (run.mode === 'preview') {
      await store.putRow(run, due);
      await deps.partnersQueue.send([{ kind: 'runPreview', runId: run.runId, at, ...due }]);
    } else {
      const isSettled = period.state === 'issued' || period.state === 'empty';
      // What failed in this run and is out now has its result when all are looked at.
      if (known && isSettled) return;
      await store.putRow(run, isSettled ? { ...due, ...(await settledFacts(period.invoiceId)) } : due);
      if (!isSettled) await runPeriod(due, at, deps);
    }
  } catch (error) {
    deps.log.error('a partner of a run fails', { runId: run.runId, ...due, error: String(error) });
    await store.putRow(run, { ...due, result: 'failed', error: String(error).slice(0, 500) });
  }
}

/** What was issued before the run began. */
const settledFacts = async (invoiceId: string | undefined) =>
  invoiceId === undefined ? ({ result: 'empty' } as const) : ({ result: 'alreadyIssued', invoiceId } as const);
