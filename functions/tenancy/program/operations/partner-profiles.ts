import { link } from '../../../../shared/contracts/wire.ts';
import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import type { Cause } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { CallBase, Operation } from '../../../../shared/http/call.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Partner } from '../domain/partner.ts';
import { changeBilling, changeLegal, changeOrganization, changeSupport } from '../domain/partner-profiles.ts';
import type { programRoutes } from '../routes.ts';
import { partnerStore } from '../store/partner-store.ts';
import type { Deps } from './dependencies.ts';
import { profileEtag, toLegalWire, toOrganizationWire, toPartnerBillingWire, toSupportWire } from './profile-wire.ts';

type Routes = typeof programRoutes;

async function ownPartner({ caller }: { caller: Caller }, { table }: Pick<Deps, 'table'>): Promise<Partner> {
  const partner = await partnerStore(table).load(caller.tenantId);
  invariant(partner, 'the account record of a partner stands for a partner');
  return partner;
}

type ChangeCall = Pick<CallBase, 'at' | 'ifMatch'> & { readonly caller: Caller; readonly cause: Cause };

/** Loads, changes and saves the own partner; nothing is raised when nothing changes. */
const changeOwn = <Changed extends Result<Partner, Refusal>>(
  call: ChangeCall,
  deps: Pick<Deps, 'table'>,
  change: (before: Partner) => Changed,
): Promise<Changed> =>
  retryOnConflict(async () => {
    const before = await ownPartner(call, deps);
    const changed = change(before);
    if (!changed.ok || changed.value === before) return changed;
    const partners = partnerStore(deps.table);
    await deps.table.write(await partners.writes(before, changed.value, occasionOf(call)));
    return changed;
  });

/** `If-Match` counts first, then the etag that SDKs send back in the body; neither is stale (conventions 8). */
const isFresh = (call: ChangeCall, sent: { etag?: string | undefined } | undefined, etag: string): boolean =>
  (call.ifMatch ?? sent?.etag) === etag;

export const viewOrganizationProfile: Operation<Routes['viewOrganizationProfile'], Deps> = async (call, deps) =>
  ok({ status: 200, body: toOrganizationWire(await ownPartner(call, deps)) });

/** Changes the organization profile (PRG-12). Refuses another id, tenant, domain or country. */
export const replaceOrganizationProfile: Operation<Routes['replaceOrganizationProfile'], Deps> = async (call, deps) => {
  const { attributes, defaultAddress, ...rest } = call.body;
  const changed = await changeOwn(call, deps, (before) => {
    if (!isFresh(call, attributes, profileEtag(before, 'organization'))) return refuse('stale_etag');
    return changeOrganization(before, given({ ...given(rest), address: defaultAddress && given(defaultAddress) }));
  });
  return changed.ok ? ok({ status: 200, body: toOrganizationWire(changed.value) }) : changed;
};

export const viewPartnerBillingProfile: Operation<Routes['viewPartnerBillingProfile'], Deps> = async (call, deps) =>
  ok({ status: 200, body: toPartnerBillingWire(await ownPartner(call, deps)) });

/** Changes the billing profile (PRG-12); currency and billing day are the program's (PRG-2, PRG-10). */
export const replacePartnerBillingProfile: Operation<Routes['replacePartnerBillingProfile'], Deps> = async (
  call,
  deps,
) => {
  const { attributes, address, primaryContact, ...rest } = call.body;
  const changed = await changeOwn(call, deps, (before) => {
    if (!isFresh(call, attributes, profileEtag(before, 'billing'))) return refuse('stale_etag');
    const nested = given({
      address: address && given(address),
      primaryContact: primaryContact && given(primaryContact),
    });
    return ok(changeBilling(before, { ...rest, ...nested }));
  });
  return changed.ok ? ok({ status: 200, body: toPartnerBillingWire(changed.value) }) : changed;
};

export const viewSupportProfile: Operation<Routes['viewSupportProfile'], Deps> = async (call, deps) =>
  ok({ status: 200, body: toSupportWire(await ownPartner(call, deps)) });

/** Changes the support contact that customers see (PRG-12, CUS-3). */
export const replaceSupportProfile: Operation<Routes['replaceSupportProfile'], Deps> = async (call, deps) => {
  const { value } = await changeOwn(call, deps, (before) => ok(changeSupport(before, call.body)));
  return ok({ status: 200, body: toSupportWire(value) });
};

/**
 * The legal profile (PRG-12): as it is now, as it was when its vetting was finished last (404 when none ever was), or
 * without a word on its vetting.
 */
export const viewLegalBusinessProfile: Operation<Routes['viewLegalBusinessProfile'], Deps> = async (call, deps) => {
  const partner = await ownPartner(call, deps);
  const { legal } = partner.profiles;
  const { vettingVersion = 'Current' } = call.query;
  if (vettingVersion === 'Current') return ok({ status: 200, body: toLegalWire(partner) });
  const unvetted = { ...legal, vettingStatus: 'none', vettingSubStatus: 'none' } as const;
  const profile = vettingVersion === 'None' ? unvetted : legal.lastFinalized;
  return profile ? ok({ status: 200, body: toLegalWire(partner, profile) }) : refuse('resource_not_found');
};

/** Changes the legal profile (PRG-12): it waits for the operator's vetting again. */
export const replaceLegalBusinessProfile: Operation<Routes['replaceLegalBusinessProfile'], Deps> = async (
  call,
  deps,
) => {
  const { address, primaryContact, companyApproverAddress, ...rest } = call.body;
  const nested = given({
    address: address && given(address),
    primaryContact: primaryContact && given(primaryContact),
    companyApproverAddress: companyApproverAddress && given(companyApproverAddress),
  });
  const { value } = await changeOwn(call, deps, (before) => ok(changeLegal(before, { ...rest, ...nested })));
  return ok({ status: 200, body: toLegalWire(value) });
};

/** The own network id; with `mpnId`, whether a partner of the program has that one (PRG-12). */
export const viewMpnProfile: Operation<Routes['viewMpnProfile'], Deps> = async (call, deps) => {
  const partners = partnerStore(deps.table);
  const asked = call.query.mpnId;
  const [holder] = asked === undefined ? [call.caller.tenantId] : await partners.withMpnId(asked);
  const partner = holder === undefined ? undefined : await partners.load(holder);
  if (partner?.mpnId === undefined) return refuse('organization_not_found');
  return ok({
    status: 200,
    body: {
      mpnId: partner.mpnId,
      partnerName: partner.companyName,
      profileType: 'MpnProfile',
      links: { self: link('/profiles/mpn') },
      attributes: { objectType: 'MpnProfile' },
    },
  });
};
