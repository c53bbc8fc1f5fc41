import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { type Day, type Instant, toWireInstant, utcDay } from '../../../../shared/kernel/time.ts';
import { type HeldRows, heldRows, unpackedRows } from '../store/packed-rows.ts';
import type { TableName } from '../store/slice-item.ts';
import { sliceStore } from '../store/slice-store.ts';
import { type InsightsDeps, SIZES } from './dependencies.ts';
import { fileOf, plansIn, soldIn } from './gather-insights.ts';
import { rowsOfLicences, subscriptionRows } from './make-rows.ts';

/** Some rows of a table: how many there are is known before they are read. */
export interface Chunk {
  readonly count: number;
  /** Undefined where they are no longer kept. */
  load(): Promise<HeldRows | undefined>;
}

/** Rows of one table of a partner, in the order of customers, and since when they are so: the earliest of them. */
export interface RowSource {
  readonly chunks: readonly Chunk[];
  readonly processedAt: string;
}

/** What is asked for: whose rows of which table, when, and only what was processed on a day. */
export interface RowsAsked {
  readonly table: TableName;
  readonly partnerId: string;
  readonly at: Instant;
  readonly processedOn?: Day | undefined;
}

export type NotReady = Refusal<'insights_not_ready'>;
export const notReady = () => refuse('insights_not_ready', { retryAfterSeconds: 3_600 });

/**
 * All rows of a partner. Of up to {@link SIZES}`.fresh` subscriptions they are made now; of more they are those that were gathered
 * last, a chunk for each slice.
 */
export async function rowSource(asked: RowsAsked, deps: InsightsDeps): Promise<Result<RowSource, NotReady>> {
  const { fresh: freshMax } = deps.sizes ?? SIZES;
  const slices = await sliceStore(deps.table).finest(asked.partnerId);
  const known = slices?.reduce((sum, { counts }) => sum + (counts?.subscriptions ?? 0), 0) ?? 0;
  if (known <= freshMax) {
    const fresh = await soldIn({ partnerId: asked.partnerId, prefix: '' }, freshMax, deps.table);
    if (fresh) {
      const chunks = isAsked(asked, asked.at) ? [atHand(heldRows(await rowsNow(asked, fresh, deps)))] : [];
      return ok({ chunks, processedAt: toWireInstant(asked.at) });
    }
  }
  if (!slices) return notReady();
  const chunks = slices
    .filter(({ gatheredAt }) => isAsked(asked, gatheredAt!))
    .map((slice) => ({
      count: slice.counts?.[asked.table] ?? 0,
      async load() {
        const file = await deps.files.get(fileOf(slice, asked.table));
        return file && unpackedRows(file);
      },
    }));
  const earliest = slices.map(({ gatheredAt }) => gatheredAt!).reduce((a, b) => (a < b ? a : b));
  return ok({ chunks, processedAt: toWireInstant(earliest) });
}

const isAsked = ({ processedOn }: RowsAsked, processedAt: Instant): boolean =>
  processedOn === undefined || processedOn === utcDay(processedAt);

const atHand = (rows: HeldRows): Chunk => ({ count: rows.count, load: async () => rows });

async function rowsNow(
  { table, partnerId, at }: RowsAsked,
  subscriptions: NonNullable<Awaited<ReturnType<typeof soldIn>>>,
  deps: InsightsDeps,
) {
  const sold = { partnerId, subscriptions, at };
  return table === 'subscriptions'
    ? subscriptionRows(sold, deps)
    : (await rowsOfLicences(plansIn(sold), at, deps))[table];
}

/** Chunks that are read ahead of the one that is looked at. */
const AHEAD = 8;

/** Reads chunks in their order, some ahead. @returns false when one is no longer kept: nothing of the answer counts then. */
export async function eachChunk(
  chunks: readonly Chunk[],
  look: (rows: HeldRows, index: number) => boolean | undefined,
): Promise<'done' | 'stopped' | 'gone'> {
  for (let start = 0; start < chunks.length; start += AHEAD) {
    const loaded = await Promise.all(chunks.slice(start, start + AHEAD).map((chunk) => chunk.load()));
    for (const [index, rows] of loaded.entries()) {
      if (!rows) return 'gone';
      if (look(rows, start + index) === false) return 'stopped';
    }
  }
  return 'done';
}
