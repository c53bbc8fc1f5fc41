import type { GeneralRefusal } from '../contracts/refusals.ts';
import type { Role, Route } from '../contracts/routes.ts';
import { type AccessRecords, accessKeys, isAdministrable, relationshipUnchanged } from '../identity/access.ts';
import { type Caller, programRoleOf } from '../identity/caller.ts';
import { isGuid } from '../kernel/ids.ts';
import { runOffEndsOn } from '../kernel/run-off.ts';
import { type Instant, utcDay } from '../kernel/time.ts';
import type { RelatedCustomer } from './call.ts';
import { RefusalError, refusing } from './problem.ts';

export const isWrite = (route: Route): boolean => route.method !== 'GET' && route.method !== 'HEAD';

/**
 * Steps 2 and 3 of the order of checks (conventions 3): kind of token and account, role, role in the own directory, program
 * agreement, active account. First failure answers. @throws RefusalError
 */
export function authorize(route: Route, caller: Caller, at: Instant): void {
  if (route.allow === 'public') return;
  const allow: readonly Role[] = route.allow;
  if (!hasRightAccount(allow, caller)) throw refusing('access_denied');
  if (route.token === 'user' && caller.tokenKind === 'app') throw refusing('access_denied');
  if (!allow.some((role) => caller.roles.has(role)))
    throw new RefusalError({ name: route.roleRefusal ?? missingRole(allow) });
  const isAsCustomer = actsAsCustomer(allow, caller);
  if (route.directory && isAsCustomer && !route.directory.some((role) => caller.roles.has(role)))
    throw refusing('customer_global_admin_required');
  if (!caller.account.partner || isAsCustomer || isForOthersOnly(allow)) return;
  if (route.accounts && !route.accounts.includes(programRoleOf(caller)!))
    throw new RefusalError({ name: route.accountRefusal ?? 'access_denied' });
  const refusal = accountRefusal(route, caller, at);
  if (refusal) throw refusing(refusal);
}

/** It is let in as one of a customer's people, and by no role that it has besides. */
const actsAsCustomer = (allow: 'public' | readonly Role[], { roles }: Pick<Caller, 'roles'>): boolean =>
  allow !== 'public' &&
  allow.includes('Customer') &&
  !allow.some((role) => role !== 'Customer' && roles.has(role)) &&
  roles.has('Customer');

const isForOthersOnly = (allow: readonly Role[]): boolean =>
  allow.every((role) => role === 'Operator' || role === 'Customer');

const missingRole = (allow: readonly Role[]): GeneralRefusal =>
  allow.every((role) => role === 'Operator') ? 'access_denied' : 'role_lacks_right';

/** The tenant of the caller is of a kind that some role of the route belongs to. */
function hasRightAccount(allow: readonly Role[], { account }: Caller): boolean {
  return allow.some((role) => {
    if (role === 'Operator') return account.isOperator === true;
    return role === 'Customer' ? account.customer !== undefined : account.partner !== undefined;
  });
}

type NewBusinessRefusal = 'program_agreement_unsigned' | 'account_not_active' | 'account_not_vetted';

function accountRefusal(route: Route, caller: Caller, at: Instant): NewBusinessRefusal | undefined {
  const needsAgreement = (isWrite(route) || route.newBusiness) && !route.beforeAgreement;
  if (needsAgreement && caller.account.partner?.agreementSignedOn === undefined) return 'program_agreement_unsigned';
  return route.newBusiness ? newBusinessRefusal(caller, at) : undefined;
}

/** Why the caller's account may do no new business at `at`, if so (PRG-8). For operations that are so only in part. */
export function newBusinessRefusal({ account }: Pick<Caller, 'account'>, at: Instant): NewBusinessRefusal | undefined {
  const partner = account.partner;
  if (partner?.agreementSignedOn === undefined) return 'program_agreement_unsigned';
  const hasEnded = partner.agreementEndedOn !== undefined && partner.agreementEndedOn <= utcDay(at);
  if (partner.status !== 'active' || hasEnded) return 'account_not_active';
  return partner.isRefused ? 'account_not_vetted' : undefined;
}

/**
 * Steps 4 and 5: the customer of the path is related to the caller, and delegated administration is there where it
 * is needed. A foreign customer answers like one that nobody has. @throws RefusalError
 */
export async function relatedCustomer(
  route: Pick<Route, 'customer' | 'delegatedAdmin' | 'refusals'> & Partial<Pick<Route, 'allow' | 'ownTenant'>>,
  caller: Caller,
  customerId: string | undefined,
  records: AccessRecords,
  at: Instant,
): Promise<RelatedCustomer | undefined> {
  if (route.customer === undefined) return undefined;
  if (route.ownTenant && actsAsCustomer(route.allow ?? [], caller)) return ownTenant(caller, customerId, records);
  if (isRunOffOver(caller, at)) throw refusing('no_relationship');
  if (customerId === undefined || !isGuid(customerId))
    throw refusing(route.refusals.includes('invalid_customer_id') ? 'invalid_customer_id' : 'no_relationship');
  const ids = { partnerId: caller.tenantId, customerId: customerId.toLowerCase() };
  const { customer, relationship, agreementPolicy } = await records.customerView(ids);
  const isRelated =
    relationship?.relationship === 'reseller' || (route.customer === 'any' && relationship?.relationship === 'advisor');
  if (!customer || !relationship || !isRelated) throw refusing('no_relationship');
  if (route.delegatedAdmin && !(relationship.delegatedAdmin && isAdministrable(customer)))
    throw refusing('delegated_admin_required');
  const unchanged = relationshipUnchanged(relationship);
  return { customerId: ids.customerId, account: customer, relationship, agreementPolicy, unchanged };
}

/** CUS-3: the tenant of who asks, and no other; what is written holds that it is still there. @throws RefusalError */
async function ownTenant(
  { tenantId }: Caller,
  customerId: string | undefined,
  records: AccessRecords,
): Promise<RelatedCustomer> {
  const account = customerId?.toLowerCase() === tenantId ? await records.account(tenantId) : undefined;
  if (!account?.customer) throw refusing('no_relationship');
  const ids = { partnerId: tenantId, customerId: tenantId };
  return {
    customerId: tenantId,
    account,
    relationship: { ...ids, relationship: 'none', delegatedAdmin: false, agreements: [] },
    agreementPolicy: { templates: [] },
    unchanged: { check: accessKeys.account(tenantId), if: { kind: 'present' }, isPremise: true },
  };
}

/** PRG-8: with the end of the run-off every relationship ends, whether the job that records it came already or not. */
export function isRunOffOver({ account }: Pick<Caller, 'account'>, at: Instant): boolean {
  const endedOn = account.partner?.agreementEndedOn;
  return endedOn !== undefined && runOffEndsOn(endedOn) <= utcDay(at);
}
