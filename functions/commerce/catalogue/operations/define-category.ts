import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { toCategoryDefinitionWire } from './list-category-definitions.ts';

/** Adds a category, or replaces the one that has this id in any case. */
export const defineCategory: CatalogueOperation<'defineCategory'> = async ({ body, once }, { table }) => {
  const reply = { status: 201 as const, body: toCategoryDefinitionWire(body) };
  await retryOnConflict(() => catalogueStore(table).saveCategory(body, once.complete(reply)));
  return ok(reply);
};
