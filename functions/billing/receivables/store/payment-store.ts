import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { pagesOf, putIfVersion, putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Payment } from '../domain/payment.ts';
import { paymentAt, paymentIdKey, paymentKey, paymentsQuery } from './keys.ts';
import { fromItem, paymentIdItem, toItem } from './payment-item.ts';

export const paymentStore = (table: Table) => ({
  /** A partner's payment, consistently; another partner's is not there. */
  async byId(partnerId: string, paymentId: string): Promise<Payment | undefined> {
    const found = await table.get(paymentIdKey(partnerId, paymentId), { consistent: true });
    if (!found) return undefined;
    const { receivedOn } = paymentIdItem.fromItem(found);
    const item = await table.get(paymentKey(partnerId, { receivedOn, paymentId }), { consistent: true });
    return item && fromItem(item);
  },

  /** The payment with a sort key, consistently. */
  async at(partnerId: string, sk: string): Promise<Payment | undefined> {
    const item = await table.get(paymentKey(partnerId, paymentAt(sk)), { consistent: true });
    return item && fromItem(item);
  },

  /** Those of a partner, newest first. */
  list: (partnerId: string): SoughtList<Payment> => soughtList(table, [paymentsQuery(partnerId)], { of: fromItem }),

  /** The payment that came last besides one, of those that were not taken back. */
  async latestBut(partnerId: string, paymentId: string): Promise<Payment | undefined> {
    for await (const page of pagesOf(table, { ...paymentsQuery(partnerId), consistent: true, limit: 20 })) {
      const found = page.map(fromItem).find((each) => each.status === 'recorded' && each.paymentId !== paymentId);
      if (found) return found;
    }
    return undefined;
  },
});

/** A payment that comes is stored once. */
export const newPaymentWrites = (payment: Payment): Write[] => [
  putNew(toItem(payment)),
  putNew(paymentIdItem.toItem(paymentIdKey(payment.partnerId, payment.paymentId), { receivedOn: payment.receivedOn })),
];

/** On condition that nobody changed it since it was read. */
export const paymentWrite = (payment: Payment): Write =>
  putIfVersion(toItem({ ...payment, version: payment.version + 1 }), payment.version);
