import { allOf, isRefused, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { Revenue } from '../domain/revenue.ts';
import { type Accrual, accrualItem, accruedPartItem, readRevenue, revenueItem, revenueTexts } from './items.ts';
import { accrualKey, accruedPartKey, accruedPartsQuery, pendingIndex, revenueKey } from './keys.ts';

/** What one part of a document came to. Amounts in minor units. */
export interface AccruedPart {
  readonly part: number;
  readonly count: number;
  readonly transaction: bigint;
  readonly earned: bigint;
  /** Object with its earnings; absent where it has none. */
  readonly key?: string;
  readonly revenue: readonly Revenue[];
}

export const accrualStore = (table: Table) => ({
  async load(partnerId: string, documentId: string): Promise<Accrual | undefined> {
    const item = await table.get(accrualKey(partnerId, documentId), { consistent: true });
    return item && accrualItem.fromItem(item);
  },

  /** Notes that a document is to be counted, unless that is known. */
  async begin(partnerId: string, documentId: string): Promise<void> {
    const keys = { ...accrualKey(partnerId, documentId), ...pendingIndex(partnerId, documentId) };
    await unlessKnown(table, putNew(accrualItem.toItem(keys, { partnerId, documentId, state: 'pending' })));
  },

  /** The parts of a document that are counted, in order. */
  async parts(partnerId: string, documentId: string): Promise<readonly AccruedPart[]> {
    return (await allOf(table, accruedPartsQuery(partnerId, documentId))).map((item) => {
      const { count, transaction, earned, key, revenue } = accruedPartItem.fromItem(item);
      return {
        part: Number(item.sk.slice(item.sk.lastIndexOf('#') + 1)),
        count,
        transaction: BigInt(transaction),
        earned: BigInt(earned),
        ...(key !== undefined && { key }),
        revenue: readRevenue(revenue),
      };
    });
  },

  /** Keeps what a part came to; the first that was kept stays. */
  async keep(
    { partnerId, documentId }: Pick<Accrual, 'partnerId' | 'documentId'>,
    { part, count, transaction, earned, key, revenue }: AccruedPart,
  ): Promise<void> {
    const stored = {
      ...{ count, transaction: String(transaction), earned: String(earned), revenue: revenueTexts(revenue) },
      ...(key !== undefined && { key }),
    };
    await unlessKnown(table, putNew(accruedPartItem.toItem(accruedPartKey(partnerId, documentId, part), stored)));
  },
});

async function unlessKnown(table: Table, write: Write): Promise<void> {
  try {
    await table.write([write]);
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
}

/** A document is counted, on condition that it was not. */
export const countedWrite = ({ partnerId, documentId }: Accrual): Write => ({
  put: accrualItem.toItem(accrualKey(partnerId, documentId), { partnerId, documentId, state: 'counted' }),
  if: { kind: 'equals', values: { state: 'pending' } },
});

/** Rows of one item: some 40 bytes each. */
const ROWS_PER_ITEM = 2000;

/** What a document was billed for. */
export function revenueWrites(
  about: { readonly partnerId: string; readonly documentId: string; readonly on: Day; readonly currency: string },
  revenue: readonly Revenue[],
): Write[] {
  const rows = revenueTexts(revenue);
  const chunks = Math.ceil(rows.length / ROWS_PER_ITEM);
  return Array.from({ length: chunks }, (_, chunk) =>
    putNew(
      revenueItem.toItem(revenueKey(about.on.slice(0, 7), { ...about, chunk }), {
        ...about,
        rows: rows.slice(chunk * ROWS_PER_ITEM, (chunk + 1) * ROWS_PER_ITEM),
      }),
    ),
  );
}
