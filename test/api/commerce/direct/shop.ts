import type { DirectoryRole, Role } from '../../../../shared/contracts/routes.ts';
import type { TokenClaims } from '../../../../shared/identity/token.ts';
import { accessWriter, aPartnerAccount, storeUser } from '../../../support/access.ts';
import { ids, offers, openStockedShop, type Shop, storeBuyer } from '../../../support/commerce.ts';
import type { MemoryTableHooks } from '../../../support/memory-table.ts';

/** A customer with people of its own, its partner, and what tenancy told of both. */
export interface DirectShop extends Shop {
  /** Global admin of the customer, and one of its plain users. */
  readonly admin: TokenClaims;
  readonly plain: TokenClaims;
  /** Admin agent of another partner, which has a relationship with the customer as well. */
  readonly otherSeller: TokenClaims;
}

const CUSTOMER_ROLES = (roles: readonly DirectoryRole[]): readonly Role[] => ['Customer', ...roles];

export async function openDirectShop(
  options: { at?: string; hooks?: MemoryTableHooks; delegatedAdmin?: boolean; partners?: boolean } = {},
): Promise<DirectShop> {
  const { delegatedAdmin = true, partners = true, ...opened } = options;
  const shop = await openStockedShop(opened);
  await storeBuyer(shop.table, { relationship: { delegatedAdmin, version: 1 } });
  await accessWriter(shop.table).account({
    tenantId: ids.otherPartner,
    name: 'Litware',
    domain: 'litware.example',
    country: 'US',
    partner: aPartnerAccount({ mpnId: '4500002' }),
  });
  await storeBuyer(shop.table, {
    partnerId: ids.otherPartner,
    relationship: { delegatedAdmin: true, version: 1 },
  });
  if (partners) {
    await shop.deliver([
      relationshipEvent(ids.partner),
      relationshipEvent(ids.otherPartner),
      supportEvent(ids.partner, { email: 'help@contoso.example', telephone: '+1 425 555 0100' }),
    ]);
  }
  return {
    ...shop,
    admin: await storeUser(shop.table, ids.customer, CUSTOMER_ROLES(['GlobalAdmin'])),
    plain: await storeUser(shop.table, ids.customer, CUSTOMER_ROLES([])),
    otherSeller: await storeUser(shop.table, ids.otherPartner, ['AdminAgent']),
  };
}

const envelope = (type: string, tenantId: string, aggregateId: string, aggregateVersion: number) => ({
  eventId: `${type} ${aggregateId} ${aggregateVersion}`,
  type,
  version: 1,
  source: 'tenancy' as const,
  occurredAt: '2026-02-01T00:00:00.000Z',
  tenantId,
  aggregateId,
  aggregateVersion,
  correlationId: 'test',
  causationId: 'test',
  actor: { tenantId, kind: 'user' as const },
});

export const erasedEvent = (partnerIds: readonly string[], page?: number) => ({
  ...envelope('CustomerErased', ids.customer, ids.customer, page ?? 1),
  occurredAt: '2026-02-11T00:00:00.000Z',
  detail: {
    customerId: ids.customer,
    partnerIds: [...partnerIds],
    ...(page !== undefined && { page }),
    country: 'US',
    reason: 'deprovisioned' as const,
  },
});

export const relationshipEvent = (partnerId: string, relationship = 'reseller', aggregateVersion = 1) => ({
  ...envelope('CustomerRelationshipChanged', partnerId, `${partnerId}#${ids.customer}`, aggregateVersion),
  detail: {
    partnerId,
    customerId: ids.customer,
    customerName: 'Fabrikam',
    customerDomain: 'fabrikam.example',
    customerCountry: 'US',
    before: { relationship: 'none', delegatedAdmin: false },
    after: { relationship, delegatedAdmin: true },
    source: 'invitation' as const,
  },
});

export const supportEvent = (partnerId: string, supportContact: object, aggregateVersion = 1) => ({
  ...envelope('PartnerChanged', partnerId, partnerId, aggregateVersion),
  detail: {
    partnerId,
    companyName: 'Contoso Resale',
    domain: 'contoso.example',
    programRole: 'directPartner' as const,
    status: 'active',
    country: 'US',
    region: 'US',
    currency: 'USD',
    billTo: { companyName: 'Contoso', address: { country: 'US' } },
    isSandbox: false,
    supportContact,
  },
});

export const myPath = '/v1/my/subscriptions';
export const directPath = `/v1/customers/${ids.customer}/directsubscriptions`;
export const loadPath = `/v1/operator/customers/${ids.customer}/directsubscriptions`;

let loaded = 0;
/** Loads direct subscriptions of E3, or of other offers, that began a year before the term's end. */
export async function loadDirect(
  shop: Shop,
  rows: readonly { quantity: number; offerId?: string; [name: string]: unknown }[],
): Promise<string[]> {
  const body = rows.map((row) => {
    loaded += 1;
    return { id: `0d000000-0000-4000-8000-${String(loaded).padStart(12, '0')}`, offerId: offers.e3, ...row };
  });
  const answer = await shop.send({ as: shop.operator, method: 'POST', path: loadPath, body });
  if (answer.status !== 201) throw new Error(answer.text);
  return answer.body.items.map(({ id }: { id: string }) => id);
}
