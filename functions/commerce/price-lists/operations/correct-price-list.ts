import { createHash } from 'node:crypto';
import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { catalogueStore } from '../../catalogue/index.ts';
import { correctionBegin } from '../domain/correction.ts';
import type { AcceptedPrice } from '../domain/price.ts';
import type { PublishedList } from '../domain/price-list.ts';
import { correctionStore, DRAFTS_MAX } from '../store/correction-store.ts';
import type { Calendar } from '../store/price-items.ts';
import { priceStore } from '../store/price-store.ts';
import { changesOf, listedAt } from './compared-prices.ts';
import type { PriceListsDeps, PriceListsOperation } from './dependencies.ts';
import { correctionsOf, toPriceListWire } from './price-list-wire.ts';
import { type Judging, judge, rowsOfBody } from './price-rows.ts';
import { noteCorrectedOffers } from './publish-waiting-offers.ts';

/**
 * CAT-4, ORD-4: corrects an error of a published list, all prices or none. It counts at one moment, whoever looks; a repeat, or a
 * correction to what the list has already, changes nothing. What is bought or renewed before it takes effect has the price of
 * before, and no price lock ever changes. The event tells all partners, and puts offers on sale that waited for a price.
 */
export const correctPriceList: PriceListsOperation<'correctPriceList'> = async (call, deps) => {
  const { table } = deps;
  const { month } = call.path;
  const { reason, effectiveFrom, prices } = call.body;
  const store = priceStore(table);
  const { offers, markets } = await catalogueStore(table).read();
  const answer = await retryOnConflict(async () => {
    const [list, calendar] = await Promise.all([store.list(month), store.calendar()]);
    if (!list) return refuse('resource_not_found');
    const begin = correctionBegin({ month, published: calendar.published, at: call.at }, effectiveFrom);
    if (!begin.ok) return begin;
    const pairs = Object.keys(await store.pairs(list));
    const rows = acceptedRows(prices, { margins: list.margins, offerOf: (id) => offers.get(id), markets, pairs });
    if (!rows.ok) return rows;
    const wanted = { month, reason, effectiveFrom: begin.value, rows: rows.value };
    const correctionId = idOf(wanted, calendar);
    const prepared = await correctionStore(table).prepare(calendar, { ...wanted, correctionId }, occasionOf(call));
    if (prepared === 'publishing') return refuse('price_list_publishing');
    if (prepared === 'tooManyDrafts')
      return refuse('invalid_property', {
        field: 'month',
        description: `More than ${DRAFTS_MAX} drafts began with this list: publish some of them first.`,
      });
    const { published } = prepared === 'unchanged' ? calendar : prepared.calendar;
    const reply = { status: 200 as const, body: await bodyOf(month, { published, at: call.at }, deps) };
    if (prepared !== 'unchanged') await table.write([...prepared.writes, ...call.once.complete(reply)]);
    return ok(reply);
  });
  if (answer.ok) await noteCorrectedOffers(month, deps);
  return answer;
};

async function bodyOf(
  month: string,
  lists: { published: readonly PublishedList[]; at: Instant },
  { table }: PriceListsDeps,
) {
  const list = (await priceStore(table).list(month))!;
  const [shown, changes, corrections] = await Promise.all([
    listedAt(table, list, lists),
    changesOf(table, list, lists),
    correctionsOf(table, month, lists.published),
  ]);
  return toPriceListWire(shown, changes, { corrections });
}

/** The first row that is wrong refuses all of them. */
function acceptedRows(
  prices: Parameters<typeof rowsOfBody>[0],
  judging: Judging,
): Result<readonly AcceptedPrice[], Refusal<'invalid_property'>> {
  const { accepted, results } = judge(rowsOfBody(prices), judging);
  for (const { row, errors } of results)
    for (const { field, description } of errors)
      return refuse('invalid_property', { field: `prices[${row - 1}].${field}`, description });
  return ok(accepted);
}

/**
 * What is the same has the same id: a repeat stores the same once more. Entered again after another correction it is another one.
 */
function idOf(
  {
    month,
    reason,
    effectiveFrom,
    rows,
  }: { month: string; reason: string; effectiveFrom: Instant; rows: readonly AcceptedPrice[] },
  { published }: Calendar,
): string {
  const number = published.find((list) => list.month === month)?.corrections?.length ?? 0;
  const content = JSON.stringify([month, number, effectiveFrom, reason, rows]);
  return guidFromHex(createHash('sha256').update(content).digest('hex'));
}
