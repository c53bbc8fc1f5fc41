import type { NewEvent } from '../../../../shared/contracts/events.ts';
import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { linkHash } from '../../../../shared/identity/links.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { linkedUserWrites, type User } from '../../people/index.ts';
import { changeStatus, isEnded, isRunning, type Partner } from '../domain/partner.ts';
import type { programRoutes } from '../routes.ts';
import { choiceStore } from '../store/choice-store.ts';
import { partnerStore } from '../store/partner-store.ts';
import { agreementChanged } from './agreement-event.ts';
import type { Deps } from './dependencies.ts';
import { firstUserName, toPartnerWire } from './partner-wire.ts';

type Change = typeof programRoutes.changePartner;

/**
 * Changes a partner account: status by the table of transitions (PRG-2, PRG-7), network id, registrar. An end of its agreement
 * is told as one by its day is (NOT-2). Out of business, its
 * customers are to be mailed the choice of another partner (PRG-9). With the approval
 * the first user is made: global admin and nothing else (ROL-1), with a mailed link to set a password. The issuer learns
 * of the user after the change is stored; a repeat of the approval, or the link itself, heals an interruption.
 */
export const changePartner: Operation<Change, Deps> = (call, deps) => retryOnConflict(() => attempt(call, deps));

const attempt = async (call: Call<Change>, deps: Deps): ReturnType<Operation<Change, Deps>> => {
  const partners = partnerStore(deps.table);
  const before = await partners.load(call.path.partnerId);
  if (!before) return refuse('resource_not_found');
  if (!etagMatches(call.ifMatch, etagOf(before.partnerId, before.version))) return refuse('stale_etag');
  const { status = before.status, mpnId, isDomainRegistrar } = call.body;
  const changed = changeStatus(before, status, call.at);
  if (!changed.ok) return changed;
  const user = status === 'approved' ? firstUser(changed.value, call) : undefined;
  const after = { ...changed.value, ...given({ mpnId, isDomainRegistrar }), ...admitted(changed.value, user) };
  if (isSame(before, after)) {
    if (user) await deps.identity.createUser(user);
    return ok({ status: 200, body: toPartnerWire(before) });
  }
  const isNew = user !== undefined && before.primaryAdmin.userId === undefined;
  await deps.table.write([
    ...(await partners.writes(before, after, occasionOf(call), endOf(before, after, call))),
    ...(isNew ? firstUserWrites(user, after, call, deps) : []),
    ...(status === 'outOfBusiness' && before.status !== status
      ? [choiceStore(deps.table).begin({ partnerId: before.partnerId, since: call.at })]
      : []),
  ]);
  if (user) await deps.identity.createUser(user);
  return ok({ status: 200, body: toPartnerWire({ ...after, version: before.version + 1 }) });
};

/** The end of an agreement that ran until now, by the operator's word or by its day: whoever records it first tells of it. */
const endOf = (before: Partner, after: Partner, { at }: Call<Change>): NewEvent[] => {
  const { agreement } = after;
  return agreement && isRunning(before) && isEnded(after)
    ? [agreementChanged({ ...after, agreement }, 'ended', at)]
    : [];
};

const isSame = (a: Partner, b: Partner): boolean =>
  a.status === b.status &&
  a.mpnId === b.mpnId &&
  a.isDomainRegistrar === b.isDomainRegistrar &&
  a.primaryAdmin.userId === b.primaryAdmin.userId;

const admitted = ({ primaryAdmin }: Partner, user: User | undefined): Partial<Partner> =>
  user ? { primaryAdmin: { ...primaryAdmin, userId: user.userId } } : {};

/** The id is derived from the tenant, so that every repeat means the same user. */
const firstUser = (partner: Partner, call: Call<Change>): User => ({
  tenantId: partner.partnerId,
  userId: guidFromHex(linkHash(`first user of ${partner.partnerId}`)),
  version: 0,
  of: 'partner',
  userPrincipalName: firstUserName(partner),
  displayName: partner.primaryAdmin.displayName,
  email: partner.primaryAdmin.email,
  agentRoles: [],
  isGlobalAdmin: true,
  state: 'active',
  createdAt: call.at,
  passwordGeneration: 1,
});

const firstUserWrites = (user: User, partner: Partner, call: Call<Change>, deps: Deps): Write[] =>
  linkedUserWrites(user, { organization: partner.companyName, root: call.root, occasion: occasionOf(call) }, deps);
