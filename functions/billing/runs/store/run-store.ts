import { type Item, isRefused, pagesOf, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { epochMs, type Instant } from '../../../../shared/kernel/time.ts';
import { type BillingRun, isOver } from '../domain/billing-run.ts';
import { billingRunKey, openRunsIndex, runRowKey, runRowsQuery } from './keys.ts';
import { billingRunItem, type RunRow, runRowItem } from './run-items.ts';

/** Seconds after which a run may be forgotten: what it issued stays. */
const KEPT_SECONDS = 90 * 86_400;
const expiryOf = (startedAt: Instant): number => Math.floor(epochMs(startedAt) / 1000) + KEPT_SECONDS;

/** A page of periods. */
export interface RowsPage {
  readonly rows: readonly RunRow[];
  readonly next?: string;
}

/** Whether a row counts in a run: what is estimated anew begins anew, what is billed never is. */
const isIn =
  ({ mode, startedAt }: BillingRun) =>
  (row: RunRow): boolean =>
    mode === 'commit' || row.startedAt === startedAt;

const placeOf = ({ runId }: BillingRun, { partnerId, billingOn }: RunRow): string =>
  runRowKey(runId, partnerId, billingOn).sk;

export const runStore = (table: Table) => ({
  async load(runId: string): Promise<BillingRun | undefined> {
    const item = await table.get(billingRunKey(runId), { consistent: true });
    return item && billingRunItem.fromItem(item);
  },

  /** Puts a run in the place of what it was, or of none. Returns false when somebody else did meanwhile. */
  async save(run: BillingRun, before: BillingRun | undefined): Promise<boolean> {
    const put = runItem(run);
    const write: Write = before
      ? { put, if: { kind: 'equals', values: { startedAt: before.startedAt, askedAt: before.askedAt } } }
      : putNew(put);
    try {
      await table.write([write]);
      return true;
    } catch (error) {
      if (isRefused(error)) return false;
      throw error;
    }
  },

  async row(run: BillingRun, { partnerId, billingOn }: Pick<RunRow, 'partnerId' | 'billingOn'>) {
    const item = await table.get(runRowKey(run.runId, partnerId, billingOn), { consistent: true });
    const row = item && runRowItem.fromItem(item);
    return row && isIn(run)(row) ? row : undefined;
  },

  /** What is known of a period last counts. */
  async putRow(run: BillingRun, row: Omit<RunRow, 'startedAt'>): Promise<void> {
    const { startedAt } = run;
    const key = { ...runRowKey(run.runId, row.partnerId, row.billingOn), expiresAt: expiryOf(startedAt) };
    await table.write([{ put: runRowItem.toItem(key, { ...row, startedAt }) }]);
  },

  /** All of them, a page at a time. */
  async *rows(run: BillingRun): AsyncGenerator<readonly RunRow[]> {
    for await (const page of pagesOf(table, runRowsQuery(run.runId)))
      yield page.map(runRowItem.fromItem).filter(isIn(run));
  },

  /** Some of them in order, behind a place; the place where the following ones begin, if there are any. */
  async page(run: BillingRun, { size, behind }: { size: number; behind?: string | undefined }): Promise<RowsPage> {
    const rows: RunRow[] = [];
    for await (const page of pagesOf(table, { ...runRowsQuery(run.runId, behind), limit: size + 1 })) {
      rows.push(...page.map(runRowItem.fromItem).filter(isIn(run)));
      if (rows.length > size) return { rows: rows.slice(0, size), next: placeOf(run, rows[size - 1]!) };
    }
    return { rows };
  },
});

const runItem = (run: BillingRun): Item =>
  billingRunItem.toItem(
    {
      ...billingRunKey(run.runId),
      ...(!isOver(run) && openRunsIndex(run.runId)),
      expiresAt: expiryOf(run.startedAt),
    },
    run,
  );
