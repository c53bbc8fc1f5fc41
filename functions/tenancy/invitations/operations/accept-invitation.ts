import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { toPartnerLinkWire } from '../../relationships/index.ts';
import type { invitationsRoutes } from '../routes.ts';
import { acceptInvitationFor } from './acceptance.ts';
import type { Deps } from './dependencies.ts';

/** A customer's global admin accepts an invitation (REL-2, REL-3). The partner gets no mail (REL-5). */
export const acceptInvitation: Operation<typeof invitationsRoutes.acceptInvitation, Deps> = async (call, deps) => {
  const accepted = await acceptInvitationFor(call.path.token, call.caller, occasionOf(call), deps);
  if (!accepted.ok) return accepted;
  const { found, pair } = accepted.value;
  return ok({ status: 201, body: toPartnerLinkWire(found.partner, pair) });
};
