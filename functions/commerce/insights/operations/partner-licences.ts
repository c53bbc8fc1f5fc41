import { collection } from '../../../../shared/contracts/wire.ts';
import type { Cell } from '../../../../shared/kernel/insights/fields.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { percentOf } from '../domain/rows.ts';
import { answerQuery } from './answer-query.ts';
import type { InsightsDeps, InsightsOperation } from './dependencies.ts';
import { INSIGHTS } from './gather-insights.ts';
import { notReady, rowSource } from './row-source.ts';

/** SUB-8: of each service, what the partner sold and how much of it is deployed. */
export const listLicenseDeployment: InsightsOperation<'listLicenseDeployment'> = async ({ caller, at }, deps) => {
  const found = await summed({ table: 'deployment', by: ['serviceName'], partnerId: caller.tenantId, at }, deps);
  if (!found.ok) return found;
  const items = found.value.map(({ serviceName, processedDateTime, licensesDeployed, licensesSold }) => ({
    proratedDeploymentPercent: percentOf(Number(licensesDeployed), Number(licensesSold)),
    licensesSold: Number(licensesSold),
    ...common({ serviceName, processedDateTime }),
    attributes: { objectType: 'PartnerLicensesDeploymentInsights' as const },
  }));
  return ok({ status: 200, body: collection(items) });
};

/** SUB-8: of each workload, how much of what is deployed is in use. */
export const listLicenseUsage: InsightsOperation<'listLicenseUsage'> = async ({ caller, at }, deps) => {
  const by = ['serviceName', 'workloadName'];
  const found = await summed({ table: 'usage', by, partnerId: caller.tenantId, at }, deps);
  if (!found.ok) return found;
  const items = found.value.map(
    ({ serviceName, workloadName, processedDateTime, licensesActive, licensesQualified }) => ({
      proratedLicensesUsagePercent: percentOf(Number(licensesActive), Number(licensesQualified)),
      workloadName: String(workloadName),
      ...common({ serviceName, processedDateTime }),
      attributes: { objectType: 'PartnerLicensesUsageInsights' as const },
    }),
  );
  return ok({ status: 200, body: collection(items) });
};

const common = (of: { serviceName: Cell; processedDateTime: Cell }) => ({
  processedDateTime: String(of.processedDateTime),
  serviceName: String(of.serviceName),
  channel: 'reseller',
});

/** A page of as many as there are: services and workloads of the catalogue, a few thousand at most. */
const ALL = Number.MAX_SAFE_INTEGER;

/** Groups of all rows of a partner, each with when the figures were processed: the earliest of them. */
async function summed(
  { table, by, partnerId, at }: { table: 'deployment' | 'usage'; by: string[]; partnerId: string; at: Instant },
  deps: InsightsDeps,
) {
  const source = await rowSource({ table, partnerId, at }, deps);
  if (!source.ok) return source;
  const { processedAt, chunks } = source.value;
  const found = await answerQuery(chunks, INSIGHTS[table], { grouping: { by, level: 'day' }, skip: 0, top: ALL });
  if (!found.ok) {
    invariant(found.refusal.name === 'insights_not_ready', 'there are fewer services and workloads than groups');
    return notReady();
  }
  return ok(found.value.rows.map((row): Record<string, Cell> => ({ ...row, processedDateTime: processedAt })));
}
