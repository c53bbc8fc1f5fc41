import type { Role, Route } from '../contracts/routes.ts';
import { isWrite } from './authorize.ts';

const partnerRoles: readonly Role[] = ['AdminAgent', 'HelpdeskAgent', 'SalesAgent', 'GlobalAdmin'];

/** Every refusal that a route may answer: its own, and those of the checks that its declaration asks for. */
export function refusalsOf(route: Route): readonly string[] {
  const names: string[] = [...callerRefusals(route), 'invalid_input', 'body_too_large'];
  if (route.customer !== undefined)
    names.push(route.refusals.includes('invalid_customer_id') ? 'invalid_customer_id' : 'no_relationship');
  if (route.customer !== undefined) names.push('no_relationship');
  if (route.delegatedAdmin) names.push('delegated_admin_required');
  if (route.path.includes('{')) names.push('resource_not_found');
  if (route.request?.body || route.request?.file) names.push('invalid_property');
  if (isWrite(route)) names.push(route.inProgress ?? 'request_in_progress');
  if (route.limit && route.response[429] === undefined) names.push('too_many_requests');
  return [...new Set([...names, ...route.refusals, 'unexpected_error'])];
}

function callerRefusals(route: Route): readonly string[] {
  const { allow } = route;
  if (allow === 'public') return [];
  const names = ['unauthenticated', 'access_denied'];
  if (route.directory) names.push('customer_global_admin_required');
  if (allow.some((role) => role !== 'Operator')) names.push(route.roleRefusal ?? 'role_lacks_right');
  if (!allow.some((role) => partnerRoles.includes(role))) return names;
  if (route.accounts && route.accountRefusal) names.push(route.accountRefusal);
  if ((isWrite(route) || route.newBusiness) && !route.beforeAgreement) names.push('program_agreement_unsigned');
  if (route.newBusiness) names.push('account_not_active', 'account_not_vetted');
  return names;
}
