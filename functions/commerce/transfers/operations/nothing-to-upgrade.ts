import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { TransfersDeps, TransfersOperation } from './dependencies.ts';

/** CAT-7: no switch from one product to another. */
const HOW =
  'There is no switch from one product to another: buy the wanted one, reassign the licences, then suspend the old subscription.';

interface UpgradeCall {
  readonly caller: { readonly tenantId: string };
  readonly body: { readonly customerId: string };
}

const isOwn = async ({ caller, body }: UpgradeCall, { records }: TransfersDeps): Promise<boolean> => {
  const related = await records.relationship({ partnerId: caller.tenantId, customerId: body.customerId });
  return related?.relationship === 'reseller';
};

export const viewProductUpgradeEligibility: TransfersOperation<'viewProductUpgradeEligibility'> = async (call, deps) =>
  (await isOwn(call, deps))
    ? ok({ status: 200, body: { ...call.body, isEligible: false, reason: HOW } })
    : refuse('no_relationship');

export const createProductUpgrade: TransfersOperation<'createProductUpgrade'> = async (call, deps) =>
  (await isOwn(call, deps)) ? refuse('operation_not_supported', { description: HOW }) : refuse('no_relationship');

export const viewProductUpgradeStatus: TransfersOperation<'viewProductUpgradeStatus'> = async () =>
  refuse('upgrade_not_found');
