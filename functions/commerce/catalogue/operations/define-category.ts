import { occasionOf } from '../../../../shared/dynamo/aggregate.ts';
import { retryOnConflict } from '../../../../shared/dynamo/table.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { catalogueStore } from '../store/catalogue-store.ts';
import type { CatalogueOperation } from './dependencies.ts';
import { toCategoryDefinitionWire } from './list-category-definitions.ts';

/** Adds a category, or replaces the one that has this id in any case. */
export const defineCategory: CatalogueOperation<'defineCategory'> = async (call, { table }) => {
  const { body, once } = call;
  const reply = { status: 201 as const, body: toCategoryDefinitionWire(body) };
  const store = catalogueStore(table);
  const occasion = { ...occasionOf(call), complete: once.complete(reply) };
  await retryOnConflict(async () => store.saveCategory(await store.load(), body, occasion));
  return ok(reply);
};
