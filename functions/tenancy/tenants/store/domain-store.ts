import { putNew, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import { domainItem } from './domain-item.ts';
import { domainKey } from './keys.ts';

export interface DomainClaim {
  readonly domain: string;
  readonly tenantId: string;
}

/** Domains in use, by partners, customers and the operator alike: a domain belongs to one tenant (CUS-1). */
export const domainStore = (table: Table) => ({
  /** Reads consistently: who holds the domain now? */
  async holder(domain: string): Promise<string | undefined> {
    const item = await table.get(domainKey(domain), { consistent: true });
    return item && domainItem.fromItem(item).tenantId;
  },
  /** The write that frees a domain of the tenant. */
  release: ({ domain, tenantId }: DomainClaim): Write => ({
    delete: domainKey(domain),
    if: { kind: 'equals', values: { tenantId } },
  }),

  /** The write that takes a free domain; it fails when another tenant was first. */
  claim: ({ domain, tenantId }: DomainClaim): Write => putNew(domainItem.toItem(domainKey(domain), { tenantId })),
});
