import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { isGone, subscriptionStore } from '../../subscriptions/index.ts';
import type { TransfersOperation } from './dependencies.ts';

/**
 * REL-9: a subscription stays with the partner that sold it. A customer moves by accepting another partner's invitation, who
 * then orders; whoever asks for a transfer gets a clear answer, and nothing changes.
 */
const HOW =
  'Subscriptions are not transferred between partners: the customer accepts your invitation, you order, and the other partner suspends.';

export const listTransfers: TransfersOperation<'listTransfers'> = async () => ok({ status: 200, body: [] });

export const createTransfer: TransfersOperation<'createTransfer'> = async () => refuse('transfers_not_enabled');

const noTransfer = async () => refuse('transfer_not_found');
export const viewTransfer: TransfersOperation<'viewTransfer'> = noTransfer;
export const rejectTransfer: TransfersOperation<'rejectTransfer'> = noTransfer;
export const withdrawTransfer: TransfersOperation<'withdrawTransfer'> = noTransfer;
export const acceptTransfer: TransfersOperation<'acceptTransfer'> = noTransfer;

/** What a page reads of a customer's subscriptions at most, by number; a megabyte ends it sooner. */
const ELIGIBILITIES_MAX = 10_000;

/** SUB-7: of what the caller itself sold to the customer, and that is there still. */
export const listTransferEligibilities: TransfersOperation<'listTransferEligibilities'> = async (call, { table }) => {
  const scope = { partnerId: call.caller.tenantId, customerId: call.customer.customerId };
  const sold = subscriptionStore(table).ofCustomer(scope, (of) => !isGone(of, call.at));
  const { items } = await sold.page({ size: ELIGIBILITIES_MAX });
  return ok({
    status: 200,
    body: items.map(({ subscriptionId }) => ({ id: subscriptionId.toUpperCase(), isEligible: false, reason: HOW })),
  });
};
