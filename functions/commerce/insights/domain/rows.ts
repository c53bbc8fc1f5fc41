import type { Row } from '../../../../shared/kernel/insights/fields.ts';
import { type Instant, toWireDay, toWireInstant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Family } from '../../catalogue/domain/offer.ts';
import { deprovisionAt, type Subscription, statusAt } from '../../subscriptions/domain/subscription.ts';
import type { DEPLOYMENT, SUBSCRIPTIONS, USAGE } from './fields.ts';

/** Whose rows they are: the partner of the subscriptions, and how its resellers are called. */
export interface Seller {
  readonly name: string;
  readonly networkId?: string | undefined;
  readonly isProvider: boolean;
  /** Names of resellers of record by network id. */
  readonly resellers: ReadonlyMap<string, string>;
}

/** What rows are made with: when, for whom, and names of customers by id. */
export interface View {
  readonly at: Instant;
  readonly seller: Seller;
  readonly customers: ReadonlyMap<string, string>;
}

/** What analytics call the families of offers. */
const TYPES: Readonly<Record<Family, string>> = {
  office365: 'Office',
  ems: 'EMS',
  crm: 'Dynamics',
  ax: 'Dynamics',
  azure: 'Azure',
};
const SERVICES: Readonly<Record<Family, string>> = {
  office365: 'Office 365',
  ems: 'Enterprise Mobility Suite',
  crm: 'Dynamics CRM Online',
  ax: 'Dynamics AX',
  azure: 'Azure',
};
const STATUS = { active: 'ACTIVE', suspended: 'SUSPENDED', deleted: 'DEPROVISIONED' } as const;
const CYCLES = { monthly: 'Monthly', annual: 'Annual' } as const;
/** What has no term, as the subscription itself says it. */
const NEVER = '9999-12-31T00:00:00Z';

/** SUB-4, SUB-7: a subscription as analytics show it, in the state that counts at the view’s instant. */
export function subscriptionRow(of: Subscription, { at, seller, customers }: View): Row<typeof SUBSCRIPTIONS> {
  const status = statusAt(of, at);
  const termEnd = of.termEndOn ? toWireDay(of.termEndOn) : NEVER;
  const goneAt = of.rehomedAt ?? deprovisionAt(of);
  const gone = goneAt && toWireInstant(goneAt);
  const [createdOn, { termStartOn }] = [utcDay(of.createdAt), of];
  const hasRenewed = termStartOn > createdOn && termStartOn > of.anchorOn;
  return {
    customerTenantId: of.customerId,
    customerName: customers.get(of.customerId),
    customerMarket: of.customerCountry,
    id: of.subscriptionId.toUpperCase(),
    status: STATUS[status],
    productName: of.offerName,
    subscriptionType: TYPES[of.family],
    autoRenewEnabled: of.autoRenewEnabled,
    ...soldThrough(of, seller),
    friendlyName: of.friendlyName,
    creationDate: toWireInstant(of.createdAt),
    effectiveStartDate: toWireDay(createdOn),
    commitmentEndDate: termEnd,
    currentStateEndDate: status === 'active' ? termEnd : status === 'suspended' ? gone : undefined,
    deprovisionedDate: status === 'deleted' ? gone : undefined,
    lastRenewalDate: hasRenewed ? toWireDay(termStartOn) : undefined,
    licenseCount: of.quantity,
    billingCycleName: CYCLES[of.billingCycle],
  };
}

/** A direct partner sells itself; a provider through the reseller of record, where there is one. */
const soldThrough = ({ resellerOfRecord }: Subscription, { name, networkId, isProvider, resellers }: Seller) =>
  isProvider
    ? {
        partnerId: resellerOfRecord,
        partnerName: resellerOfRecord === undefined ? undefined : resellers.get(resellerOfRecord),
        providerName: name,
      }
    : { partnerId: networkId, partnerName: name };

/** A part of a plan that users work with. */
export interface Workload {
  readonly code: string;
  readonly name: string;
}

/** A plan of which seats were sold to a customer. */
export interface SoldPlan {
  readonly customerId: string;
  readonly planId: string;
  readonly family: Family;
  /** Seats of active subscriptions, base and add-on alike. */
  readonly sold: number;
}

/** SUB-8: seats that run, by customer and plan, in the order in which they come: what is added as it is read. */
export function soldPlans(at: Instant) {
  const plans = new Map<string, SoldPlan>();
  return {
    add(all: Iterable<Subscription>): void {
      for (const of of all) {
        if (of.billingType !== 'license' || statusAt(of, at) !== 'active') continue;
        const { customerId, planId, family } = of;
        const key = `${customerId}#${planId}`;
        plans.set(key, { customerId, planId, family, sold: (plans.get(key)?.sold ?? 0) + of.quantity });
      }
    },
    all: (): SoldPlan[] => [...plans.values()],
  };
}

/** What the catalogue says of a plan. */
export interface PlanTexts {
  readonly name: string;
  readonly workloads: readonly Workload[];
}

/** Licences whose users a service reported to be at work in the last 28 days: none reports any. */
const ACTIVE = 0;

/**
 * Licences of a plan as rows: one of its deployment, and one for each workload of it. Seats of all channels are one pool, so
 * what is deployed counts up to what this partner sold.
 */
export function licenceRows(
  { customerId, planId, family, sold, assigned }: SoldPlan & { readonly assigned: number },
  texts: PlanTexts | undefined,
  { at, customers }: Pick<View, 'at' | 'customers'>,
): { readonly deployment: Row<typeof DEPLOYMENT>; readonly usage: readonly Row<typeof USAGE>[] } {
  const deployment = {
    serviceCode: family,
    serviceName: SERVICES[family],
    channel: 'reseller',
    customerTenantId: customerId,
    customerName: customers.get(customerId),
    productId: planId.toLowerCase(),
    productName: texts?.name ?? planId.toLowerCase(),
    licensesDeployed: Math.min(assigned, sold),
    licensesSold: sold,
    processedDateTime: toWireInstant(at),
  };
  const whole: Workload = { code: family, name: SERVICES[family] };
  const workloads = texts && texts.workloads.length > 0 ? texts.workloads : [whole];
  const usage = workloads.map(({ code, name }) => ({
    ...deployment,
    workloadCode: code,
    workloadName: name,
    licensesActive: ACTIVE,
    licensesQualified: deployment.licensesDeployed,
  }));
  return { deployment, usage };
}

/** Hundredths of a percent are where it is rounded, half up; nothing of nothing is 0. */
export const percentOf = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part * 10_000) / whole) / 100;
