/** An offer category orders the catalogue for people; its id and rank are part of the wire contract. */
export interface OfferCategory {
  readonly id: string;
  readonly rank: number;
  /** Name by culture or language; `name` serves where none fits. */
  readonly name: string;
  readonly translations: Readonly<Record<string, string>>;
}

const category = (id: string, rank: number, name: string): OfferCategory => ({ id, rank, name, translations: {} });

/** The categories that the program starts with (commerce contract 4). */
export const STANDARD_CATEGORIES: readonly OfferCategory[] = [
  category('Enterprise_Key', 20, 'Enterprise'),
  category('SmallBusiness_Key', 30, 'Small Business'),
  category('Government_Key', 40, 'Government'),
  category('Nonprofit_Key', 60, 'Nonprofit'),
  category('Trial_Key', 70, 'Trial'),
  category('Internal_Key', 100, 'Internal'),
];

export const categoryNameIn = (found: OfferCategory, locale: string): string =>
  found.translations[locale] ?? found.translations[locale.slice(0, 2)] ?? found.name;

export const findCategory = (from: readonly OfferCategory[], id: string): OfferCategory | undefined =>
  from.find((known) => known.id.toLowerCase() === id.toLowerCase());

/** Adds a category, or replaces the one that has its id in any case; it then comes last. */
export const withCategory = (before: readonly OfferCategory[], category: OfferCategory): readonly OfferCategory[] => [
  ...before.filter(({ id }) => id.toLowerCase() !== category.id.toLowerCase()),
  category,
];
