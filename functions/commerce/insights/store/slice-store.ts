import { allOf, type Item, isRefused, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { sliceDueIndex, sliceKey, slicesOf } from './keys.ts';
import { type Slice, sliceItem } from './slice-item.ts';

const DIGITS = [...'0123456789abcdef'];

const toItem = (slice: Slice): Item => {
  const { dueOn, prefix, gatheredAt } = slice;
  const age = prefix === '' || gatheredAt ? 'KNOWN' : 'NEW';
  const due = dueOn ? sliceDueIndex({ ...slice, age, dueOn }) : {};
  return sliceItem.toItem({ ...sliceKey(slice), ...due }, slice);
};

/** Slices of what partners sold. */
export const sliceStore = (table: Table) => ({
  async load(of: { partnerId: string; prefix: string }): Promise<Slice | undefined> {
    const item = await table.get(sliceKey(of), { consistent: true });
    return item && sliceItem.fromItem(item);
  },

  /** Begins to gather what a partner sells, on a day; nothing when that has begun. */
  async begin(partnerId: string, dueOn: Day): Promise<void> {
    const whole = { partnerId, prefix: '' };
    if (await table.get(sliceKey(whole))) return;
    await attempt(table, [{ put: toItem({ ...whole, dueOn, version: 1 }), if: { kind: 'absent' } }]);
  },

  /** Saves a slice as it was gathered. @returns false when somebody else saved it since `before` was loaded. */
  gathered: (before: Slice, after: Omit<Slice, 'version'>): Promise<boolean> =>
    attempt(table, [replacing(before, after)]),

  /** Puts sixteen slices in the place of one. What was gathered of it serves until all of them are. */
  split({ dueOn, ...before }: Slice): Promise<boolean> {
    const parts = DIGITS.map((digit): Write => {
      const part: Slice = { partnerId: before.partnerId, prefix: before.prefix + digit, dueOn, version: 1 };
      return { put: toItem(part), if: { kind: 'absent' } };
    });
    return attempt(table, [replacing({ ...before, dueOn }, before), ...parts]);
  },

  /**
   * The slices whose rows are, together, all that a partner sold: the finest that were gathered. Undefined while there are
   * none. A page of the index may lag by moments.
   */
  async finest(partnerId: string): Promise<readonly Slice[] | undefined> {
    const all = (await allOf(table, slicesOf(partnerId))).map(sliceItem.fromItem);
    return finestOf(new Map(all.map((slice) => [slice.prefix, slice])), '');
  },
});

const replacing = ({ version }: Slice, after: Omit<Slice, 'version'>): Write => ({
  put: toItem({ ...after, version: version + 1 }),
  if: { kind: 'equals', values: { version } },
});

async function attempt(table: Table, writes: readonly Write[]): Promise<boolean> {
  try {
    await table.write(writes);
    return true;
  } catch (error) {
    if (isRefused(error)) return false;
    throw error;
  }
}

function finestOf(slices: ReadonlyMap<string, Slice>, prefix: string): readonly Slice[] | undefined {
  const slice = slices.get(prefix);
  if (!slice) return undefined;
  if (slice.dueOn === undefined) {
    const parts = DIGITS.map((digit) => finestOf(slices, prefix + digit));
    if (parts.every((part) => part !== undefined)) return parts.flat();
  }
  return slice.gatheredAt ? [slice] : undefined;
}
