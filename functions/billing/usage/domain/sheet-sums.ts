import { scaled } from '../../../../shared/kernel/money.ts';
import type { Day, Instant } from '../../../../shared/kernel/time.ts';
import type { SheetRow, UsageFacts } from './day-sheet.ts';
import { exactText } from './usage-record.ts';

/** What is added to a sheet: one record that counts. */
export interface Counted {
  readonly reportedOn: Day;
  readonly meterId: string;
  readonly resourceUri: string;
  readonly location: string;
  readonly quantity: string;
  readonly startAt: Instant;
  readonly isCorrection: boolean;
  readonly facts?: UsageFacts;
}

interface Sum {
  readonly row: Pick<SheetRow, 'reportedOn' | 'meterId' | 'resourceUri' | 'location'>;
  quantity: bigint;
  corrections: bigint | undefined;
  firstAt: Instant;
  lastAt: Instant;
  facts: UsageFacts | undefined;
  /** Of two records of one instant those facts stand that are greater as text: then order decides nothing. */
  factsText: string;
}

/** No text of a record has it. */
const SEPARATOR = '\u0000';

/**
 * The sums of a sheet while records are added: in whatever order they come, the rows are the same. Sums are found text by
 * text: one joined of four would be hashed anew for each of a million records.
 */
export class SheetSums {
  readonly #sums = new Map<string, Map<string, Map<string, Map<string, Sum>>>>();
  /** Facts as texts: what many records share is spelled once. */
  readonly #texts = new Map<UsageFacts, string>();

  constructor(rows: readonly SheetRow[] = []) {
    for (const { reportedOn, meterId, resourceUri, location, quantity, corrections, firstAt, lastAt, facts } of rows)
      this.#placeOf(reportedOn, meterId, resourceUri).set(location, {
        row: { reportedOn, meterId, resourceUri, location },
        quantity: scaled(quantity),
        corrections: corrections === undefined ? undefined : scaled(corrections),
        firstAt,
        lastAt: lastAt ?? firstAt,
        facts,
        factsText: this.#textOf(facts),
      });
  }

  add(record: Counted): void {
    const { reportedOn, meterId, resourceUri, location, startAt, isCorrection, facts } = record;
    const places = this.#placeOf(reportedOn, meterId, resourceUri);
    const quantity = scaled(record.quantity);
    const sum = places.get(location);
    if (!sum) {
      places.set(location, {
        row: { reportedOn, meterId, resourceUri, location },
        quantity,
        corrections: isCorrection ? quantity : undefined,
        firstAt: startAt,
        lastAt: startAt,
        facts,
        factsText: this.#textOf(facts),
      });
      return;
    }
    sum.quantity += quantity;
    if (isCorrection) sum.corrections = (sum.corrections ?? 0n) + quantity;
    if (startAt < sum.firstAt) sum.firstAt = startAt;
    if (startAt < sum.lastAt) return;
    const text = this.#textOf(facts);
    if (startAt > sum.lastAt || text > sum.factsText) {
      sum.lastAt = startAt;
      sum.facts = facts;
      sum.factsText = text;
    }
  }

  /** By the day of receipt, meter, resource and location. */
  rows(): SheetRow[] {
    const sums: Sum[] = [];
    for (const meters of this.#sums.values())
      for (const resources of meters.values()) for (const places of resources.values()) sums.push(...places.values());
    return sums
      .map((sum) => [keyOf(sum.row), sum] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { row, quantity, corrections, firstAt, lastAt, facts }]) => ({
        ...row,
        quantity: exactText(quantity),
        ...(corrections !== undefined && { corrections: exactText(corrections) }),
        firstAt,
        ...(lastAt !== firstAt && { lastAt }),
        ...(facts !== undefined && { facts }),
      }));
  }

  #placeOf(reportedOn: string, meterId: string, resourceUri: string): Map<string, Sum> {
    return inner(inner(inner(this.#sums, reportedOn), meterId), resourceUri);
  }

  #textOf(facts: UsageFacts | undefined): string {
    if (facts === undefined) return '';
    let text = this.#texts.get(facts);
    if (text === undefined) {
      text = JSON.stringify(facts);
      this.#texts.set(facts, text);
    }
    return text;
  }
}

function inner<K, L, V>(maps: Map<K, Map<L, V>>, key: K): Map<L, V> {
  let map = maps.get(key);
  if (map === undefined) {
    map = new Map();
    maps.set(key, map);
  }
  return map;
}

const keyOf = ({ reportedOn, meterId, resourceUri, location }: Sum['row']): string =>
  reportedOn + SEPARATOR + meterId + SEPARATOR + resourceUri + SEPARATOR + location;
