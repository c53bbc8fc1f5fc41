import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { type Caller, programRoleOf } from '../../../../shared/identity/caller.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { type Partner, partnerStore } from '../../program/index.ts';
import type { CustomerInvitationType, Invitation, InvitationType, LinkedInvitation } from '../domain/invitation.ts';
import { invitationStore } from '../store/invitation-store.ts';
import type { Deps } from './dependencies.ts';
import { invitationHash, linkedInvitation } from './invitation-links.ts';

/**
 * The partner's present invitation; made at the first look. Its link is the same every time, until it is withdrawn (REL-1).
 */
export const presentInvitation = <T extends InvitationType>(
  of: { readonly partnerId: string; readonly type: T; readonly resellerId?: string },
  deps: Pick<Deps, 'table' | 'linkSecret'>,
): Promise<Invitation & { readonly type: T }> =>
  retryOnConflict(async () => {
    const invitations = invitationStore(deps.table);
    const known = await invitations.load(of);
    if (known) return { ...(await findable(known, deps)), type: of.type };
    const first = { ...of, generation: 1, version: 0 };
    await deps.table.write(invitations.writes(undefined, first, { new: invitationHash(first, deps) }));
    return first;
  });

/** Since the link was last shown the secret may have been replaced: then its new token is entered beside the old one. */
async function findable(of: Invitation, deps: Pick<Deps, 'table' | 'linkSecret'>): Promise<Invitation> {
  const invitations = invitationStore(deps.table);
  const hash = invitationHash(of, deps);
  if (!(await invitations.linkedBy(hash))) await deps.table.write(invitations.anotherTokenWrites(of, hash));
  return of;
}

/** What a customer finds behind a link, and who invites it. */
export interface FoundInvitation {
  readonly invitation: LinkedInvitation & { readonly type: CustomerInvitationType };
  readonly partner: Partner;
}

/** Undefined for a withdrawn or unknown link, and for what is no customer's to accept. */
export async function findInvitation(
  token: string,
  deps: Pick<Deps, 'table' | 'linkSecret'>,
): Promise<FoundInvitation | undefined> {
  const linked = await linkedInvitation(token, deps);
  if (linked === undefined || linked.type === 'partnership') return undefined;
  const partner = await partnerStore(deps.table).load(linked.partnerId);
  return partner && { invitation: { ...linked, type: linked.type }, partner };
}

/**
 * May the caller invite customers to be its own (REL-7)? A reseller passes its provider's link on, and a sandbox has no
 * real customers.
 */
export function checkMayInvite(
  caller: Caller,
): Result<true, Refusal<'indirect_reseller_cannot_invite' | 'not_supported_in_environment'>> {
  if (programRoleOf(caller) === 'indirectReseller') return refuse('indirect_reseller_cannot_invite');
  if (caller.account.partner?.isSandbox) return refuse('not_supported_in_environment');
  return ok(true);
}
