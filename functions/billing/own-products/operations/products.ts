import type * as z from 'zod';
import { PartnerProductChanged } from '../../../../events/billing.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { collection, link } from '../../../../shared/contracts/wire.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { retryOnConflict, type Write } from '../../../../shared/dynamo/table.ts';
import { etagMatches, etagOf } from '../../../../shared/http/etag.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { alike, given } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import type { Product } from '../domain/product.ts';
import { ITEMS_PER_PAGE, type PartnerProduct } from '../schemas.ts';
import { productKey } from '../store/keys.ts';
import { productStore, productWrite } from '../store/product-store.ts';
import type { OwnProductsOperation as Op } from './dependencies.ts';

/** BIL-7: adds a product, in the partner's billing currency, because its bills are converted from that alone (B6). */
export const createPartnerProduct: Op<'createPartnerProduct'> = async (call, { table }) => {
  const { body, caller, once } = call;
  const { currency } = caller.account.partner!;
  if ((body.currencyCode ?? currency) !== currency) return mismatch(currency);
  const { currencyCode: _, taxable, ...described } = body;
  const product: Product = {
    ...{ partnerId: caller.tenantId, productId: once.id('product'), currency },
    ...{ ...described, isTaxable: taxable, status: 'active', version: 0 },
  };
  const reply = { status: 201 as const, body: toWireProduct({ ...product, version: 1 }) };
  await table.write([...saveWrites(product, call), ...once.complete(reply)]);
  return ok(reply);
};

/** BIL-7: the own products, by id: a page costs its items. */
export const listPartnerProducts: Op<'listPartnerProducts'> = async (call, { table }) => {
  const page = await seekPage(call, productStore(table).list(call.caller.tenantId), { sizeDefault: ITEMS_PER_PAGE });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: collection(items.map(toWireProduct), links, token) });
};

export const viewPartnerProduct: Op<'viewPartnerProduct'> = async ({ caller, path }, { table }) => {
  const product = await productStore(table).load(caller.tenantId, path.partnerProductId);
  return product ? ok({ status: 200, body: toWireProduct(product) }) : refuse('resource_not_found');
};

/** BIL-7: changes what assignments and bills to come go by. What is assigned keeps frequency and price. */
export const changePartnerProduct: Op<'changePartnerProduct'> = (call, { table }) =>
  retryOnConflict<Awaited<ReturnType<Op<'changePartnerProduct'>>>>(async () => {
    const before = await productStore(table).load(call.caller.tenantId, call.path.partnerProductId);
    if (!before) return refuse('resource_not_found');
    if (call.ifMatch === undefined || !etagMatches(call.ifMatch, etagOfProduct(before))) return refuse('stale_etag');
    const { billingFrequency, currencyCode, taxable, ...described } = call.body;
    if ((billingFrequency ?? before.billingFrequency) !== before.billingFrequency)
      return refuse('invalid_property', {
        field: 'billingFrequency',
        description: 'billingFrequency: never changes; add another product.',
      });
    if ((currencyCode ?? before.currency) !== before.currency) return mismatch(before.currency);
    const after: Product = { ...before, ...given({ ...described, isTaxable: taxable }) };
    const version = await saved(before, after, call, table);
    return ok({ status: 200, body: toWireProduct({ ...after, version }) });
  });

/** BIL-7: no assignment from now on; a retired product stays as it is. */
export const retirePartnerProduct: Op<'retirePartnerProduct'> = (call, { table }) =>
  retryOnConflict<Awaited<ReturnType<Op<'retirePartnerProduct'>>>>(async () => {
    const before = await productStore(table).load(call.caller.tenantId, call.path.partnerProductId);
    if (!before) return refuse('resource_not_found');
    if (!etagMatches(call.ifMatch, etagOfProduct(before))) return refuse('stale_etag');
    await saved(before, { ...before, status: 'retired' }, call, table);
    return ok({ status: 204 });
  });

const mismatch = (currency: string) =>
  refuse('product_currency_mismatch', { field: 'currencyCode', description: `You are billed in ${currency}.` });

/** The version that is stored in the end; where nothing changes nothing is written. */
async function saved(before: Product, after: Product, occasion: Occasion, table: { write(writes: Write[]): unknown }) {
  if (alike(before, after)) return before.version;
  await table.write(saveWrites(after, occasion));
  return before.version + 1;
}

/** A save costs the product and its event. */
function saveWrites(product: Product, { at, cause }: Occasion): Write[] {
  const { partnerId, productId, billingFrequency, status } = product;
  const event = newEvent(
    PartnerProductChanged,
    { tenantId: partnerId, aggregateId: productId, occurredAt: at },
    { productId, partnerId, billingFrequency, status },
  );
  const aggregate = productKey(partnerId, productId);
  return [productWrite(product), ...outboxWrite({ aggregate, version: product.version + 1, events: [event], cause })];
}

const etagOfProduct = ({ productId, version }: Product): string => etagOf(productId, version);

const toWireProduct = (product: Product): z.input<typeof PartnerProduct> => ({
  id: product.productId,
  sku: product.sku,
  name: product.name,
  description: product.description,
  billingFrequency: product.billingFrequency,
  unitPrice: Number(product.unitPrice),
  currencyCode: product.currency,
  taxable: product.isTaxable,
  status: product.status,
  links: { self: link(`/partner/products/${product.productId}`) },
  attributes: { objectType: 'PartnerProduct', etag: etagOfProduct(product) },
});
