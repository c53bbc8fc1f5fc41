import type { Table } from '../../../../shared/dynamo/table.ts';
import type { PartnerAccount } from '../../../../shared/identity/access.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import { addMonths, addMs, day, type Instant, startOfDay } from '../../../../shared/kernel/time.ts';
import {
  type Catalogue,
  catalogueStore,
  isKnown,
  isProgramMarket,
  isSoldIn,
  isVisible,
  type Look,
  type Offer,
  openSegments,
  viewerOf,
} from '../../catalogue/index.ts';
import {
  currenciesOf,
  exchangeAt,
  type HeldPrice,
  marketPrices,
  type SeenList,
  seenLists,
} from '../../price-lists/index.ts';
import {
  EMPTY_VIEWS,
  EUROPEAN_CURRENCIES,
  EUROPEAN_REGION,
  isShown,
  METERS_VIEW,
  SEATS_VIEW,
  sheetColumns,
  sheetRows,
  type Timeline,
} from '../domain/price-sheet.ts';
import { addMeters } from './consumption-sheet.ts';
import type { PriceSheetsOperation } from './dependencies.ts';
import { sheetFile, sheetReply } from './sheet-reply.ts';

/**
 * CAT-3, CAT-4: the price sheet of a market, made anew from the list as it is for each who asks. A sheet of the future is
 * there from the instant that its list is visible, for everybody; before, and where the list changes nothing, there is none.
 */
export const downloadPriceSheet: PriceSheetsOperation<'downloadPriceSheet'> = async (call, { table, files }) => {
  const { timeline, bom: isMarked = false } = call.query;
  const { partner } = call.caller.account;
  invariant(partner, 'the roles that see prices are those of partners');
  const market = call.path.market.toUpperCase();
  const view = call.path.view.toLowerCase();
  const isEmpty = EMPTY_VIEWS.has(view);
  const catalogue = await catalogueStore(table).read();
  const isKnown = isProgramMarket(catalogue.markets, market) || partner.regionCountries.includes(market);
  if (!isKnown || !(isEmpty || view === SEATS_VIEW || view === METERS_VIEW)) return refuse('resource_not_found');
  if (!partner.regionCountries.includes(market))
    return refuse('country_not_authorized', {
      field: 'market',
      description: `The partner is not authorized for ${market}.`,
    });
  const file = sheetFile(sheetColumns(timeline), isMarked);
  const reply = (month: string) =>
    sheetReply(file.parts(), {
      name: `PriceSheet_${market}_${view}_${month.replace('-', '')}`,
      at: call.at,
      requestId: call.requestId,
      acceptEncoding: call.headers['accept-encoding'],
      files,
    });
  if (view === METERS_VIEW) {
    const added = await addMeters({ at: call.at, market, partner, ...call.query }, file.add, { table, files });
    return added.ok ? reply(added.value) : added;
  }
  const asked = await askedFor(table, call.at, call.query);
  if (!asked.ok) return asked;
  const viewer = viewerOf(call.caller, market);
  const sheet = { ...asked.value, market, timeline, locale: call.locale, viewer };
  const isChanged = !isEmpty && (await addPrices(file, sheet, { table, catalogue, partner }));
  if (timeline === 'future' && !isChanged) return refuse('resource_not_found');
  return reply(asked.value.month);
};

/** The list of a sheet, and the time of which it shows prices: an instant, or a month. */
interface Asked {
  readonly list: SeenList;
  readonly month: string;
  readonly span: { readonly from: Instant; readonly until: Instant };
}

const momentAt = (at: Instant) => ({ from: at, until: addMs(at, 1) });

