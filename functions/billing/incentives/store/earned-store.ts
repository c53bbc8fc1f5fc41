import { type Item, pagesOf, putIfVersion, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { earnedItem, paidEarningItem, payoutItem, type StoredEarned, type StoredPayout } from './items.ts';
import { earnedKey, earnedQuery, paidEarningKey, paidEarningsQuery, payoutKey, rowOfPaid } from './keys.ts';

/** What the lines of a document earn its partner. Amounts in minor units. */
export interface Earned extends Omit<StoredEarned, 'transaction' | 'earned' | 'paid'> {
  readonly transaction: bigint;
  readonly earned: bigint;
  readonly paid: bigint;
}

/** Money that went to a partner for what it earned. */
export interface Payout extends Omit<StoredPayout, 'minorUnits'> {
  readonly minorUnits: bigint;
}

export const earnedStore = (table: Table) => ({
  async load(partnerId: string, of: { earnedOn: Day; documentId: string }): Promise<Earned | undefined> {
    const item = await table.get(earnedKey(partnerId, of), { consistent: true });
    return item && fromItem(item);
  },

  /** Those whose sort keys lie between two texts, both included, one way or the other, a page at a time. */
  async *between(
    partnerId: string,
    span: readonly [string, string],
    { descending }: { descending: boolean },
  ): AsyncGenerator<{ readonly sk: string; readonly earned: Earned }> {
    const query = { ...earnedQuery(partnerId, span, descending), limit: 50 };
    for await (const page of pagesOf(table, query))
      for (const item of page) yield { sk: item.sk, earned: fromItem(item) };
  },

  /** The earnings of a part that were paid out one by one, by their rows. */
  async paidRows(partnerId: string, documentId: string, part: number): Promise<ReadonlyMap<number, string>> {
    const paid = new Map<number, string>();
    for await (const page of pagesOf(table, paidEarningsQuery(partnerId, documentId, part)))
      for (const item of page) paid.set(rowOfPaid(item.sk), paidEarningItem.fromItem(item).payoutId);
    return paid;
  },

  /** The payout with an id. */
  async payout(payoutId: string): Promise<Payout | undefined> {
    const item = await table.get(payoutKey(payoutId), { consistent: true });
    if (!item) return undefined;
    const { minorUnits, ...payout } = payoutItem.fromItem(item);
    return { ...payout, minorUnits: BigInt(minorUnits) };
  },
});

const fromItem = (item: Item): Earned => {
  const { transaction, earned, paid, ...rest } = earnedItem.fromItem(item);
  return { ...rest, transaction: BigInt(transaction), earned: BigInt(earned), paid: BigInt(paid) };
};

const toItem = (partnerId: string, { transaction, earned, paid, ...rest }: Earned): Item =>
  earnedItem.toItem(earnedKey(partnerId, rest), {
    ...rest,
    ...{ transaction: String(transaction), earned: String(earned), paid: String(paid) },
  });

export const newEarnedWrite = (partnerId: string, earned: Earned): Write => putNew(toItem(partnerId, earned));

/** What of a document is paid out now, on condition that nobody paid of it since it was read. */
export const earnedPaidWrite = (partnerId: string, before: Earned, after: Earned): Write =>
  putIfVersion(toItem(partnerId, { ...after, version: before.version + 1 }), before.version);

/** One earning is paid out, once. */
export const paidEarningWrite = (
  partnerId: string,
  { documentId, part, row, payoutId }: { documentId: string; part: number; row: number; payoutId: string },
): Write => putNew(paidEarningItem.toItem(paidEarningKey(partnerId, documentId, { part, row }), { payoutId }));

/** A reference is used once. */
export const payoutWrite = ({ minorUnits, ...payout }: Payout): Write =>
  putNew(payoutItem.toItem(payoutKey(payout.payoutId), { ...payout, minorUnits: String(minorUnits) }));
