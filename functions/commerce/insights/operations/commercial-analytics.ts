import { queryDayOf } from '../../../../shared/contracts/dates.ts';
import type { CallBase } from '../../../../shared/http/call.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Day } from '../../../../shared/kernel/time.ts';
import { type Cell, fieldOf, type Insight } from '../domain/fields.ts';
import { type Filter, parseFilter } from '../domain/filter.ts';
import type { AggregationLevel, Grouping } from '../domain/grouping.ts';
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

interface Envelope {
  readonly Value: Record<string, Cell>[];
  readonly '@nextLink'?: string;
  readonly TotalCount: number;
}
type Answer = Result<Envelope, Refusal<'invalid_input' | 'insights_not_ready'>>;

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
  const { rows, total } = found.value;
  const next = skip + rows.length;
  const isMore = rows.length > 0 && next < total;
  return ok({ Value: [...rows], ...(isMore && { '@nextLink': pageAt(next, call) }), TotalCount: total });
}

function filterOf(text: string | undefined, insight: Insight): Result<Filter | undefined, Refusal<'invalid_input'>> {
  if (text === undefined || text.trim() === '') return ok(undefined);
  const parsed = parseFilter(text, insight, queryDayOf);
  return parsed.ok ? parsed : refuse('invalid_input', { field: 'filter', description: parsed.refusal.fault });
}

function groupingOf(
  { groupBy, aggregationLevel }: AnalyticsCall['query'],
  insight: Insight,
): Result<Grouping | undefined, Refusal<'invalid_input'>> {
  const names = (groupBy ?? '').split(',').filter((name) => name.trim() !== '');
  if (names.length === 0) {
    return aggregationLevel === undefined
      ? ok(undefined)
      : refuse('invalid_input', { field: 'aggregationLevel', description: 'aggregationLevel needs groupBy.' });
  }
  const by: string[] = [];
  for (const name of names) {
    const field = fieldOf(insight, name);
    if (field === undefined || insight.sums.includes(field)) {
      const known = Object.keys(insight.fields).filter((of) => !insight.sums.includes(of));
      const description = `Rows are not grouped by "${name.trim()}": the fields are ${known.join(', ')}.`;
      return refuse('invalid_input', { field: 'groupBy', description });
    }
    if (!by.includes(field)) by.push(field);
  }
  return ok({ by, level: aggregationLevel ?? 'day' });
}

/** The same question, from another row on. */
function pageAt(skip: number, { root, rawPath, rawQuery }: Pick<CallBase, 'root' | 'rawPath' | 'rawQuery'>): string {
  const query = new URLSearchParams(rawQuery);
  for (const name of [...query.keys()]) if (name.toLowerCase() === 'skip') query.delete(name);
  query.set('skip', String(skip));
  return `${root}${rawPath}?${query}`;
}
