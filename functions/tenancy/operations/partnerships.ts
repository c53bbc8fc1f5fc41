import type * as z from 'zod';
import { collection } from '../../../shared/contracts/wire.ts';
import { retryOnConflict } from '../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../shared/http/call.ts';
import { programRoleOf } from '../../../shared/identity/caller.ts';
import { invariant } from '../../../shared/kernel/invariant.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import { matches, parseFilter } from '../domain/filter.ts';
import { given } from '../domain/given.ts';
import type { Partner } from '../domain/partner.ts';
import { checkPartnership, type Partnership } from '../domain/partnership.ts';
import { messagePage } from '../pages/invitation-pages.ts';
import { noInvitation } from '../pages/refusal-pages.ts';
import type { tenancyRoutes } from '../routes.ts';
import type * as s from '../schemas.ts';
import { pairStore } from '../store/pair-store.ts';
import { partnerStore } from '../store/partner-store.ts';
import { partnershipStore } from '../store/partnership-store.ts';
import { type Deps, occasionOf } from './dependencies.ts';
import { presentLink } from './invitations.ts';
import { findLink, invitationToken } from './links.ts';
import { pageReply } from './page-reply.ts';

type Routes = typeof tenancyRoutes.routes;
type RelationshipWire = z.input<typeof s.PartnerRelationship>;
type RelationshipType = RelationshipWire['relationshipType'];

/** The other partner of a partnership. */
const toRelationshipWire = (partner: Partner, relationshipType: RelationshipType): RelationshipWire => ({
  id: partner.partnerId,
  name: partner.companyName,
  relationshipType,
  state: 'Active',
  ...given({ mpnId: partner.mpnId }),
  location: partner.country,
  attributes: { objectType: 'PartnerRelationship' },
});

/**
 * Lists the resellers of a provider or the providers of a reseller (REL-7). Without a type the caller's own kind of
 * account decides, because some SDKs leave it out.
 */
export const listPartnerRelationships: Operation<Routes['listPartnerRelationships'], Deps> = async (
  call,
  { table },
) => {
  const filter = parseFilter(call.query.filter, ['Name'], ['substring', 'startswith', 'equals']);
  if (!filter.ok) return filter;
  const isReseller = programRoleOf(call.caller) === 'indirectReseller';
  const type =
    call.query.relationship_type ?? (isReseller ? 'is_indirect_reseller_of' : 'is_indirect_cloud_solution_provider_of');
  const own = call.caller.tenantId;
  const partnerships = partnershipStore(table);
  const others =
    type === 'is_indirect_reseller_of'
      ? (await partnerships.ofReseller(own)).map(({ providerId }) => providerId)
      : (await partnerships.ofProvider(own)).map(({ resellerId }) => resellerId);
  const partners = await Promise.all(others.map((partnerId) => partnerStore(table).load(partnerId)));
  const items = partners
    .filter((partner) => partner !== undefined)
    .filter(({ companyName }) => matches(filter.value, { Name: companyName }))
    .map((partner) => toRelationshipWire(partner, type));
  return ok({ status: 200, body: collection(items) });
};

/** The provider's link for resellers that want to work under it (REL-7). */
export const viewPartnershipRequest: Operation<Routes['viewPartnershipRequest'], Deps> = async (
  { caller, root },
  deps,
) => {
  const link = await presentLink({ partnerId: caller.tenantId, kind: 'partnership' }, deps);
  const url = `${root}/partnerships/${invitationToken(link, deps)}`;
  return ok({ status: 200, body: { url, attributes: { objectType: 'RelationshipRequest' } } });
};

async function providerOf(token: string, deps: Pick<Deps, 'table' | 'linkSecret'>): Promise<Partner | undefined> {
  const link = await findLink(token, deps);
  return link?.kind === 'partnership' ? await partnerStore(deps.table).load(link.partnerId) : undefined;
}

/** A reseller's global admin joins a provider of its region (REL-7). Repeating it is harmless. */
export const acceptPartnership: Operation<Routes['acceptPartnership'], Deps> = (call, deps) =>
  retryOnConflict(() => join(call, deps));

const join = async (
  call: Call<Routes['acceptPartnership']>,
  deps: Deps,
): ReturnType<Operation<Routes['acceptPartnership'], Deps>> => {
  const { table } = deps;
  const provider = await providerOf(call.path.token, deps);
  if (!provider) return refuse('invitation_not_found');
  const reseller = await partnerStore(table).load(call.caller.tenantId);
  invariant(reseller, 'the account record of a partner stands for a partner');
  const may = checkPartnership(provider, reseller);
  if (!may.ok) return may;
  const partnerships = partnershipStore(table);
  const ids = { providerId: provider.partnerId, resellerId: reseller.partnerId };
  const before = await partnerships.load(ids);
  const body = toRelationshipWire(provider, 'is_indirect_reseller_of');
  if (before?.isActive) {
    await table.write(call.once.complete({ status: 201, body }));
    return ok({ status: 201, body });
  }
  const after: Partnership = { ...ids, version: before?.version ?? 0, isActive: true, since: call.at };
  await table.write([
    ...partnerships.writes(before, after, reseller, occasionOf(call)),
    ...call.once.complete({ status: 201, body }),
  ]);
  return ok({ status: 201, body });
};

/** What the provider's link shows in a browser: who asks, and how a reseller joins. */
export const showPartnership: Operation<Routes['showPartnership'], Deps> = async (call, deps) => {
  const provider = await providerOf(call.path.token, deps);
  if (!provider) return pageReply(404, messagePage(noInvitation), { root: call.root }, deps);
  const html = messagePage({
    title: `${provider.companyName} asks resellers to join`,
    isNews: true,
    paragraphs: [
      `As an indirect reseller of ${provider.companyName} you bring customers; the provider orders for them and bills you.`,
      'A global administrator of your partner account joins from your own program. The key of this request is the last part of the address of this page.',
    ],
    action: { text: 'How to join', path: `${call.root}/docs#acceptPartnership` },
    support: { partnerName: provider.companyName, contact: provider.profiles.support },
  });
  return pageReply(200, html, { root: call.root }, deps);
};

/** Resellers tied to a customer; such items carry no state or location (REL-7). */
export const listCustomerRelationships: Operation<Routes['listCustomerRelationships'], Deps> = async (
  { caller, customer: { customerId } },
  { table },
) => {
  const { resellerId } = await pairStore(table).load({ partnerId: caller.tenantId, customerId });
  const reseller = resellerId === undefined ? undefined : await partnerStore(table).load(resellerId);
  if (!reseller) return ok({ status: 200, body: collection<RelationshipWire>([]) });
  const { state: _, location: __, ...item } = toRelationshipWire(reseller, 'is_indirect_cloud_solution_provider_of');
  return ok({ status: 200, body: collection([item]) });
};
