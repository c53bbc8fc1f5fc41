import { scaled } from '../../../../shared/kernel/money.ts';
import { addMs, type Instant, startOfDay, utcDay } from '../../../../shared/kernel/time.ts';
import type { UsageFacts } from './day-sheet.ts';
import { exactText } from './usage-record.ts';

/** Utilisation is what was used, summed by day or hour: per resource, or over all resources of a meter. */
export type Granularity = 'daily' | 'hourly';

/** A sum of it. Resource and facts are told where it is of one resource. */
export interface Utilized {
  readonly startAt: Instant;
  readonly endAt: Instant;
  readonly meterId: string;
  readonly quantity: string;
  readonly resource?: { readonly resourceUri: string; readonly location: string; readonly facts: UsageFacts };
}

/** What is summed: a record, or a row of a sheet. */
export interface Used {
  readonly startAt: Instant;
  readonly meterId: string;
  readonly quantity: string;
  readonly resourceUri: string;
  readonly location: string;
  readonly facts: UsageFacts | undefined;
}

const HOUR_MS = 3_600_000;
const SPAN_MS: Readonly<Record<Granularity, number>> = { daily: 24 * HOUR_MS, hourly: HOUR_MS };
const SEPARATOR = '\u0000';

const beginOf = (at: Instant, granularity: Granularity): Instant =>
  granularity === 'daily' ? startOfDay(utcDay(at)) : (`${at.slice(0, 13)}:00:00.000Z` as Instant);

interface Sum {
  readonly of: Used;
  quantity: bigint;
  factsAt: Instant;
  facts: UsageFacts | undefined;
}

/** Sums by the day or hour in which usage began; sorted by begin, meter and resource. */
export function utilized(
  all: Iterable<Used>,
  { granularity, showDetails }: { readonly granularity: Granularity; readonly showDetails: boolean },
): Utilized[] {
  const sums = new Map<string, Sum>();
  for (const used of all) {
    const { startAt, meterId, resourceUri, location } = used;
    const parts = [beginOf(startAt, granularity), meterId, ...(showDetails ? [resourceUri, location] : [])];
    const key = parts.join(SEPARATOR);
    const sum = sums.get(key);
    const quantity = scaled(used.quantity);
    if (!sum) sums.set(key, { of: used, quantity, factsAt: startAt, facts: used.facts });
    else {
      sum.quantity += quantity;
      if (startAt >= sum.factsAt && used.facts) [sum.factsAt, sum.facts] = [startAt, used.facts];
    }
  }
  return [...sums]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { of, quantity, facts = {} }]): Utilized => {
      const startAt = beginOf(of.startAt, granularity);
      const { meterId, resourceUri, location } = of;
      return {
        startAt,
        endAt: addMs(startAt, SPAN_MS[granularity]),
        meterId,
        quantity: exactText(quantity),
        ...(showDetails && { resource: { resourceUri, location, facts } }),
      };
    });
}
