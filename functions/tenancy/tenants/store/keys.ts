import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

// --- tenants ---------------------------------------------------------------------------------------------------------
/** Whose domain is it? One namespace for all tenants. */
export const domainKey = (domain: string): Key => ({ pk: `TENANCY#DOMAIN#${domain.toLowerCase()}`, sk: 'DOMAIN' });
/** Was this tenant erased? Its id stays in logs and on invoices, and is nobody else's for ever. */
export const erasedTenantKey = (tenantId: string): Key => ({ pk: `TENANCY#${tenantId}#ERASED`, sk: 'ERASED' });
/** The program's regions, since the operator first changed them. */
export const regionTableKey: Key = { pk: 'TENANCY#PROGRAM#REGIONS', sk: 'TABLE' };
/** What a market asks, since the operator first changed it. */
export const countryRulesKey = (country: string): Key => ({ pk: `TENANCY#MARKET#${country}`, sk: 'RULES' });
