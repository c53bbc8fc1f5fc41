import type { CallBase } from '../../../../shared/http/call.ts';
import { filterOf, groupingOf, type InsightsPage, insightsPage } from '../../../../shared/http/insights.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import type { AggregationLevel } from '../../../../shared/kernel/insights/grouping.ts';
import { ok, type Refusal, type Result } from '../../../../shared/kernel/result.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import type { TableName } from '../store/slice-item.ts';
import { answerQuery } from './answer-query.ts';
import type { InsightsDeps, InsightsOperation } from './dependencies.ts';
import { INSIGHTS } from './gather-insights.ts';
import { rowSource } from './row-source.ts';

/** SUB-7: a row for each subscription that the partner sold, in whatever state, or groups of them. */
export const listSubscriptionAnalytics: InsightsOperation<'listSubscriptionAnalytics'> = async (call, deps) =>
  reply(await asked(call, 'subscriptions', deps));

/** SUB-8: what was sold and is deployed, by customer and product, or in groups. */
export const listCommercialDeployment: InsightsOperation<'listCommercialDeployment'> = async (call, deps) =>
  reply(await asked(call, 'deployment', deps));

/** Likewise by workload; the documented sample has another name for what is in use, so both are there. */
export const listCommercialUsage: InsightsOperation<'listCommercialUsage'> = async (call, deps) => {
  const found = await asked(call, 'usage', deps);
  if (!found.ok) return found;
  const Value = found.value.Value.map((row) => ({ ...row, licenseActive: row.licensesActive }));
  return reply(ok({ ...found.value, Value }));
};

interface AnalyticsCall extends CallBase {
  readonly caller: Caller;
  readonly query: {
    readonly top: number;
    readonly skip: number;
    readonly filter?: string | undefined;
    readonly groupBy?: string | undefined;
    readonly aggregationLevel?: AggregationLevel | undefined;
    readonly processedDateTime?: Day | undefined;
  };
}

type Answer = Result<InsightsPage, Refusal<'invalid_input' | 'insights_not_ready'>>;

/** Cells have the types that their fields say, which the schema of the answer says too. */
const reply = (found: Answer) => (found.ok ? ok({ status: 200 as const, body: found.value as never }) : found);

async function asked(call: AnalyticsCall, table: TableName, deps: InsightsDeps): Promise<Answer> {
  const { top, skip, processedDateTime } = call.query;
  const insight = INSIGHTS[table];
  const filter = filterOf(call.query.filter, insight);
  if (!filter.ok) return filter;
  const grouping = groupingOf(call.query, insight);
  if (!grouping.ok) return grouping;
  const { at, caller } = call;
  const source = await rowSource({ table, partnerId: caller.tenantId, at, processedOn: processedDateTime }, deps);
  if (!source.ok) return source;
  const wish = { filter: filter.value, grouping: grouping.value, skip, top };
  const found = await answerQuery(source.value.chunks, insight, wish);
  if (!found.ok) return found;
  return ok(insightsPage(found.value, skip, call));
}
