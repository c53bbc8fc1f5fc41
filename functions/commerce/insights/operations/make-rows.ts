import { shownRecords } from '../../../../shared/identity/access.ts';
import type { Row } from '../../../../shared/kernel/insights/fields.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { networkStore } from '../../buying/index.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { poolStore } from '../../licences/index.ts';
import type { Subscription } from '../../subscriptions/index.ts';
import type { DEPLOYMENT, SUBSCRIPTIONS, USAGE } from '../domain/fields.ts';
import { licenceRows, type PlanTexts, type Seller, type SoldPlan, subscriptionRow } from '../domain/rows.ts';
import type { InsightsDeps } from './dependencies.ts';

type RowDeps = Pick<InsightsDeps, 'table' | 'records'>;

/** What a partner sold, or as much of it as is turned into rows at once, and the instant that judges it. */
export interface Sold {
  readonly partnerId: string;
  readonly subscriptions: readonly Subscription[];
  readonly at: Instant;
}

/** Rows of subscriptions, in their order: an account is read for each customer, and for each reseller of record. */
export async function subscriptionRows(
  { partnerId, subscriptions, at }: Sold,
  deps: RowDeps,
  names = namesOf(subscriptions, deps),
): Promise<Row<typeof SUBSCRIPTIONS>[]> {
  const [customers, seller] = await Promise.all([names, sellerOf(partnerId, subscriptions, deps)]);
  return subscriptions.map((of) => subscriptionRow(of, { at, seller, customers }));
}

/** Rows of licences of some plans of customers. */
export async function rowsOfLicences(
  plans: readonly SoldPlan[],
  at: Instant,
  deps: Pick<RowDeps, 'table'>,
  names = namesOf(plans, deps),
): Promise<{ deployment: Row<typeof DEPLOYMENT>[]; usage: Row<typeof USAGE>[] }> {
  const [customers, texts, assigned] = await Promise.all([
    names,
    plans.length === 0 ? new Map<string, PlanTexts>() : planTexts(deps),
    poolStore(deps.table).assigned(plans),
  ]);
  const rows = plans.map((plan, index) =>
    licenceRows({ ...plan, assigned: assigned[index]! }, texts.get(plan.planId.toLowerCase()), { at, customers }),
  );
  return { deployment: rows.map(({ deployment }) => deployment), usage: rows.flatMap(({ usage }) => usage) };
}

/** Names of customers by id, as they were a moment ago: half a read unit for each. */
export async function namesOf(
  of: readonly { readonly customerId: string }[],
  { table }: Pick<RowDeps, 'table'>,
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(of.map(({ customerId }) => customerId))];
  const accounts = ids.length === 0 ? [] : await shownRecords(table).accounts(ids);
  return new Map(accounts.map(({ tenantId, name }) => [tenantId, name]));
}

async function sellerOf(
  partnerId: string,
  subscriptions: readonly Subscription[],
  { table, records }: RowDeps,
): Promise<Seller> {
  const account = await records.account(partnerId);
  const isProvider = account?.partner?.programRole === 'indirectProvider';
  const networkIds = new Set(subscriptions.flatMap(({ resellerOfRecord }) => resellerOfRecord ?? []));
  const companies = isProvider ? await networkStore(table).companies([...networkIds]) : new Map<string, string>();
  const accounts = companies.size === 0 ? [] : await shownRecords(table).accounts([...companies.values()]);
  const names = new Map(accounts.map(({ tenantId, name }) => [tenantId, name]));
  const resellers = [...companies].flatMap(([networkId, id]): [string, string][] =>
    names.has(id) ? [[networkId, names.get(id)!]] : [],
  );
  return {
    name: account?.name ?? '',
    networkId: account?.partner?.mpnId,
    isProvider,
    resellers: new Map(resellers),
  };
}

/** Of several offers that give one plan, what any published one says of it, else any other. */
async function planTexts({ table }: Pick<RowDeps, 'table'>): Promise<Map<string, PlanTexts>> {
  const { offers } = await catalogueStore(table).read();
  const texts = new Map<string, PlanTexts>();
  const sorted = [...offers.values()].sort((a, b) => Number(a.state === 'published') - Number(b.state === 'published'));
  for (const { plan } of sorted) {
    const workloads = (plan.servicePlans ?? []).map(({ id, name }) => ({ code: id, name }));
    texts.set(plan.id.toLowerCase(), { name: plan.name, workloads });
  }
  return texts;
}
