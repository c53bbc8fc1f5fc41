import { BillingExported } from '../../../../events/billing.ts';
import { addDays } from '../../../../shared/kernel/time.ts';
import { type ExportFile, exportContributor } from '../../../../shared/messaging/export/contribute.ts';
import { type Assignment, assignmentOf, assignmentsQuery, productStore } from '../../own-products/index.ts';
import { customerBooksQuery, type PriceRule, priceBookOf } from '../../price-books/index.ts';
import { contributionKey } from '../store/keys.ts';
import type { CustomerDataDeps } from './dependencies.ts';

type BillingFile = ExportFile<CustomerDataDeps>;

const ownProducts: BillingFile = {
  name: 'billing/partner-products.jsonl',
  about: 'products and services of partners that the customer has, or had, with their prices',
  places: ({ partnerIds, customerId }) => partnerIds.map((partnerId) => assignmentsQuery(partnerId, customerId)),
  async rows(items, _, { table }) {
    const assignments = items.map(assignmentOf);
    const [first] = assignments;
    if (!first) return [];
    // A page is of one partner.
    const products = await productStore(table).byIds(
      first.partnerId,
      assignments.map(({ productId }) => productId),
    );
    return assignments.map((each) => assignmentRow(each, products.get(each.productId)));
  },
};

const assignmentRow = (of: Assignment, product: { readonly sku: string; readonly name: string } | undefined) => ({
  id: of.assignmentId,
  partnerId: of.partnerId,
  productId: of.productId,
  sku: product?.sku,
  name: product?.name,
  billingFrequency: of.billingFrequency,
  unitPrice: of.unitPrice,
  currency: of.currency,
  ...(of.billingFrequency === 'oneTime' && { instalments: of.instalments }),
  quantities: of.quantities,
  startOn: of.startOn,
  ...(of.end && { endOn: addDays(of.end.on, -1) }),
});

const agreedPrices: BillingFile = {
  name: 'billing/agreed-prices.jsonl',
  about: 'prices that partners have agreed with the customer, as they were from each day on',
  places: ({ partnerIds, customerId }) => partnerIds.map((partnerId) => customerBooksQuery(partnerId, customerId)),
  rows: (items) =>
    items.map(priceBookOf).map(({ partnerId, from, rules }) => ({ partnerId, from, rules: rules.map(ruleRow) })),
};

/** What a partner adds to its own cost is its own affair; the customer's is that such a rule is agreed. */
const ruleRow = ({ value, ...rule }: PriceRule) => (rule.method === 'costPlusPercent' ? rule : { ...rule, value });

export const billingFiles: readonly BillingFile[] = [ownProducts, agreedPrices];

/** Adds what partners sell to the customer of their own, and at what prices, to an export (CUS-6). */
export const contributeBilling = exportContributor<CustomerDataDeps>({
  context: 'billing',
  tells: BillingExported,
  files: billingFiles,
  keyOf: contributionKey,
});
