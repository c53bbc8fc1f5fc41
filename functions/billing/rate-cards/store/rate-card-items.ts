import { type StoredRecord, storedFile, storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import type { Day, Instant } from '../../../../shared/kernel/time.ts';
import type { CardContent, RateCardName } from '../domain/rate-card.ts';

/** The head of a card: how often it was saved, and whether its last event said where it lies. */
export interface RateCardHead {
  readonly version: number;
  readonly isTold?: true;
}
/** Events of cards of the first shape may not have said that. */
const untold = (record: StoredRecord): StoredRecord => record;
export const rateCardItem = storedKind<RateCardHead>({ kind: 'rateCard', shape: 2, upgrades: [untold] });

/** A version. Its meters, and those of the card from its day on, lie in objects named by their content. */
export interface RateVersion {
  readonly name: RateCardName;
  readonly currency: string;
  readonly region: string;
  readonly effectiveOn: Day;
  readonly publishedAt: Instant;
  /** What it sets itself. */
  readonly ownFile: string;
  readonly meterCount: number;
  readonly termCount?: number;
  /** What holds from its day on. */
  readonly cardFile: string;
  readonly cardMeterCount: number;
}
export const rateVersionItem = storedKind<RateVersion>({ kind: 'rateVersion', shape: 1, upgrades: [] });

export const rateCardFile = storedFile<CardContent>({ kind: 'rateCardContent', shape: 1, upgrades: [] });

/** Exchange rates of a month: billing units per pricing unit, by billing currency. */
export interface MonthRates {
  readonly month: string;
  readonly pricingCurrency: string;
  readonly rates: Readonly<Record<string, string>>;
  readonly version: number;
  /** An event has told of them: absent of what was saved before there was one. */
  readonly isTold?: true;
}
export const exchangeRatesItem = storedKind<MonthRates>({ kind: 'exchangeRates', shape: 2, upgrades: [untold] });

/** How far a currency's periods are billed: the rates of the days before are fixed. */
export const billedThroughItem = storedKind<{ readonly through: Day }>({
  kind: 'billedThrough',
  shape: 1,
  upgrades: [],
});
