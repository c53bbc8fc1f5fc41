import type { Role } from '../../shared/contracts/routes.ts';
import type { Table } from '../../shared/dynamo/table.ts';
import {
  type AccountRecord,
  accountItem,
  type CallerRecord,
  callerItem,
  type PartnerAccount,
  type RelationshipRecord,
  relationshipItem,
} from '../../shared/identity/access.ts';
import type { TokenClaims } from '../../shared/identity/token.ts';
import { day } from '../../shared/kernel/time.ts';
import { SIGN_IN_CLIENT } from './api.ts';

/**
 * Access records without tenancy: for tests of the dispatcher and of single contexts. What tenancy really writes is
 * tested with the whole program (`program.ts`).
 */
export const ids = {
  partner: '11111111-1111-4111-8111-111111111111',
  otherPartner: '22222222-2222-4222-8222-222222222222',
  customer: '33333333-3333-4333-8333-333333333333',
  foreignCustomer: '44444444-4444-4444-8444-444444444444',
  operator: '55555555-5555-4555-8555-555555555555',
};

export const aPartnerAccount = (change: Partial<PartnerAccount> = {}): PartnerAccount => ({
  programRole: 'directPartner',
  status: 'active',
  region: 'US',
  regionCountries: ['US'],
  currency: 'USD',
  cloud: 'global',
  isSandbox: false,
  agreementSignedOn: day('2026-01-05'),
  billingDay: 5,
  ...change,
});

export const accessWriter = (table: Table) => ({
  account: (record: AccountRecord) => table.write([{ put: accountItem(record) }]),
  caller: (record: CallerRecord) => table.write([{ put: callerItem(record) }]),
  relationship: (record: RelationshipRecord) => table.write([{ put: relationshipItem(record) }]),
});

export async function storePartner(
  table: Table,
  tenantId: string,
  change: Partial<PartnerAccount> = {},
): Promise<void> {
  await accessWriter(table).account({
    tenantId,
    name: 'Contoso Resale',
    domain: `p${tenantId.slice(0, 4)}.example`,
    country: 'US',
    partner: aPartnerAccount(change),
  });
}

export async function storeCustomer(
  table: Table,
  { partnerId, customerId }: { partnerId: string; customerId: string },
  change: Partial<RelationshipRecord> = {},
): Promise<void> {
  await accessWriter(table).account({
    tenantId: customerId,
    name: 'Fabrikam',
    domain: `c${customerId.slice(0, 4)}.example`,
    country: 'US',
    customer: { validation: 'allowed', qualification: 'none', isSyndication: false },
  });
  const relationship = { relationship: 'reseller', delegatedAdmin: true, agreements: [] } as const;
  await accessWriter(table).relationship({ partnerId, customerId, ...relationship, ...change });
}

/** Stores a user with these roles and answers the claims of its token. */
export async function storeUser(table: Table, tenantId: string, roles: readonly Role[]): Promise<TokenClaims> {
  const principalId = `user-${roles.join('-') || 'none'}`;
  const userPrincipalName = `${principalId}@contoso.example`;
  const record = { tenantId, principalId, kind: 'user', roles, displayName: principalId, isActive: true } as const;
  await accessWriter(table).caller({ ...record, userPrincipalName });
  return { tenantId, userId: principalId, applicationId: SIGN_IN_CLIENT, hasMfa: true };
}

/** Stores an application and answers the claims of its app-only token. */
export async function storeApplication(
  table: Table,
  tenantId: string,
  change: Partial<CallerRecord> = {},
): Promise<TokenClaims> {
  const principalId = change.principalId ?? 'application';
  const record = { kind: 'application', roles: [], displayName: principalId, isActive: true } as const;
  await accessWriter(table).caller({ ...record, ...change, tenantId, principalId });
  return { tenantId, applicationId: principalId, hasMfa: false };
}
