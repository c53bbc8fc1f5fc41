import type * as z from 'zod';
import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { matches, parseFilter } from '../../../../shared/http/filter.ts';
import { SEEK, seekPage } from '../../../../shared/http/seek.ts';
import { programRoleOf } from '../../../../shared/identity/caller.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { type Partner, partnerStore } from '../../program/index.ts';
import type * as s from '../../schemas.ts';
import type { relationshipsRoutes } from '../routes.ts';
import { pairStore } from '../store/pair-store.ts';
import { partnershipStore } from '../store/partnership-store.ts';
import type { Deps } from './dependencies.ts';

type Routes = typeof relationshipsRoutes;
type RelationshipWire = z.input<typeof s.PartnerRelationship>;
type RelationshipType = RelationshipWire['relationshipType'];

/** The other partner of a partnership. */
export const toRelationshipWire = (partner: Partner, relationshipType: RelationshipType): RelationshipWire => ({
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
  const isWanted = ({ companyName }: Partner) => matches(filter.value, { Name: companyName });
  const partnerships = partnershipStore(table);
  const list =
    type === 'is_indirect_reseller_of'
      ? partnerships.providersOf(own, isWanted)
      : partnerships.resellersOf(own, isWanted);
  const page = await seekPage(call, list, SEEK);
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  const shown = items.map((partner) => toRelationshipWire(partner, type));
  return ok({ status: 200, body: collection(shown, links, token) });
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
