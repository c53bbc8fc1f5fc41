import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { Product } from '../domain/product.ts';
import { partnerProductItem } from './items.ts';
import { productKey, productsQuery } from './keys.ts';

export const productStore = (table: Table) => ({
  /** A partner's product, consistently; another partner's is not there. */
  async load(partnerId: string, productId: string): Promise<Product | undefined> {
    const item = await table.get(productKey(partnerId, productId), { consistent: true });
    return item && partnerProductItem.fromItem(item);
  },

  /** Some of a partner's products, by id: a read unit for each. */
  async byIds(partnerId: string, productIds: Iterable<string>): Promise<ReadonlyMap<string, Product>> {
    const keys = [...new Set(productIds)].map((productId) => productKey(partnerId, productId));
    const products = (await table.batchGet(keys, { consistent: true })).map(partnerProductItem.fromItem);
    return new Map(products.map((product) => [product.productId, product]));
  },

  /** Those of a partner, by id. */
  list: (partnerId: string): SoughtList<Product> =>
    soughtList(table, [productsQuery(partnerId)], { of: partnerProductItem.fromItem }),
});

/** Saves the product as its next version, on condition that nobody changed it since it was read; version 0 is new. */
export const productWrite = (product: Product): Write =>
  putIfVersion(
    partnerProductItem.toItem(productKey(product.partnerId, product.productId), {
      ...product,
      version: product.version + 1,
    }),
    product.version,
  );

/** Holds that a product is as it was read. */
export const productUnchanged = ({ partnerId, productId, version }: Product): Write => ({
  check: productKey(partnerId, productId),
  if: { kind: 'equals', values: { version } },
});
