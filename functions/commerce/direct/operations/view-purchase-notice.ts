import { ok } from '../../../../shared/kernel/result.ts';
import { partnersStore } from '../store/partners-store.ts';
import { contactsOf } from './contacts.ts';
import type { DirectOperation } from './dependencies.ts';

/** Partners that a notice names; where there are more, the customer's own list has them all. */
const PARTNERS_MAX = 100;

const WARNING =
  'You are about to buy directly from the program at its list price. No partner of yours sells you this, supports it or bills it. Licences of the same plan count together with those that your partners sold you.';
const ASK_FIRST = ' Before you buy, you may ask your partners: they may sell you the same.';

/** CUS-4: what a customer is told before it buys direct, with the contacts of the partners that it has. */
export const viewPurchaseNotice: DirectOperation<'viewPurchaseNotice'> = async ({ caller }, { table }) => {
  const partners = await partnersStore(table).currentOf(caller.tenantId, PARTNERS_MAX);
  const contacts = await contactsOf(
    partners.map(({ partnerId }) => partnerId),
    table,
  );
  return ok({
    status: 200,
    body: {
      text: WARNING + (partners.length > 0 ? ASK_FIRST : ''),
      partners: [...contacts.values()],
      attributes: { objectType: 'PurchaseNotice' },
    },
  });
};
