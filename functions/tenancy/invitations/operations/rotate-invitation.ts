import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { InvitationLink } from '../domain/invitation.ts';
import type { invitationsRoutes } from '../routes.ts';
import { linkStore } from '../store/link-store.ts';
import type { Deps } from './dependencies.ts';
import { checkMayInvite, presentLink } from './invitations.ts';
import { invitationHash, invitationHashes } from './links.ts';
import { toRelationshipRequestWire } from './relationship-request-wire.ts';

type Rotate = typeof invitationsRoutes.rotateInvitation;

/** Withdraws the present link, which answers 404 from then on, and gives a new one (REL-1). */
export const rotateInvitation: Operation<Rotate, Deps> = async (call, deps) => {
  const may = checkMayInvite(call.caller);
  return may.ok ? retryOnConflict(() => attempt(call, deps)) : may;
};

const attempt = async (
  { caller, root, locale, once }: Call<Rotate>,
  deps: Deps,
): ReturnType<Operation<Rotate, Deps>> => {
  const kind = 'reseller-invitation';
  const before = await presentLink({ partnerId: caller.tenantId, kind }, deps);
  const known = (await linkStore(deps.table).invitation(before)) ?? before;
  const after: InvitationLink = { ...known, generation: known.generation + 1 };
  const about = { partnerName: caller.account.name, root, locale };
  const body = toRelationshipRequestWire({ ...after, kind }, about, deps);
  const hashes = { old: invitationHashes(known, deps), new: invitationHash(after, deps) };
  await deps.table.write([
    ...linkStore(deps.table).invitationWrites(known, after, hashes),
    ...once.complete({ status: 201, body }),
  ]);
  return ok({ status: 201, body });
};
