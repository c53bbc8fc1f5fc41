import { prices } from './prices.ts';

/** Something that AWS would charge for: who caused it, what it was, and how many units of what. */
export type Charge = {
  readonly service: string;
  readonly fn: string;
  readonly action: string;
  readonly units?: Readonly<Record<string, number>>;
};

export type ServiceUsage = {
  requests: number;
  actions: Record<string, number>;
  units: Record<string, number>;
  usd: number;
};
export type UsageReport = {
  since: string;
  usd: number;
  services: Record<string, ServiceUsage>;
  functions: Record<string, { usd: number; services: Record<string, ServiceUsage> }>;
};

export type Usage = { count(charge: Charge): void; report(): UsageReport; reset(): void };

/** Counts requests and units per service and function; `now` dates the reset. */
export function countUsage(now: () => Date): Usage {
  let since = now();
  const counted = new Map<string, Map<string, ServiceUsage>>();
  return {
    count({ service, fn, action, units = {} }) {
      const services = entry(counted, fn, () => new Map<string, ServiceUsage>());
      const usage = entry(services, service, emptyUsage);
      usage.requests += 1;
      usage.actions[action] = (usage.actions[action] ?? 0) + 1;
      for (const [unit, amount] of Object.entries(units)) usage.units[unit] = (usage.units[unit] ?? 0) + amount;
    },
    report() {
      const report: UsageReport = { since: since.toISOString(), usd: 0, services: {}, functions: {} };
      for (const [fn, services] of counted) {
        const ofFunction: UsageReport['functions'][string] = { usd: 0, services: {} };
        for (const [service, usage] of services) {
          const priced = { ...usage, usd: cost(service, usage.units) };
          ofFunction.services[service] = priced;
          ofFunction.usd += priced.usd;
          report.services[service] = sum(report.services[service] ?? emptyUsage(), priced);
        }
        report.functions[fn] = ofFunction;
        report.usd += ofFunction.usd;
      }
      return report;
    },
    reset() {
      since = now();
      counted.clear();
    },
  };
}

const emptyUsage = (): ServiceUsage => ({ requests: 0, actions: {}, units: {}, usd: 0 });

function cost(service: string, units: Readonly<Record<string, number>>): number {
  return Object.entries(units).reduce((usd, [unit, amount]) => {
    const price = prices[`${service}.${unit}`];
    return price ? usd + (amount * price.usd) / price.per : usd;
  }, 0);
}

function sum(left: ServiceUsage, right: ServiceUsage): ServiceUsage {
  return {
    requests: left.requests + right.requests,
    actions: addCounts(left.actions, right.actions),
    units: addCounts(left.units, right.units),
    usd: left.usd + right.usd,
  };
}

function addCounts(left: Readonly<Record<string, number>>, right: Readonly<Record<string, number>>) {
  const counts: Record<string, number> = { ...left };
  for (const [key, amount] of Object.entries(right)) counts[key] = (counts[key] ?? 0) + amount;
  return counts;
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}
