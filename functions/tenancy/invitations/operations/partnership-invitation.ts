import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { messagePage } from '../../../../shared/pages/message-page.ts';
import { pageReply } from '../../../../shared/pages/page-reply.ts';
import { type Partner, partnerStore } from '../../program/index.ts';
import { checkPartnership, type Partnership, partnershipStore, toRelationshipWire } from '../../relationships/index.ts';
import { noInvitation } from '../pages/no-invitation.ts';
import type { invitationsRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';
import { invitationToken, linkedInvitation } from './invitation-links.ts';
import { presentInvitation } from './invitations.ts';

type Routes = typeof invitationsRoutes;

/** The provider's invitation to resellers that want to work under it (REL-7). */
export const viewPartnershipRequest: Operation<Routes['viewPartnershipRequest'], Deps> = async (
  { caller, root },
  deps,
) => {
  const invitation = await presentInvitation({ partnerId: caller.tenantId, type: 'partnership' }, deps);
  const url = `${root}/partnerships/${invitationToken(invitation, deps)}`;
  return ok({ status: 200, body: { url, attributes: { objectType: 'RelationshipRequest' } } });
};

async function providerOf(token: string, deps: Pick<Deps, 'table' | 'linkSecret'>): Promise<Partner | undefined> {
  const linked = await linkedInvitation(token, deps);
  return linked?.type === 'partnership' ? await partnerStore(deps.table).load(linked.partnerId) : undefined;
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
  const may = checkPartnership(provider, reseller, call.at);
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
