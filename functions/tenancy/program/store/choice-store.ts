import { putNew, type Query, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { choicesBetween, dueChoices, offeredChoiceIndex, offeredChoiceKey } from './keys.ts';
import { type OfferedChoice, offeredChoiceItem } from './partner-item.ts';

/** Partners of which a run walks the customers: the next run takes those behind them. */
const PARTNERS_DUE = 100;

/** Partners out of business whose customers are mailed the choice of another one (PRG-9). */
export const choiceStore = (table: Table) => ({
  /** The write that begins it, once for a partner. */
  begin: (choice: OfferedChoice): Write =>
    putNew(offeredChoiceItem.toItem({ ...offeredChoiceKey(choice.partnerId), ...offeredChoiceIndex(choice) }, choice)),

  /**
   * Those that are under way, the first begun first, some at a time, and where these lie: what a run does not walk it does not
   * note as walked. The index lags by moments.
   */
  async due(): Promise<{ readonly choices: readonly OfferedChoice[]; readonly places: readonly Query[] }> {
    const { items } = await table.query({ ...dueChoices, limit: PARTNERS_DUE });
    const choices = items.map(offeredChoiceItem.fromItem);
    const [first, last] = [choices[0], choices.at(-1)];
    return { choices, places: first && last ? [choicesBetween(first, last)] : [] };
  },

  /** Notes that a run has walked the customers of a partner; the second such run on a later day is the last. */
  async walked(partnerId: string, on: Day): Promise<boolean> {
    const item = await table.get(offeredChoiceKey(partnerId), { consistent: true });
    const known = item && offeredChoiceItem.fromItem(item);
    if (!known || known.walkedOn === on) return false;
    const isOver = known.walkedOn !== undefined && known.walkedOn < on;
    const after = { ...known, walkedOn: known.walkedOn ?? on };
    const keys = { ...offeredChoiceKey(partnerId), ...(!isOver && offeredChoiceIndex(known)) };
    await table.write([{ put: offeredChoiceItem.toItem(keys, after) }]);
    return isOver;
  },
});
