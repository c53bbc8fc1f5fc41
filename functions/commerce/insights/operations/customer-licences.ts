import { collection } from '../../../../shared/contracts/wire.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { subscriptionStore } from '../../subscriptions/index.ts';
import { percentOf, soldPlans } from '../domain/rows.ts';
import type { InsightsDeps, InsightsOperation } from './dependencies.ts';
import { rowsOfLicences } from './make-rows.ts';

/** SUB-8: of each product, what the partner sold to a customer and how much of it is deployed. */
export const listCustomerLicenseDeployment: InsightsOperation<'listCustomerLicenseDeployment'> = async (
  { caller, customer: { customerId }, at },
  deps,
) => {
  const { deployment } = await ofCustomer({ partnerId: caller.tenantId, customerId, at }, deps);
  const items = deployment.map((row) => ({
    licensesDeployed: Number(row.licensesDeployed),
    licensesSold: Number(row.licensesSold),
    deploymentPercent: percentOf(Number(row.licensesDeployed), Number(row.licensesSold)),
    ...common(row),
    attributes: { objectType: 'CustomerLicensesDeploymentInsights' as const },
  }));
  return ok({ status: 200, body: collection(items) });
};

/** SUB-8: of each workload of each product, how much of what is deployed is in use. */
export const listCustomerLicenseUsage: InsightsOperation<'listCustomerLicenseUsage'> = async (
  { caller, customer: { customerId }, at },
  deps,
) => {
  const { usage } = await ofCustomer({ partnerId: caller.tenantId, customerId, at }, deps);
  const items = usage.map((row) => ({
    workloadCode: String(row.workloadCode),
    workloadName: String(row.workloadName),
    usagePercent: percentOf(Number(row.licensesActive), Number(row.licensesQualified)),
    licensesActive: Number(row.licensesActive),
    licensesQualified: Number(row.licensesQualified),
    ...common(row),
    attributes: { objectType: 'CustomerLicensesUsageInsights' as const },
  }));
  return ok({ status: 200, body: collection(items) });
};

type LicenceRow = Awaited<ReturnType<typeof rowsOfLicences>>['deployment'][number];

const common = (row: LicenceRow) => ({
  customerId: String(row.customerTenantId),
  customerName: String(row.customerName ?? ''),
  productName: String(row.productName),
  serviceCode: String(row.serviceCode),
  processedDateTime: String(row.processedDateTime),
  serviceName: String(row.serviceName),
  channel: 'reseller',
});

/** Rows of what a partner sold to one customer, read page by page; a row for each of its plans is left of it. */
async function ofCustomer(
  { at, ...scope }: { partnerId: string; customerId: string; at: Instant },
  deps: InsightsDeps,
) {
  const plans = soldPlans(at);
  for await (const page of subscriptionStore(deps.table).pagesOfCustomer(scope)) plans.add(page);
  return rowsOfLicences(plans.all(), at, deps);
}
