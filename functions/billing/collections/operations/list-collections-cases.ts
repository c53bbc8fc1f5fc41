import { collection } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import type { collectionsRoutes } from '../routes.ts';
import { COLLECTIONS_CASES_PER_PAGE } from '../schemas.ts';
import { collectionsStore } from '../store/collections-store.ts';
import { toWireCase } from './case-wire.ts';
import type { CollectionsDeps } from './dependencies.ts';

/** L8: cases of all partners, newest first. */
export const listCollectionsCases: Operation<
  (typeof collectionsRoutes)['listCollectionsCases'],
  CollectionsDeps
> = async (call, { table }) => {
  const page = await seekPage(call, collectionsStore(table).list(call.query.status), {
    sizeDefault: COLLECTIONS_CASES_PER_PAGE,
  });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: collection(items.map(toWireCase), links, token) });
};
