import { gunzipSync } from 'node:zlib';
import { RateCardFile } from '../../../../events/rate-card-file.ts';
import type { PartnerAccount } from '../../../../shared/identity/access.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import {
  addDays,
  addMonths,
  type Day,
  type DayPeriod,
  day,
  type Instant,
  utcDay,
} from '../../../../shared/kernel/time.ts';
import { meterPrices, meterRows } from '../domain/meter-prices.ts';
import { EUROPEAN_CURRENCIES, EUROPEAN_REGION, type Timeline } from '../domain/price-sheet.ts';
import { type CardVersion, cardVersionStore } from '../store/card-version-store.ts';
import type { PriceSheetsDeps } from './dependencies.ts';

/** What a sheet of metered use is asked for. */
export interface ConsumptionAsked {
  readonly at: Instant;
  readonly market: string;
  readonly timeline: Timeline;
  readonly month?: string | undefined;
  readonly partner: PartnerAccount;
}

/** Days before which no price of the future is seen (CAT-4). */
const VISIBLE_DAYS = 30;

/**
 * CAT-3, CAT-4: adds the rows of a sheet of metered use: by currency a row for each meter, price and tier. One card after the other
 * is in memory. Not found, as for seats: a month that has not begun, and a future in which no card is known.
 * @returns the month that the sheet is of
 */
export async function addMeters(
  asked: ConsumptionAsked,
  add: (row: readonly string[]) => void,
  deps: PriceSheetsDeps,
): Promise<Result<string, Refusal<'resource_not_found' | 'invalid_input'>>> {
  const { at, market, timeline, month, partner } = asked;
  const today = utcDay(at);
  if (timeline === 'history' && month === undefined)
    return refuse('invalid_input', { field: 'month', description: 'A sheet of the past needs its month, YYYYMM.' });
  if (timeline === 'history' && `${month}-01` > today) return refuse('resource_not_found');
  if (timeline === 'current' && month !== undefined && month !== today.slice(0, 7)) return refuse('resource_not_found');
  let sheetMonth = timeline === 'history' ? month! : today.slice(0, 7);
  let isFound = timeline !== 'future';
  for (const currency of currenciesOf(partner)) {
    const versions = await cardVersionStore(deps.table).of({ currency, region: partner.region });
    const next = versions.find(
      ({ effectiveOn }) => effectiveOn > today && addDays(effectiveOn, -VISIBLE_DAYS) <= today,
    );
    if (timeline === 'future' && (!next || (month !== undefined && month !== next.effectiveOn.slice(0, 7)))) continue;
    const span = spanOf({ timeline, month: sheetMonth, today, next });
    isFound = true;
    if (timeline === 'future') sheetMonth = next!.effectiveOn.slice(0, 7);
    // What is not in force yet is no end that may be seen.
    const knownThrough = timeline === 'future' ? span.start : today;
    const seen = versions.filter(({ effectiveOn }) => effectiveOn <= knownThrough);
    const prices = meterPrices(span, knownThrough);
    const wanted = inSpan(seen, span);
    for (const [index, version] of wanted.entries()) {
      const until = wanted[index + 1]?.effectiveOn;
      prices.add({ from: version.effectiveOn, until, card: await cardOf(version, deps) });
    }
    for (const price of prices.all()) for (const row of meterRows(price, { market, currency, timeline })) add(row);
  }
  return isFound ? ok(sheetMonth) : refuse('resource_not_found');
}

/** A partner of Europe sees the cards of all its currencies, others that of their bills. */
const currenciesOf = ({ region, currency }: PartnerAccount): readonly string[] =>
  region === EUROPEAN_REGION ? [...EUROPEAN_CURRENCIES].sort() : [currency];

interface Times {
  readonly timeline: Timeline;
  readonly month: string;
  readonly today: Day;
  readonly next: CardVersion | undefined;
}

function spanOf({ timeline, month, today, next }: Times): DayPeriod {
  if (timeline === 'current') return { start: today, end: addDays(today, 1) };
  if (timeline === 'future') return { start: next!.effectiveOn, end: addDays(next!.effectiveOn, 1) };
  const start = day(`${month}-01`);
  const end = addMonths(start, 1);
  return { start, end: end <= today ? end : addDays(today, 1) };
}

/** Versions that are in force on a day of a span, and the next one, oldest first. */
function inSpan(versions: readonly CardVersion[], { start, end }: DayPeriod): readonly CardVersion[] {
  const first = versions.findLastIndex(({ effectiveOn }) => effectiveOn <= start);
  const last = versions.findLastIndex(({ effectiveOn }) => effectiveOn < end);
  return last < 0 ? [] : versions.slice(Math.max(first, 0), last + 2);
}

async function cardOf({ file }: CardVersion, { files }: PriceSheetsDeps): Promise<RateCardFile> {
  const bytes = await files.get(file);
  invariant(bytes, 'a card is stored before it is told of');
  return RateCardFile.parse(JSON.parse(gunzipSync(bytes).toString('utf8')));
}
