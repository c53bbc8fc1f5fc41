import { InvitationMailRequested } from '../../../../events/tenancy.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { partnerStore } from '../../program/index.ts';
import type { Invitation } from '../domain/invitation.ts';
import type { invitationsRoutes } from '../routes.ts';
import { invitationKey } from '../store/keys.ts';
import type { Deps } from './dependencies.ts';
import { checkMayInvite, presentInvitation } from './invitations.ts';

type MailIt = typeof invitationsRoutes.mailInvitation;

/**
 * Has the invitation mailed (REL-1). The mail writer derives the link itself: no token is in the event. Answers go to
 * the partner's support address.
 */
export const mailInvitation: Operation<MailIt, Deps> = async (call, deps) => {
  const may = checkMayInvite(call.caller);
  if (!may.ok) return may;
  const invitation = await presentInvitation({ partnerId: call.caller.tenantId, type: 'reseller-invitation' }, deps);
  const partner = await partnerStore(deps.table).load(invitation.partnerId);
  const request = mailRequest(call, invitation, partner?.profiles.support.email);
  // A request is an aggregate of its own, saved once: the invitation itself does not change.
  const key = invitationKey({ ...invitation, type: `${invitation.type}#MAIL#${call.once.id('mail')}` });
  await deps.table.write([
    ...outboxWrite({ aggregate: key, version: 1, events: [request], cause: call.cause }),
    ...call.once.complete({ status: 202 }),
  ]);
  return ok({ status: 202 });
};

const mailRequest = (call: Call<MailIt>, invitation: Invitation, replyTo: string | undefined) =>
  newEvent(
    InvitationMailRequested,
    { tenantId: invitation.partnerId, aggregateId: call.once.id('mail'), occurredAt: call.at },
    {
      partnerId: invitation.partnerId,
      partnerName: call.caller.account.name,
      to: call.body.to,
      locale: call.body.locale ?? call.locale,
      root: call.root,
      invitationKind: 'reseller-invitation',
      generation: invitation.generation,
      ...given({ replyTo, message: call.body.message || undefined }),
    },
  );
