import type { Actor } from '../../../../shared/contracts/events.ts';
import type { Role } from '../../../../shared/contracts/routes.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { AccountRecord } from '../../../../shared/identity/access.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { type Customer, customerStore, isSyndication } from '../../customers/index.ts';
import { mayDoNewBusiness } from '../../program/index.ts';
import { applyPairEvent, type Pair, pairStore, partnershipStore } from '../../relationships/index.ts';
import { countriesOf, marketStore, regionNamedIn } from '../../tenants/index.ts';
import { type AcceptanceRefusal, checkAcceptance } from '../domain/invitation.ts';
import type { Deps } from './dependencies.ts';
import { type FoundInvitation, findInvitation } from './invitations.ts';

/** The signed-in person who accepts for its organization. */
export interface Accepter {
  readonly tenantId: string;
  readonly roles: ReadonlySet<Role>;
  readonly account: AccountRecord;
}
/** A person on a page acts for its tenant, like a user of the API. */
export const actorOfPerson = (person: { tenantId: string; userId: string }): Actor => ({
  tenantId: person.tenantId,
  principalId: person.userId,
  kind: 'user',
});
type MayRefusal = Refusal<AcceptanceRefusal | 'access_denied'>;

/** May this person accept the invitation for its organization (REL-2)? The page asks before it offers the button. */
export async function mayAccept(
  found: FoundInvitation,
  accepter: Accepter,
  at: Instant,
  deps: Pick<Deps, 'table'>,
): Promise<Result<true, MayRefusal>> {
  const may = await acceptingCustomer(found, accepter, at, deps);
  return may.ok ? ok(true) : may;
}

/** The customer that accepts, as it was when it was found to be allowed to. */
async function acceptingCustomer(
  { partner }: FoundInvitation,
  accepter: Accepter,
  at: Instant,
  { table }: Pick<Deps, 'table'>,
): Promise<Result<Customer | undefined, MayRefusal>> {
  const { account, tenantId, roles } = accepter;
  const customer = await customerStore(table).load(tenantId);
  if (!customer && !account.partner) return refuse('access_denied');
  const region = regionNamedIn(await marketStore(table).regions(), partner.region);
  const checked = checkAcceptance({
    accepter: {
      isPartnerTenant: account.partner !== undefined,
      isGlobalAdmin: roles.has('GlobalAdmin'),
      isSyndication: customer !== undefined && isSyndication(customer),
      country: customer?.country ?? account.country,
      isRejected: customer?.validation.status === 'notAllowed',
    },
    partner: {
      mayDoNewBusiness: mayDoNewBusiness(partner, at),
      regionCountries: region ? countriesOf(region) : [],
    },
  });
  return checked.ok ? ok(customer) : checked;
}

/**
 * Accepts an invitation (REL-2, REL-3): relationship and delegated administration with this partner, and nothing else.
 * Accepting again restores what was taken away (REL-6); when nothing changes, nothing is raised.
 */
export const acceptInvitationFor = (
  token: string,
  accepter: Accepter,
  occasion: Occasion,
  deps: Pick<Deps, 'table' | 'linkSecret'>,
): Promise<Result<{ found: FoundInvitation; pair: Pair }, MayRefusal | Refusal<'invitation_not_found'>>> =>
  retryOnConflict(async () => {
    const found = await findInvitation(token, deps);
    if (!found) return refuse('invitation_not_found');
    const may = await acceptingCustomer(found, accepter, occasion.at, deps);
    if (!may.ok) return may;
    invariant(may.value, 'no partner accepts');
    return ok({ found, pair: await join(found, may.value, occasion, deps) });
  });

/** Is all that the invitation asks for given already? Then there is nothing to accept (REL-3, REL-6). */
export async function isAccepted(
  { invitation }: FoundInvitation,
  customerId: string,
  at: Instant,
  { table }: Pick<Deps, 'table'>,
): Promise<boolean> {
  const pair = await pairStore(table).load({ partnerId: invitation.partnerId, customerId });
  return applyPairEvent(pair, eventOf(invitation), at, invitation.resellerId) === pair;
}

const eventOf = ({ type }: FoundInvitation['invitation']) =>
  type === 'reseller-invitation' ? 'customerAcceptedResellerInvitation' : 'customerAcceptedAdvisorInvitation';

/** Holds the customer as it was checked: one that the program excludes meanwhile enters nothing. */
async function join(
  { invitation }: FoundInvitation,
  customer: Customer,
  occasion: Occasion,
  { table }: Pick<Deps, 'table'>,
): Promise<Pair> {
  const [pairs, customers] = [pairStore(table), customerStore(table)];
  const before = await pairs.load({ partnerId: invitation.partnerId, customerId: customer.customerId });
  const event = eventOf(invitation);
  const resellerId = await presentReseller(invitation, table);
  const after = applyPairEvent(before, event, occasion.at, resellerId);
  if (after === before) return before;
  await table.write([
    ...(await pairs.changeWrites({ before, after, event, customer }, occasion)),
    customers.held(customer),
  ]);
  return after;
}

/** The reseller that passed the link on, as long as it works under the provider: a link outlives a partnership (REL-7). */
async function presentReseller(
  { partnerId: providerId, resellerId }: FoundInvitation['invitation'],
  table: Deps['table'],
): Promise<string | undefined> {
  if (resellerId === undefined) return undefined;
  const partnership = await partnershipStore(table).load({ providerId, resellerId });
  return partnership?.isActive ? resellerId : undefined;
}
