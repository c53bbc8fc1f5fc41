import { type Catalogue, catalogue } from '../domain/catalogue.ts';
import { type OfferCategory, STANDARD_CATEGORIES, withCategory } from '../domain/category.ts';
import { firstMarkets, marketsOf } from '../domain/markets.ts';
import type { Offer } from '../domain/offer.ts';
import { type CatalogueHead, type CataloguePart, FORMER } from './catalogue-items.ts';

/** The catalogue at one version with the parts that it was read from; pure, and never changed in place. */
export interface CatalogueState {
  readonly head: CatalogueHead;
  /** What each part of the head holds, by its name; of those that were read. */
  readonly parts: ReadonlyMap<string, CataloguePart>;
  readonly offers: ReadonlyMap<string, Offer>;
  readonly categories: readonly OfferCategory[];
  readonly catalogue: Catalogue;
}

/** The state of a head from its parts and the entries behind them, oldest first. */
export function stateOf(
  head: CatalogueHead,
  parts: ReadonlyMap<string, CataloguePart>,
  entries: readonly CataloguePart[],
): CatalogueState {
  const held = head.parts.flatMap((name) => parts.get(name) ?? []);
  const former: CataloguePart = { offers: [], categories: head.categories ?? STANDARD_CATEGORIES };
  return applied(head, parts, { offers: new Map(), categories: [] }, [former, ...held, ...entries]);
}

/** The state of a later head, from what was saved in between. */
export const advancedState = (
  before: CatalogueState,
  head: CatalogueHead,
  entries: readonly CataloguePart[],
): CatalogueState => applied(head, before.parts, before, entries);

function applied(
  head: CatalogueHead,
  parts: ReadonlyMap<string, CataloguePart>,
  before: Pick<CatalogueState, 'offers' | 'categories'>,
  changes: readonly CataloguePart[],
): CatalogueState {
  const offers = new Map(before.offers);
  let { categories } = before;
  for (const change of changes) {
    for (const offer of change.offers) offers.set(offer.id, offer);
    for (const category of change.categories) categories = withCategory(categories, category);
  }
  let built: Catalogue | undefined;
  return {
    head,
    parts,
    offers,
    categories,
    get catalogue() {
      const markets = head.markets ? marketsOf(head.markets.regions) : firstMarkets;
      built ??= catalogue(offers.values(), categories, markets, head.openings);
      return built;
    },
  };
}

/** A part as a fold leaves it: one that was there, or one that is to be stored under a new name. */
export type FoldedPart = { readonly kept: string } | { readonly made: CataloguePart };

/** What fits into one part; told by whoever knows how parts are stored. */
export type Fits = (part: CataloguePart) => boolean;

/**
 * The parts that hold the whole state. A part of which nothing changed is kept; new offers go to the last one; one that
 * has grown too large becomes two. The same state always gives the same parts, so two who fold at once store the same.
 * Parts of before they were made anew all go, and so does the place of before for categories.
 */
export function foldedParts(
  { head, parts, offers, categories }: Omit<CatalogueState, 'catalogue'>,
  fits: Fits,
): FoldedPart[] {
  const named = head.parts.some((name) => name.startsWith(FORMER)) ? [] : head.parts;
  const placed = new Set(named.flatMap((name) => parts.get(name)!.offers.map(({ id }) => id)));
  const unplaced = [...offers.values()].filter(({ id }) => !placed.has(id));
  const [first, ...others] = named.length > 0 ? named : [undefined];
  return [first, ...others].flatMap((name, index, all) => {
    const before = name === undefined ? undefined : parts.get(name)!;
    const part: CataloguePart = {
      offers: [
        ...(before?.offers.map(({ id }) => offers.get(id)!) ?? []),
        ...(index === all.length - 1 ? unplaced : []),
      ],
      categories: index === 0 ? categories : [],
    };
    return name !== undefined && before && isSame(before, part) ? [{ kept: name }] : split(part, fits);
  });
}

const isSame = (a: CataloguePart, b: CataloguePart): boolean =>
  JSON.stringify(a.categories) === JSON.stringify(b.categories) &&
  a.offers.length === b.offers.length &&
  a.offers.every((offer, index) => offer === b.offers[index]);

function split(part: CataloguePart, fits: Fits): FoldedPart[] {
  const { offers, categories } = part;
  if (offers.length < 2 || fits(part)) return [{ made: part }];
  const half = Math.ceil(offers.length / 2);
  return [
    ...split({ offers: offers.slice(0, half), categories }, fits),
    ...split({ offers: offers.slice(half), categories: [] }, fits),
  ];
}
