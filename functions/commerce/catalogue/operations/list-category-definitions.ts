import { collection } from '../../../../shared/contracts/wire.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { OfferCategory } from '../domain/category.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import type { CatalogueOperation } from './dependencies.ts';

export const toCategoryDefinitionWire = ({ id, name, rank, translations }: OfferCategory) => ({
  id,
  name,
  rank,
  translations: { ...translations },
  attributes: { objectType: 'OfferCategoryDefinition' } as const,
});

/** Categories with their names in every language, by rank. */
export const listCategoryDefinitions: CatalogueOperation<'listCategoryDefinitions'> = async (_, { table }) => {
  const { categories } = await catalogueStore(table).read();
  const sorted = [...categories].sort((a, b) => a.rank - b.rank);
  return ok({ status: 200, body: collection(sorted.map(toCategoryDefinitionWire)) });
};
