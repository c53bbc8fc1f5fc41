import { pagesOf, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { CustomDomain } from '../domain/custom-domain.ts';
import { type Family, families, isOfSellerAlone } from '../domain/service.ts';
import {
  customDomainKey,
  customDomainPartition,
  goneKey,
  type HeldIds,
  heldKey,
  heldPrefix,
  servicePartition,
} from './keys.ts';
import { customDomainItem, heldServiceItem } from './service-item.ts';

/** Which services a customer has, as commerce tells of its subscriptions. */
export const serviceStore = (table: Table) => ({
  /**
   * What is gone never comes back, so events may come in any order: what is held is kept once, and looked after whether it is
   * gone already. Of most events both are known: two read units.
   */
  async follow(ids: HeldIds, { isHeld, version }: { isHeld: boolean; version: number }): Promise<void> {
    const [held, gone] = [heldKey(ids), goneKey(ids)];
    const known = await table.batchGet([held, gone], { consistent: true });
    const [isKept, isGone] = [held, gone].map(({ sk }) => known.some((item) => item.sk === sk));
    if (!isHeld) {
      if (!isGone || isKept)
        await table.write([{ put: heldServiceItem.toItem(gone, { follows: version }) }, { delete: held }]);
      return;
    }
    if (!isKept && !isGone) await table.write([{ put: heldServiceItem.toItem(held, { follows: version }) }]);
    if (isKept ? isGone : !isGone && (await table.get(gone, { consistent: true })))
      await table.write([{ delete: held }]);
  },

  /**
   * Families of which the customer has a service that the partner may administer. One item of each is read, however many
   * subscriptions there are.
   */
  async familiesOf({ partnerId, customerId }: { partnerId: string; customerId: string }): Promise<readonly Family[]> {
    const found = await Promise.all(
      families.map(async (family) => {
        const beginsWith = heldPrefix({ family, ...(isOfSellerAlone(family) && { partnerId }) });
        const { items } = await table.query({ pk: servicePartition(customerId), sk: { beginsWith }, limit: 1 });
        return items.length > 0 ? [family] : [];
      }),
    );
    return found.flat();
  },
});

/** Names of a customer's custom domains, page by page. */
export async function* customDomainsOf(table: Table, customerId: string): AsyncGenerator<readonly string[]> {
  const query = { pk: customDomainPartition(customerId), sk: { beginsWith: 'DOMAIN#' }, consistent: true };
  for await (const items of pagesOf(table, query)) yield items.map((item) => customDomainItem.fromItem(item).name);
}

/** The write of a custom domain's particulars; the claim of its name and the customer's list of names stand beside it. */
export const customDomainWrite = (domain: CustomDomain): Write => ({
  put: customDomainItem.toItem(customDomainKey({ customerId: domain.customerId, domain: domain.name }), domain),
});
