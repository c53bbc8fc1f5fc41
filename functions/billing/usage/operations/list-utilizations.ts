import type * as z from 'zod';
import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { type Instant, toWireInstant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Utilized } from '../domain/utilization.ts';
import type { usageRoutes } from '../routes.ts';
import { type AzureUtilizationRecord, UTILIZATIONS_PER_PAGE } from '../schemas.ts';
import { batchStore } from '../store/batch-store.ts';
import { ownerStore } from '../store/owner-store.ts';
import type { UsageDeps } from './dependencies.ts';
import { type MetersOf, metersOf } from './meters.ts';
import { type Asked, isByDays, RECORDS_READ_MAX, utilizationByDays, utilizationOfRecords } from './utilization-list.ts';

type Routes = typeof usageRoutes;

/** Seconds after which batches that are loading now are counted mostly. */
const RETRY_SECONDS = 60;

/**
 * USG-2: what a metered subscription used, of what was received in a span, by day or hour and resource. While usage of the
 * span is being counted there is nothing to read yet: 204 says when to come again.
 */
export const listAzureUtilizations: Operation<Routes['listAzureUtilizations'], UsageDeps> = async (call, deps) => {
  const { startTime: start, endTime: end, granularity = 'daily', showDetails = true } = call.query;
  if (end <= start) return refuse('invalid_input', { field: 'end_time', description: 'end_time is after start_time.' });
  const subscriptionId = call.path.subscriptionId.toLowerCase();
  const owners = await ownerStore(deps.table).of(subscriptionId);
  const { tenantId: partnerId } = call.caller;
  const owner = owners.find((each) => each.partnerId === partnerId && each.customerId === call.customer.customerId);
  if (!owner) return refuse('subscription_not_found');
  if (owner.billingType !== 'usage') return refuse('not_usage_based');
  if (await isLoading(subscriptionId, { start, end }, deps))
    return ok({ status: 204, headers: { 'retry-after': String(RETRY_SECONDS) } });
  const asked: Asked = { owner, owners, start, end, at: call.at, granularity, showDetails };
  const list = isByDays(asked) ? utilizationByDays(asked, deps) : await utilizationOfRecords(asked, deps);
  if (!list) {
    const description = `More than ${RECORDS_READ_MAX} records were received in that span: ask for a shorter one, or for whole days by day.`;
    return refuse('invalid_input', { field: 'end_time', description });
  }
  const page = await seekPage(call, list, { sizeDefault: UTILIZATIONS_PER_PAGE });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: collection(await named(items, partnerId, deps), links, token) });
};

/** Whether a batch that was received in the span waits to be counted, and has records of the subscription. */
async function isLoading(
  subscriptionId: string,
  { start, end }: { readonly start: Instant; readonly end: Instant },
  { table }: UsageDeps,
): Promise<boolean> {
  for await (const { subscriptions } of batchStore(table).waiting({ from: start, before: end }))
    if (subscriptions?.includes(subscriptionId)) return true;
  return false;
}

/** The sums with what the rate card calls their meters. */
async function named(items: readonly Utilized[], partnerId: string, deps: UsageDeps) {
  const days = items.map(({ startAt }) => utcDay(startAt)).sort();
  const [from, to] = [days[0], days.at(-1)];
  if (from === undefined || to === undefined) return [];
  const meters = await metersOf(partnerId, { from, to }, deps);
  return items.map((each) => toWire(each, meters));
}

/** This answer spells instants with an offset. */
const withOffset = (at: Instant): string => toWireInstant(at).replace('Z', '+00:00');

function toWire(
  { startAt, endAt, meterId, quantity, resource }: Utilized,
  meters: MetersOf,
): z.input<typeof AzureUtilizationRecord> {
  const meter = meters(meterId, utcDay(startAt));
  const { name = '', category = '', subcategory = '', region = '', unit = '' } = meter ?? {};
  return {
    usageStartTime: withOffset(startAt),
    usageEndTime: withOffset(endAt),
    resource: { id: meterId, name, category, subcategory, region },
    quantity: Number(quantity),
    unit,
    infoFields: infoOf(resource),
    ...(resource && {
      instanceData: {
        resourceUri: resource.resourceUri,
        location: resource.location,
        partNumber: '',
        orderNumber: '',
        tags: { ...resource.facts.tags },
        additionalInfo: { ...resource.facts.additionalInfo },
      },
    }),
    attributes: { objectType: 'AzureUtilizationRecord' },
  };
}

const infoOf = (resource: Utilized['resource']): Record<string, string> => {
  const { project, serviceInfo } = resource?.facts ?? {};
  return { ...(project !== undefined && { project }), ...(serviceInfo !== undefined && { serviceInfo }) };
};
