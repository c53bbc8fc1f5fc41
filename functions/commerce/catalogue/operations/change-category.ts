import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { findCategory } from '../domain/category.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { toCategoryDefinitionWire } from './list-category-definitions.ts';

/** Changes what is said of a category; the id, as it is spelt, stays. */
export const changeCategory: CatalogueOperation<'changeCategory'> = (call, { table }) =>
  retryOnConflict(async () => {
    const store = catalogueStore(table);
    const loaded = await store.load();
    const before = findCategory(loaded.categories, call.path.categoryId);
    if (!before) return refuse('resource_not_found');
    const { name, rank, translations } = call.body;
    const after = { ...before, ...given({ name, rank, translations }) };
    if (JSON.stringify(after) !== JSON.stringify(before)) await store.saveCategory(loaded, after, occasionOf(call));
    return ok({ status: 200, body: toCategoryDefinitionWire(after) });
  });
