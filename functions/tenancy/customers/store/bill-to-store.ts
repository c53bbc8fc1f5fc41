import { createHash } from 'node:crypto';
import { CustomerBillToChanged } from '../../../../events/tenancy.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import type { Table, Write } from '../../../../shared/dynamo/table.ts';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';
import type { PairIds } from '../../relationships/index.ts';
import { type BillTo, type Customer, firstBillTo } from '../domain/customer.ts';
import { billToItem } from './customer-item.ts';
import { billToKey } from './keys.ts';

/** The bill-to profiles of pairs. One that was never changed is not stored: it follows from the customer. */
export const billToStore = (table: Table) => ({
  /** Reads consistently, because the next step decides on what it sees. */
  load: async (customer: Customer, partnerId: string): Promise<BillTo> => {
    const ids = { partnerId, customerId: customer.customerId };
    const item = await table.get(billToKey(ids), { consistent: true });
    return item ? billToItem.fromItem(item) : firstBillTo(customer, partnerId, profileIdOf(ids));
  },

  /** Writes of a change: the profile and `CustomerBillToChanged`. They fail when it was changed since it was loaded. */
  writes(ids: PairIds, before: BillTo, after: BillTo, { at, cause }: Occasion): Write[] {
    const key = billToKey(ids);
    const about = { tenantId: ids.partnerId, aggregateId: after.profileId, occurredAt: at };
    const event = newEvent(CustomerBillToChanged, about, { partnerId: ids.partnerId, customerId: ids.customerId });
    return [
      {
        put: billToItem.toItem(key, after),
        if: { kind: 'absentOrLess', attribute: 'version', value: before.version + 1 },
      },
      ...outboxWrite({ aggregate: key, version: after.version, events: [event], cause }),
    ];
  },
});

/** An id of the pair's own: it tells nothing of the profiles of others. */
const profileIdOf = ({ partnerId, customerId }: PairIds): string =>
  guidFromHex(createHash('sha256').update(['bill-to', partnerId, customerId].join('\u0000')).digest('hex'));
