import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { partnerStore } from '../../program/index.ts';
import { ended } from '../domain/partnership.ts';
import type { relationshipsRoutes } from '../routes.ts';
import { partnershipStore } from '../store/partnership-store.ts';
import type { Deps } from './dependencies.ts';

/**
 * Either of the two ends a partnership of provider and reseller (REL-7). What was sold stays as it is, and the provider's
 * customers stay its own; the reseller is not on new orders, and sees none of those customers any more.
 */
export const endPartnership: Operation<typeof relationshipsRoutes.endPartnership, Deps> = (call, { table }) =>
  retryOnConflict(async () => {
    const { tenantId: own } = call.caller;
    const other = call.path.partnerId;
    const partnerships = partnershipStore(table);
    const found = await Promise.all([
      partnerships.load({ providerId: own, resellerId: other }),
      partnerships.load({ providerId: other, resellerId: own }),
    ]);
    const before = found.find((partnership) => partnership?.isActive);
    if (!before) return refuse('resource_not_found');
    const reseller = await partnerStore(table).load(before.resellerId);
    invariant(reseller, 'a reseller in a partnership is a partner');
    await table.write(partnerships.writes(before, ended(before, call.at), reseller, occasionOf(call)));
    return ok({ status: 204 });
  });
