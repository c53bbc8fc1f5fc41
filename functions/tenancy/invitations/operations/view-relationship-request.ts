import type { Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { partnershipStore } from '../../relationships/index.ts';
import type { invitationsRoutes } from '../routes.ts';
import type { Deps } from './dependencies.ts';
import { checkMayInvite, presentInvitation } from './invitations.ts';
import { toRelationshipRequestWire } from './relationship-request-wire.ts';

/**
 * The partner's invitation link with a mail text (REL-1): the same for every customer, until it is withdrawn. With
 * `indirectResellerId` the link remembers which reseller of the provider passes it on (REL-7).
 */
export const viewRelationshipRequest: Operation<typeof invitationsRoutes.viewRelationshipRequest, Deps> = async (
  { caller, query, root, locale },
  deps,
) => {
  const may = checkMayInvite(caller);
  if (!may.ok) return may;
  const resellerId = query.indirectResellerId;
  if (resellerId !== undefined) {
    const partnership = await partnershipStore(deps.table).load({ providerId: caller.tenantId, resellerId });
    if (!partnership?.isActive) return refuse('associated_partner_invalid', { field: 'indirectResellerId' });
  }
  const type = 'reseller-invitation' as const;
  const invitation = await presentInvitation(given({ partnerId: caller.tenantId, type, resellerId }), deps);
  const about = { partnerName: caller.account.name, root, locale };
  return ok({ status: 200, body: toRelationshipRequestWire(invitation, about, deps) });
};