async function askedFor(
  table: Table,
  at: Instant,
  { timeline, month }: { timeline: Timeline; month?: string | undefined },
): Promise<Result<Asked, Refusal<'resource_not_found' | 'invalid_input'>>> {
  if (timeline === 'history' && month === undefined)
    return refuse('invalid_input', { field: 'month', description: 'A sheet of the past needs its month, YYYYMM.' });
  const lists = await seenLists(table, at);
  if (timeline === 'history') {
    const begin = startOfDay(day(`${month}-01`));
    const end = startOfDay(addMonths(day(`${month}-01`), 1));
    const list = lists.inForce(begin) ?? lists.ofMonth(month!);
    if (begin > at || !list) return refuse('resource_not_found');
    return ok({ list, month: month!, span: { from: begin, until: end } });
  }
  const list = timeline === 'future' ? lists.next() : lists.inForce(at);
  if (!list || (month !== undefined && month !== list.month)) return refuse('resource_not_found');
  return ok({ list, month: list.month, span: momentAt(timeline === 'future' ? list.effectiveFrom : at) });
}

interface Sheet extends Asked {
  readonly market: string;
  readonly timeline: Timeline;
  readonly locale: string;
  readonly viewer: Look['viewer'];
}

/** Says whether the list changes anything of the market. */
async function addPrices(
  file: ReturnType<typeof sheetFile>,
  sheet: Sheet,
  { table, catalogue, partner }: { table: Table; catalogue: Catalogue; partner: PartnerAccount },
): Promise<boolean> {
  const { list, market } = sheet;
  let isChanged = false;
  const priced = await currenciesOf(table, list, market);
  const exchange = await exchangeAt(table, sheet.span.from);
  const foreign = exchange && priced.includes(exchange.pricingCurrency) ? exchange : undefined;
  const currencies = new Set([...priced, ...(foreign ? foreign.currencies : [])]);
  for (const currency of [...currencies].sort()) {
    if (!isCurrencyOf(partner, currency)) continue;
    const prices = await marketPrices(table, list, { country: market, currency });
    const others = await foreign?.heldIn(currency, { list, market });
    isChanged ||= prices.isChanged || (others?.isChanged ?? false);
    const held = [...prices.held, ...notPriced(others?.held ?? [], prices.held, sheet.span)];
    for (const { offer, held: each } of listed(held, { catalogue, sheet }))
      for (const row of sheetRows(offer, each, { ...sheet, currency, until: list.until })) file.add(row);
  }
  return isChanged;
}

/** M3: what has a price in the pricing currency alone at the time that the sheet is of. */
function notPriced(foreign: readonly HeldPrice[], own: readonly HeldPrice[], span: Asked['span']): HeldPrice[] {
  const placeOf = ({ offerId, segment }: HeldPrice): string => `${offerId} ${segment}`;
  const priced = new Set(own.filter((each) => isShown(each, span)).map(placeOf));
  return foreign.filter((each) => !priced.has(placeOf(each)));
}

/** A partner of Europe sees all of its currencies, others that of their bills (commerce contract 6). */
const isCurrencyOf = ({ region, currency: own }: PartnerAccount, currency: string): boolean =>
  region === EUROPEAN_REGION ? EUROPEAN_CURRENCIES.has(currency) : currency === own;

interface Listed {
  readonly offer: Offer;
  readonly held: HeldPrice;
}

function listed(held: readonly HeldPrice[], { catalogue, sheet }: { catalogue: Catalogue; sheet: Sheet }): Listed[] {
  const { span, market, timeline, viewer } = sheet;
  const isSold = (offer: Offer): boolean =>
    timeline === 'history'
      ? isKnown(catalogue, offer, viewer) && isSoldIn(offer, market, catalogue.markets, viewer.regionCountries)
      : isVisible(catalogue, offer, { viewer, at: span.from });
  return held
    .filter((each) => isShown(each, span))
    .flatMap((each): Listed[] => {
      const offer = catalogue.offers.get(each.offerId);
      const isOpen = offer && openSegments(offer, catalogue.openings).includes(each.segment);
      return isOpen && isSold(offer) ? [{ offer, held: each }] : [];
    })
    .sort(byTitle);
}

const byTitle = (a: Listed, b: Listed): number =>
  compare(a.offer.plan.name, b.offer.plan.name) ||
  compare(a.offer.name, b.offer.name) ||
  compare(a.offer.id, b.offer.id) ||
  compare(a.held.segment, b.held.segment) ||
  compare(a.held.from, b.held.from);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
