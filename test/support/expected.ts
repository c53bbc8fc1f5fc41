import type { GeneralRefusal } from '../../shared/contracts/refusals.ts';
import type { Role, Route } from '../../shared/contracts/routes.ts';
import type { Player } from './cast.ts';

/** Which kind of account a role belongs to. */
const accountOf = (role: Role): NonNullable<Player['account']> =>
  role === 'Operator' ? 'operator' : role === 'Customer' ? 'customer' : 'partner';

const isWrite = ({ method }: Route): boolean => method !== 'GET' && method !== 'HEAD';

/**
 * How a call must be refused by what its route declares and nothing else (conventions 3, in this order); undefined when
 * it must get through to the operation. Written anew from the contract, so that the dispatcher is not its own judge.
 */
export function expectedRefusal(
  route: Route,
  player: Player,
  customer: 'own' | 'foreign' | 'malformed',
): string | undefined {
  const { allow } = route;
  if (allow === 'public') return undefined;
  if (player.account === undefined) return 'unauthenticated';
  if (!player.hasMfa && player.tokenKind === 'user') return 'mfa';
  if (!allow.some((role) => accountOf(role) === player.account)) return 'access_denied';
  if (route.token === 'user' && player.tokenKind === 'app') return 'access_denied';
  if (!allow.some((role) => player.roles.includes(role)))
    return route.roleRefusal ?? (allow.every((role) => role === 'Operator') ? 'access_denied' : 'role_lacks_right');
  if (player.account === 'customer' && route.directory && !route.directory.some((role) => player.roles.includes(role)))
    return 'customer_global_admin_required';
  return (player.account === 'partner' ? partnerRefusal(route, player) : undefined) ?? customerRefusal(route, customer);
}

function partnerRefusal(route: Route, player: Player): string | undefined {
  if (route.accounts && !route.accounts.includes(player.programRole!)) return route.accountRefusal ?? 'access_denied';
  if ((isWrite(route) || route.newBusiness) && !route.beforeAgreement && !player.isSigned)
    return 'program_agreement_unsigned';
  return route.newBusiness && !player.isActive ? 'account_not_active' : undefined;
}

function customerRefusal(route: Route, customer: 'own' | 'foreign' | 'malformed'): string | undefined {
  if (route.customer === undefined || customer === 'own') return undefined;
  const isNamed = customer === 'malformed' && route.refusals.includes('invalid_customer_id');
  return isNamed ? 'invalid_customer_id' : 'no_relationship';
}

/** Refusals of authorisation: what an operation that was reached does not answer, unless its route lists it. */
export const AUTHORISATION: readonly GeneralRefusal[] = [
  'unauthenticated',
  'access_denied',
  'role_lacks_right',
  'program_agreement_unsigned',
  'account_not_active',
  'no_relationship',
  'delegated_admin_required',
];
