import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

// --- tenants ---------------------------------------------------------------------------------------------------------
/** Whose domain is it? One namespace for all tenants. */
export const domainKey = (domain: string): Key => ({ pk: `TENANCY#DOMAIN#${domain.toLowerCase()}`, sk: 'DOMAIN' });
