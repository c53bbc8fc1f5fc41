import { foldBatches } from '../../../functions/billing/usage/operations/fold-batches.ts';
import { usageStore } from '../../../functions/billing/usage/store/sheet-store.ts';
import type { Table } from '../../../shared/dynamo/table.ts';
import type { Day } from '../../../shared/kernel/time.ts';
import {
  aPartnerChanged,
  type BillingWorld,
  billingWorld,
  deliver,
  idOf,
  OPERATOR,
  OTHER_PARTNER,
  PARTNER,
  send,
  type WorldHooks,
} from '../billing-world.ts';
import { aMeter, putCard } from './rate-cards.ts';
import { METER, METERED, meteredEvents } from './sheets.ts';

/** Records of usage, sent as the operator sends them, and what came of them. */

export interface SentRecord {
  readonly recordId: string;
  readonly subscriptionId: string;
  readonly meterId: string;
  readonly usageStartTime: string;
  readonly usageEndTime: string;
  readonly quantity: number | string;
  readonly resourceUri: string;
  readonly location: string;
  readonly [more: string]: unknown;
}

/** A record of an hour. */
export const aRecord = (over: Partial<SentRecord> = {}): SentRecord => {
  const { usageStartTime = '2018-02-01T10:00:00Z' } = over;
  const start = new Date(usageStartTime);
  return {
    recordId: 'r-1',
    subscriptionId: METERED,
    meterId: METER,
    usageStartTime,
    usageEndTime: new Date(start.getTime() + 3_600_000).toISOString(),
    quantity: '1.5',
    resourceUri: '/subscriptions/one/resourceGroups/web/providers/compute/vm1',
    location: 'westeurope',
    ...over,
  };
};

/** Meters that records of tests name. */
const CARD_METERS = [METER, idOf('3e7e', 0), idOf('3e7e', 2)].map((id) => aMeter(id, { '0': '1' }));

/** Billing with one partner, one metered subscription since 2018, and nothing used. */
export async function usageWorld(hooks: WorldHooks = {}): Promise<BillingWorld> {
  const world = billingWorld(hooks);
  for (const partnerId of [PARTNER, OTHER_PARTNER])
    await deliver(world, { ...aPartnerChanged({ partnerId }), tenantId: partnerId, aggregateId: partnerId });
  await putCard(world.deps, '2017-01-01', CARD_METERS);
  for (const event of meteredEvents({ startOn: '2018-01-01' })) await deliver(world, event);
  return world;
}

/** Sends records; answers the batch. */
export async function report(
  world: BillingWorld,
  records: readonly object[],
  at = '2018-02-01T12:00:00.000Z',
  headers: Record<string, string> = {},
) {
  const request = {
    method: 'POST' as const,
    path: '/v1/operator/usagerecords',
    as: OPERATOR,
    headers,
    body: { records },
  };
  return send(world, request, at);
}

export const batchOf = async (world: BillingWorld, id: string, at = '2018-03-01T12:00:00.000Z') =>
  (await send(world, { path: `/v1/operator/usagerecords/batches/${id}`, as: OPERATOR }, at)).body;

/** Ids of the batches that wait on the queue, which is empty afterwards. */
export const queuedBatches = ({ queue }: Pick<BillingWorld, 'queue'>): string[] =>
  queue.splice(0).flatMap((message) => (message.kind === 'fold' ? [message.batchId] : []));

/** Counts everything that was sent. */
export const foldAll = async (world: BillingWorld): Promise<void> =>
  void (await foldBatches(queuedBatches(world), world.deps));

/** What lies in the sheets, as it is stored: of two worlds the bytes can be compared. */
export const sheetItems = ({ table }: { readonly table: Table & { readonly items: ReadonlyMap<string, object> } }) =>
  [...table.items.values()].filter((item) => (item as { kind?: string }).kind === 'usageSheet').sort(byKey);
const byKey = (a: object, b: object): number => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1);

/** All sheets of a partner. */
export async function allSheets(world: BillingWorld, partnerId = PARTNER) {
  const days = { start: '2017-01-01' as Day, end: '2019-01-01' as Day };
  const sheets = [];
  for await (const page of usageStore(world.deps).sheets(partnerId, { from: '' }, days)) sheets.push(...page);
  return sheets;
}
