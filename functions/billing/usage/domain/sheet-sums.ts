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

/** The sums of a sheet while records are added: in whatever order they come, the rows are the same. */
export class SheetSums {
  readonly #sums = new Map<string, Sum>();

  constructor(rows: readonly SheetRow[] = []) {
    for (const row of rows) {
      const { reportedOn, meterId, resourceUri, location, quantity, corrections, firstAt, lastAt, facts } = row;
      this.#sums.set(keyOf(row), {
        row: { reportedOn, meterId, resourceUri, location },
        quantity: scaled(quantity),
        corrections: corrections === undefined ? undefined : scaled(corrections),
        firstAt,
        lastAt: lastAt ?? firstAt,
        facts,
        factsText: facts === undefined ? '' : JSON.stringify(facts),
      });
    }
  }

  add(record: Counted): void {
    const key = keyOf(record);
    const quantity = scaled(record.quantity);
    const sum = this.#sums.get(key);
    if (!sum) {
      const { reportedOn, meterId, resourceUri, location, startAt, isCorrection, facts } = record;
      this.#sums.set(key, {
        row: { reportedOn, meterId, resourceUri, location },
        quantity,
        corrections: isCorrection ? quantity : undefined,
        firstAt: startAt,
        lastAt: startAt,
        facts,
        factsText: facts === undefined ? '' : JSON.stringify(facts),
      });
      return;
    }
    sum.quantity += quantity;
    if (record.isCorrection) sum.corrections = (sum.corrections ?? 0n) + quantity;
    if (record.startAt < sum.firstAt) sum.firstAt = record.startAt;
    if (record.startAt < sum.lastAt) return;
    const text = record.facts === undefined ? '' : JSON.stringify(record.facts);
    if (record.startAt > sum.lastAt || text > sum.factsText) {
      sum.lastAt = record.startAt;
      sum.facts = record.facts;
      sum.factsText = text;
    }
  }

  /** By the day of receipt, meter, resource and location. */
  rows(): SheetRow[] {
    return [...this.#sums]
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
}

const keyOf = ({ reportedOn, meterId, resourceUri, location }: Sum['row']): string =>
  reportedOn + SEPARATOR + meterId + SEPARATOR + resourceUri + SEPARATOR + location;
