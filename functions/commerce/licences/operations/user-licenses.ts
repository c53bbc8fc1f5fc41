import { collection } from '../../../../shared/contracts/wire.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { catalogueStore, findPlan } from '../../catalogue/index.ts';
import {
  type DecidedLicences,
  decideLicences,
  groupOf,
  type LicenceWish,
  type UserLicences,
} from '../domain/assignment.ts';
import { type Pool, poolPlan } from '../domain/pool.ts';
import { licenceStore, licencesWrites, seatFreedWrite, seatTakenWrite } from '../store/licence-store.ts';
import { poolStore } from '../store/pool-store.ts';
import type { LicencesDeps, LicencesOperation, LicencesRoutes } from './dependencies.ts';
import { toLicenseWire } from './licence-wire.ts';
import { groupsAskedFor } from './license-groups.ts';

type UserCall = Pick<Call<LicencesRoutes['listUserLicenses']>, 'customer' | 'path'>;
type UpdateCall = Call<LicencesRoutes['updateUserLicenses']>;

/** A user of the customer as tenancy has it now; undefined where there is none, or never was. */
async function userOf({ customer, path }: UserCall, { records }: LicencesDeps) {
  const found = await records.caller(customer.customerId, path.userId);
  return found?.kind === 'user' ? found : undefined;
}

/** SUB-8: what a user holds; a deleted one that can be restored has nothing any more. */
export const listUserLicenses: LicencesOperation<'listUserLicenses'> = async (call, deps) => {
  const groups = groupsAskedFor(call);
  if (!groups.ok) return groups;
  const user = await userOf(call, deps);
  if (!user) return refuse('user_not_found');
  const catalogue = await catalogueStore(deps.table).read();
  const { licences } = await licenceStore(deps.table).load({ ...call.path, customerId: call.customer.customerId });
  const shown = licences
    .map((licence) => ({ licence, plan: findPlan(catalogue, licence.planId) }))
    .filter(({ plan }) => user.isActive && groups.value.has(groupOf(plan)));
  return ok({ status: 200, body: collection(shown.map(({ licence, plan }) => toLicenseWire(licence, plan))) });
};

/**
 * SUB-3, SUB-8, ROL-2, DAP-2: changes the licences of a user, all or nothing. What was checked holds when it is written: the user
 * is still there, the seats are still free, and the relationship with its delegated administration is as it was.
 */
export const updateUserLicenses: LicencesOperation<'updateUserLicenses'> = (call, deps) =>
  retryOnConflict(async () => {
    // The licences first: who was deleted since has them at another version.
    const before = await licenceStore(deps.table).load({
      userId: call.path.userId,
      customerId: call.customer.customerId,
    });
    const refusal = await userRefusal(call, deps);
    if (refusal) return refusal;
    const wish = wishOf(call);
    const pools = await poolStore(deps.table).load(
      before.customerId,
      [...wish.assign.map(({ skuId }) => skuId), ...wish.remove].map(poolPlan),
    );
    const catalogue = await catalogueStore(deps.table).read();
    const decided = decideLicences(before, wish, { at: call.at, pools, planOf: (id) => findPlan(catalogue, id) });
    if (!decided.ok) return decided;
    return ok(await save(before, decided.value, pools, call, deps));
  }, ATTEMPTS);

/** Many may want the last seats at once; each is told once they are gone. */
const ATTEMPTS = 20;

async function userRefusal(call: UpdateCall, deps: LicencesDeps) {
  const user = await userOf(call, deps);
  if (!user?.isActive) return refuse('user_not_found');
  const isGiven = (call.body.licensesToAssign ?? []).length > 0;
  return isGiven && user.usageLocation === null
    ? refuse('invalid_property', {
        field: 'usageLocation',
        description: 'Licences cannot be assigned to a user without a usageLocation: set it on the user first.',
      })
    : undefined;
}

const wishOf = ({ body }: UpdateCall): LicenceWish => ({
  assign: (body.licensesToAssign ?? []).map(({ skuId, excludedPlans }) => ({
    skuId,
    excludedPlans: excludedPlans ?? [],
  })),
  remove: [...new Set((body.licensesToRemove ?? []).map(poolPlan))],
});

async function save(
  before: UserLicences,
  { licences, assigned, removed, seats }: DecidedLicences,
  pools: ReadonlyMap<string, Pool>,
  call: UpdateCall,
  { table }: LicencesDeps,
) {
  const { customerId } = before;
  const reply = { status: 201 as const, body: toUpdateWire(call) };
  const isChanged = assigned.length > 0 || removed.length > 0;
  const told = { assigned, removed, reason: 'requested' as const };
  await table.write([
    ...(isChanged ? licencesWrites(before, { ...before, licences }, told, call) : []),
    ...[...seats].map(([planId, more]) =>
      more < 0 ? seatFreedWrite({ customerId, planId }) : seatTakenWrite(customerId, pools.get(planId)!, more === 0),
    ),
    call.customer.unchanged,
    ...call.once.complete(reply),
  ]);
  return reply;
}

const toUpdateWire = ({ body }: UpdateCall) => ({
  licensesToAssign: (body.licensesToAssign ?? []).map(({ skuId, excludedPlans }) => ({
    skuId: skuId.toLowerCase(),
    ...(excludedPlans && { excludedPlans: [...excludedPlans] }),
  })),
  ...(body.licensesToRemove && { licensesToRemove: body.licensesToRemove.map((id) => id.toLowerCase()) }),
  licenseWarnings: [],
  attributes: { objectType: 'LicenseUpdate' as const },
});
