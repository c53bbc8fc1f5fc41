import { isGuid } from '../../../../shared/kernel/ids.ts';
import { domainStore } from '../../tenants/index.ts';
import type { Deps } from './dependencies.ts';

/** Word in place of a tenant where it is not known yet who will sign in (conventions 2.1). */
export const COMMON = 'common';

/** A tenant is named by its id or by one of its domains; undefined for a domain that nobody has. */
export async function tenantNamed(name: string, { table }: Pick<Deps, 'table'>): Promise<string | undefined> {
  return isGuid(name) ? name.toLowerCase() : await domainStore(table).holder(name);
}
