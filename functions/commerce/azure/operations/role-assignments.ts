import type * as z from 'zod';
import { collection, link } from '../../../../shared/contracts/wire.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type * as s from '../../schemas.ts';
import {
  isGone,
  ROLE_ASSIGNMENTS_MAX,
  type RoleAssignment,
  type Subscription,
  type SubscriptionAmendment,
  withoutRole,
  withRole,
} from '../../subscriptions/index.ts';
import type { AzureDeps, AzureOperation } from './dependencies.ts';
import { entitlementPath } from './entitlement-wire.ts';
import { amendUsage, type EntitlementCall, loadEntitlement } from './load-entitlement.ts';

type RoleWire = z.input<typeof s.RoleAssignment>;
type RoleRefusal =
  | 'subscription_not_found'
  | 'not_usage_based'
  | 'entitlement_not_found'
  | 'subscription_deleted'
  | 'invalid_property';

/** DAP-4: the partner owns what it sold; whom of the customer it let in follows, oldest first. */
export const listRoleAssignments: AzureOperation<'listRoleAssignments'> = async (call, deps) => {
  const found = await loadEntitlement(call, deps);
  if (!found.ok) return found;
  const of = found.value;
  const own: RoleWire = {
    principalId: of.partnerId,
    role: 'owner',
    scope: 'subscription',
    isFixed: true,
    attributes: { objectType: 'RoleAssignment' },
  };
  return ok({ status: 200, body: collection([own, ...rolesOf(of).map((role) => toWire(of, role))]) });
};

export const setRoleAssignment: AzureOperation<'setRoleAssignment'> = async (call, deps) => {
  const found = await loadEntitlement(call, deps);
  if (!found.ok) return found;
  const { principalId } = call.path;
  const refusal = await principalRefusal(call, principalId, deps);
  if (refusal) return refusal;
  const { role, scope } = call.body;
  const has = (of: readonly RoleAssignment[]) => of.find((each) => each.principalId === principalId);
  const done = await amendRoles(
    call,
    (before) => withRole(before, { principalId, role, scope: scopeNamed(scope ?? has(before)?.scope) }),
    deps,
  );
  return done.ok ? ok({ status: 200, body: toWire(done.value, has(rolesOf(done.value))!) }) : done;
};

export const removeRoleAssignment: AzureOperation<'removeRoleAssignment'> = async (call, deps) => {
  const { principalId } = call.path;
  const found = await loadEntitlement(call, deps);
  if (!found.ok) return found;
  if (principalId === call.caller.tenantId) return ownRight;
  const done = await amendRoles(call, (before) => withoutRole(before, principalId), deps);
  return done.ok ? ok({ status: 204 }) : done;
};

const rolesOf = ({ roleAssignments = [] }: Subscription): readonly RoleAssignment[] => roleAssignments;
/** The word for everything in one spelling; services keep theirs. */
const scopeNamed = (scope = 'subscription'): string =>
  scope.toLowerCase() === 'subscription' ? 'subscription' : scope;

const ownRight = refuse('invalid_property', {
  field: 'principalId',
  description: 'The partner that sold the subscription owns it: that cannot be changed here.',
});

/** Rights are given to the customer alone: to one of its users, or to all its administrators. */
async function principalRefusal(
  { caller, customer }: EntitlementCall,
  principalId: string,
  { records }: AzureDeps,
): Promise<Result<never, Refusal<'invalid_property'>> | undefined> {
  if (principalId === caller.tenantId) return ownRight;
  if (principalId === customer.customerId) return undefined;
  const user = await records.caller(customer.customerId, principalId);
  return user?.kind === 'user' && user.isActive
    ? undefined
    : refuse('invalid_property', {
        field: 'principalId',
        description: 'Name a user of the customer, or the customer itself.',
      });
}

const amendRoles = (
  call: EntitlementCall & Pick<Parameters<AzureOperation<'setRoleAssignment'>>[0], 'at' | 'cause' | 'customer'>,
  change: (before: readonly RoleAssignment[]) => readonly RoleAssignment[] | undefined,
  deps: AzureDeps,
): Promise<Result<Subscription, Refusal<RoleRefusal>>> =>
  amendUsage<RoleRefusal>(
    () => loadEntitlement(call, deps),
    (before): Result<SubscriptionAmendment | undefined, Refusal<RoleRefusal>> => {
      if (isGone(before, call.at)) return refuse('subscription_deleted');
      const roleAssignments = change(rolesOf(before));
      if (!roleAssignments) return ok(undefined);
      return roleAssignments.length > ROLE_ASSIGNMENTS_MAX
        ? refuse('invalid_property', {
            field: 'principalId',
            description: `A subscription has ${ROLE_ASSIGNMENTS_MAX} rights at most: take another back first.`,
          })
        : ok({ roleAssignments });
    },
    { ...call, also: () => [call.customer.unchanged] },
    deps,
  );

const toWire = (of: Subscription, { principalId, role, scope }: RoleAssignment): RoleWire => ({
  principalId,
  role,
  scope,
  isFixed: false,
  links: { self: link(`${entitlementPath(of)}/roleassignments/${principalId}`) },
  attributes: { objectType: 'RoleAssignment' },
});
