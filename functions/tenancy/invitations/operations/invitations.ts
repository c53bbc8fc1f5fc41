import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { type Caller, programRoleOf } from '../../../../shared/identity/caller.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { type Partner, partnerStore } from '../../program/index.ts';
import type { InvitationKind, InvitationLink } from '../domain/invitation.ts';
import { type LinkRecord, linkStore } from '../store/link-store.ts';
import type { Deps } from './dependencies.ts';
import { findLink, invitationHash } from './links.ts';

type LinkOf = Pick<InvitationLink, 'partnerId' | 'kind'> & { readonly resellerId?: string };

/**
 * The partner's present link; made at the first look. The same link every time, until it is withdrawn (REL-1).
 */
export const presentLink = (of: LinkOf, deps: Pick<Deps, 'table' | 'linkSecret'>): Promise<InvitationLink> =>
  retryOnConflict(async () => {
    const links = linkStore(deps.table);
    const known = await links.invitation(of);
    if (known) return findable(known, deps);
    const first: InvitationLink = { ...of, generation: 1, version: 0 };
    await deps.table.write(links.invitationWrites(undefined, first, { new: invitationHash(first, deps) }));
    return first;
  });

/** Since the link was last shown the secret may have been replaced: then its new token is entered beside the old one. */
async function findable(link: InvitationLink, deps: Pick<Deps, 'table' | 'linkSecret'>): Promise<InvitationLink> {
  const links = linkStore(deps.table);
  const hash = invitationHash(link, deps);
  if (!(await links.find(hash))) await deps.table.write(links.anotherTokenWrites(link, hash));
  return link;
}

/** Who invites whom to what; undefined for a withdrawn or unknown link. */
export interface Invitation {
  readonly link: Extract<LinkRecord, { partnerId: string }> & { readonly kind: InvitationKind };
  readonly partner: Partner;
}

export async function findInvitation(
  token: string,
  deps: Pick<Deps, 'table' | 'linkSecret'>,
): Promise<Invitation | undefined> {
  const link = await findLink(token, deps);
  if (link === undefined || link.kind === 'partnership') return undefined;
  const partner = await partnerStore(deps.table).load(link.partnerId);
  return partner && { link: { ...link, kind: link.kind }, partner };
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
