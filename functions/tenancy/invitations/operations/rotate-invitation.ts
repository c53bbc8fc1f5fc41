import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { Call, Operation } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { invitationsRoutes } from '../routes.ts';
import { invitationStore } from '../store/invitation-store.ts';
import type { Deps } from './dependencies.ts';
import { invitationHash, invitationHashes } from './invitation-links.ts';
import { checkMayInvite, presentInvitation } from './invitations.ts';
import { toRelationshipRequestWire } from './relationship-request-wire.ts';

type Rotate = typeof invitationsRoutes.rotateInvitation;

/** Withdraws the present invitation, whose link answers 404 from then on, and gives a new one (REL-1). */
export const rotateInvitation: Operation<Rotate, Deps> = async (call, deps) => {
  const may = checkMayInvite(call.caller);
  return may.ok ? retryOnConflict(() => attempt(call, deps)) : may;
};

const attempt = async (
  { caller, root, locale, once }: Call<Rotate>,
  deps: Deps,
): ReturnType<Operation<Rotate, Deps>> => {
  const type = 'reseller-invitation';
  const invitations = invitationStore(deps.table);
  const before = await presentInvitation({ partnerId: caller.tenantId, type }, deps);
  const known = (await invitations.load(before)) ?? before;
  const after = { ...known, type, generation: known.generation + 1 } as const;
  const about = { partnerName: caller.account.name, root, locale };
  const body = toRelationshipRequestWire(after, about, deps);
  const hashes = { old: invitationHashes(known, deps), new: invitationHash(after, deps) };
  await deps.table.write([...invitations.writes(known, after, hashes), ...once.complete({ status: 201, body })]);
  return ok({ status: 201, body });
};
