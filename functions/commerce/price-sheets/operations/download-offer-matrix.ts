import { refuse } from '../../../../shared/kernel/result.ts';
import { day, type Instant, startOfDay, utcDay } from '../../../../shared/kernel/time.ts';
import { catalogueStore, isKnown, isOnSale, type Offer, openSegments, viewerOf } from '../../catalogue/index.ts';
import { pricedOffersBy, type SeenList, seenLists } from '../../price-lists/index.ts';
import { MATRIX_COLUMNS, matrixRow } from '../domain/offer-matrix.ts';
import type { PriceSheetsOperation } from './dependencies.ts';
import { sheetFile, sheetReply } from './sheet-reply.ts';

/**
 * CAT-1, CAT-5: the offers of a month, with what they need and where they are sold. A month that has begun has those of the
 * list in force; a later one only where its own list is visible (CAT-4).
 */
export const downloadOfferMatrix: PriceSheetsOperation<'downloadOfferMatrix'> = async (call, { table, files }) => {
  const { month } = call.path;
  const list = listOf(await seenLists(table, call.at), month, call.at);
  if (!list) return refuse('resource_not_found');
  const [priced, catalogue] = await Promise.all([pricedOffersBy(table, list.month), catalogueStore(table).read()]);
  const then = list.effectiveFrom > call.at ? list.effectiveFrom : call.at;
  const viewer = viewerOf(call.caller, call.caller.account.country);
  const isPast = month < utcDay(call.at).slice(0, 7);
  const isListed = (offer: Offer): boolean =>
    isKnown(catalogue, offer, viewer) &&
    openSegments(offer, catalogue.openings).length > 0 &&
    (offer.billing === 'usage' || priced.has(offer.id)) &&
    (isPast || isOnSale(offer, then));
  const file = sheetFile(MATRIX_COLUMNS, call.query.bom === true);
  const offers = [...catalogue.offers.values()].filter(isListed).sort(byTitle);
  for (const offer of offers) file.add(matrixRow(offer, { ...catalogue, locale: call.locale }));
  return sheetReply(file.parts(), {
    name: `OfferMatrix_${month.replace('-', '')}`,
    at: call.at,
    requestId: call.requestId,
    acceptEncoding: call.headers['accept-encoding'],
    files,
  });
};

function listOf(lists: Awaited<ReturnType<typeof seenLists>>, month: string, at: Instant): SeenList | undefined {
  const begin = startOfDay(day(`${month}-01`));
  return lists.ofMonth(month) ?? (begin <= at ? lists.inForce(begin) : undefined);
}

const byTitle = (a: Offer, b: Offer): number =>
  compare(a.plan.name, b.plan.name) || compare(a.name, b.name) || compare(a.id, b.id);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
