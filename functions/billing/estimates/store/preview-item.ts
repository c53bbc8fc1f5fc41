import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Item } from '../../../../shared/dynamo/table.ts';
import { type Day, type DayPeriod, epochMs, type Instant } from '../../../../shared/kernel/time.ts';
import { type CustomerRange, doneMember, doneRanges, type TaxRate } from '../../accounts/index.ts';
import { previewKey, previewTurnKey } from './keys.ts';

/** A preview that many workers compute, a range each. */
interface StoredPreview {
  readonly partnerId: string;
  readonly asOf: Day;
  /** Names the run: a later one takes its place. */
  readonly startedAt: Instant;
  readonly period: DayPeriod;
  readonly posted: DayPeriod;
  readonly ranges: readonly CustomerRange[];
  readonly taxRates: readonly TaxRate[];
  /** When what was left of it was last handed out. */
  readonly queuedAt: Instant;
  /** Object with the estimate, once there is one. */
  readonly resultKey?: string;
}

export interface PreviewRun extends StoredPreview {
  /** Numbers of the ranges whose sums are stored. */
  readonly done: ReadonlySet<number>;
}

export const previewItem = storedKind<StoredPreview>({ kind: 'previewRun', shape: 1, upgrades: [] });

/** The preview of a partner that was begun last: until it is done no other day's begins. */
export type PreviewTurn = Pick<StoredPreview, 'asOf' | 'startedAt'>;

export const previewTurnItem = storedKind<PreviewTurn>({ kind: 'previewTurn', shape: 1, upgrades: [] });

/** Seconds after which a run may be forgotten. */
const KEPT_SECONDS = 24 * 3600;

const expiryOf = (startedAt: Instant): number => Math.floor(epochMs(startedAt) / 1000) + KEPT_SECONDS;

export const toTurnItem = ({ partnerId, asOf, startedAt }: PreviewRun): Item =>
  previewTurnItem.toItem({ ...previewTurnKey(partnerId), expiresAt: expiryOf(startedAt) }, { asOf, startedAt });

export function toItem({ done, ...run }: PreviewRun): Item {
  const expiresAt = expiryOf(run.startedAt);
  const ranges = Object.fromEntries([...done].map((range) => [doneMember(range), 1]));
  return previewItem.toItem({ ...previewKey(run.partnerId, run.asOf), expiresAt }, { ...run, ...ranges });
}

export const fromItem = (item: Item): PreviewRun => {
  const { partnerId, asOf, startedAt, period, posted, ranges, taxRates, queuedAt, resultKey } =
    previewItem.fromItem(item);
  return {
    ...{ partnerId, asOf, startedAt, period, posted, ranges, taxRates, queuedAt },
    ...(resultKey !== undefined && { resultKey }),
    done: doneRanges(item),
  };
};
