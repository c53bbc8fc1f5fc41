import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import type { Table, Write } from '../../../../shared/dynamo/table.ts';
import { type BillingCase, caseItem } from './case-item.ts';
import { caseKey, casesQuery } from './keys.ts';
import type { SubscriptionIds } from './subscription-store.ts';

const SET_ASIDE = 'aside';
const kindOf = ({ version }: Pick<BillingCase, 'version'>): string =>
  version === undefined ? SET_ASIDE : `late-${String(version).padStart(9, '0')}`;

/** The operator's list. What sets a subscription aside stands in it until an invoice has the lines again. */
export const caseStore = (table: Table) => ({
  /** By partner, customer and subscription; of one partner or of all. */
  list: (partnerId: string | undefined): SoughtList<BillingCase> =>
    soughtList(table, [casesQuery(partnerId)], { of: caseItem.fromItem }),

  async load(id: string): Promise<BillingCase | undefined> {
    const [partnerId, customerId, subscriptionId, kind] = id.split('.');
    if (!partnerId || !customerId || !subscriptionId || !kind) return undefined;
    const item = await table.get(caseKey({ partnerId, customerId, subscriptionId }, kind));
    return item && caseItem.fromItem(item);
  },

  async remove(found: BillingCase): Promise<void> {
    await table.write([{ delete: caseKey(found, kindOf(found)) }]);
  },
});

/** Names a case in a path. */
export const caseIdOf = (about: BillingCase): string =>
  [about.partnerId, about.customerId, about.subscriptionId, kindOf(about)].join('.');

/** Puts a case on the list, or tells what was found now. */
export const caseWrite = (about: BillingCase): Write => ({
  put: caseItem.toItem(caseKey(about, kindOf(about)), about),
});
/** Takes a subscription off the list that is on an invoice again. */
export const mendedWrite = (ids: SubscriptionIds): Write => ({ delete: caseKey(ids, SET_ASIDE) });
