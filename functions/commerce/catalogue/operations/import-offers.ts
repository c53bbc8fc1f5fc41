import { type Occasion, occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import type { FileBody } from '../../../../shared/http/call.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { firstMarkets, type Markets } from '../domain/markets.ts';
import type { Offer, OfferDefinition } from '../domain/offer.ts';
import { changeOffer, definitionErrors, draftOffer, isReadyToPublish, publishOffer } from '../domain/offer-change.ts';
import { catalogueStore, fittingOffers, type LoadedOffers } from '../store/catalogue-store.ts';
import type { CatalogueDeps } from './dependencies.ts';
import { CATALOGUE_COLUMNS, csvRows, type OfferRow, offerOfRow } from './offer-csv.ts';
import { doneRow, failedRow, importResult, type RowResult, type RowStatus } from './row-results.ts';

export interface ValidRow extends OfferRow {
  readonly row: number;
}

/**
 * CAT-1: imports offers from CSV, row by row: each is created, updated, skipped (same content) or failed with its
 * errors. Sent again it goes on with what is not done. Rows may name each other as base, in any order (CAT-5).
 */
export async function importOffers(file: FileBody, call: Occasion, deps: CatalogueDeps) {
  const rows = csvRows(file.text, CATALOGUE_COLUMNS);
  if (!rows.ok) return rows;
  const known = await catalogueStore(deps.table).read();
  const results: RowResult[] = [];
  const valid = new Map<string, ValidRow>();
  for (const csvRow of rows.value) {
    const key = csvRow.cells.offerId ?? '';
    const parsed = offerOfRow(csvRow);
    if (!parsed.ok) results.push(failedRow(csvRow.row, key, parsed.refusal));
    else if (valid.has(parsed.value.definition.id))
      results.push(failedRow(csvRow.row, key, [{ field: 'offerId', description: 'is in the file twice' }]));
    else valid.set(parsed.value.definition.id, { ...parsed.value, row: csvRow.row });
  }
  for (const failed of rowsWithoutBase(valid, (id) => known.offers.has(id), known.markets)) {
    results.push(failed);
    valid.delete(failed.key);
  }
  const priced = await deps.pricedOffers(call.at);
  results.push(...(await saveRows([...valid.values()], priced, occasionOf(call), deps)));
  return ok({ status: 200 as const, body: importResult(results) });
}

/**
 * Rows that fail in themselves or name a base that fails; taking one out may take its add-ons out too. A row is judged
 * again only when one of its bases failed, so that a long chain of bases costs no more than its rows.
 */
export function rowsWithoutBase(
  valid: ReadonlyMap<string, ValidRow>,
  isStored: (id: string) => boolean,
  markets: Markets = firstMarkets,
): RowResult[] {
  const addOnsOf = new Map<string, string[]>();
  for (const [id, { definition }] of valid)
    for (const base of definition.prerequisiteOffers) {
      const addOns = addOnsOf.get(base);
      if (addOns) addOns.push(id);
      else addOnsOf.set(base, [id]);
    }
  const failed = new Map<string, RowResult>();
  const isKnown = (base: string) => isStored(base) || (valid.has(base) && !failed.has(base));
  const toJudge = [...valid.keys()];
  for (let id = toJudge.pop(); id !== undefined; id = toJudge.pop()) {
    if (failed.has(id)) continue;
    const { definition, row } = valid.get(id)!;
    const errors = definitionErrors(definition, { isKnownOffer: isKnown, markets });
    if (errors.length === 0) continue;
    failed.set(id, failedRow(row, id, errors));
    if (!isStored(id)) toJudge.push(...(addOnsOf.get(id) ?? []));
  }
  return [...failed.values()];
}

/** In as few saves as take the rows, each decided on what is stored then. */
async function saveRows(
  rows: readonly ValidRow[],
  priced: ReadonlySet<string>,
  occasion: Occasion,
  { table }: CatalogueDeps,
): Promise<RowResult[]> {
  const store = catalogueStore(table);
  const results: RowResult[] = [];
  while (results.length < rows.length) {
    const rest = rows.slice(results.length);
    const done = await retryOnConflict(async () => {
      const loaded = await store.load();
      const decided = decideFitting(rest, loaded, priced);
      const changed = decided.flatMap(({ offer }) => offer ?? []);
      if (changed.length > 0) await store.save(loaded, changed, occasion);
      return decided.map(({ result }) => result);
    });
    results.push(...done);
  }
  return results;
}

interface DecidedRow {
  readonly result: RowResult;
  readonly offer?: Offer;
}

/** Rows from the first on, up to one that a save does not take with those before it. */
function decideFitting(
  rows: readonly ValidRow[],
  loaded: LoadedOffers,
  priced: ReadonlySet<string>,
): readonly DecidedRow[] {
  const decided: DecidedRow[] = [];
  const changed: Offer[] = [];
  for (const row of rows) {
    const next = decideRow(row, loaded, priced);
    if (next.offer) changed.push(next.offer);
    if (fittingOffers(changed) < changed.length) break;
    decided.push(next);
  }
  return decided;
}

function decideRow(
  { row, definition, isToBePublished }: ValidRow,
  loaded: LoadedOffers,
  priced: ReadonlySet<string>,
): DecidedRow {
  const before = loaded.offer(definition.id);
  const draft = before
    ? changeOffer(before, sameMembers(before, definition))
    : { ok: true as const, value: draftOffer(definition) };
  if (!draft.ok) {
    const { field = 'offerId', description = 'does not change' } = draft.refusal;
    return { result: failedRow(row, definition.id, [{ field, description }]) };
  }
  const offer = isToBePublished ? publishedOrWaiting(draft.value, priced, before) : draft.value;
  const done = (status: RowStatus) => doneRow(row, definition.id, status, { type: 'offer', id: definition.id });
  if (offer === before) return { result: done('skipped') };
  return { result: done(before ? 'updated' : 'created'), offer };
}

/** What the file cannot say (translations, caps, sale span …) stays as it is stored. */
const sameMembers = (before: Offer, definition: OfferDefinition): OfferDefinition => ({
  ...definition,
  translations: before.translations,
  plan: { ...before.plan, ...definition.plan },
  ...(before.earlyTerminationFee && { earlyTerminationFee: before.earlyTerminationFee }),
  ...(before.tenantSeatCap !== undefined && { tenantSeatCap: before.tenantSeatCap }),
  ...(before.inventoryLimit !== undefined && { inventoryLimit: before.inventoryLimit }),
  ...(before.saleFrom && { saleFrom: before.saleFrom }),
  ...(before.saleUntil && { saleUntil: before.saleUntil }),
});

/** One save whatever happens to the row: created or changed, and published, or waiting for its price. */
function publishedOrWaiting(draft: Offer, priced: ReadonlySet<string>, before: Offer | undefined): Offer {
  if (draft.state !== 'draft') return draft;
  const version = (before?.version ?? 0) + 1;
  if (isReadyToPublish(draft, priced)) {
    const published = publishOffer(draft, true);
    return published.ok ? { ...published.value, version } : draft;
  }
  return draft.publishWhenPriced ? draft : { ...draft, publishWhenPriced: true, version };
}
