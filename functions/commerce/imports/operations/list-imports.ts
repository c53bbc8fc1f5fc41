import { collection } from '../../../../shared/contracts/wire.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok } from '../../../../shared/kernel/result.ts';
import { importStore } from '../store/import-store.ts';
import type { ImportsOperation } from './dependencies.ts';
import { toImportWire } from './import-wire.ts';

/** ORD-8: imports of the partner, newest first, as long as they are kept. */
export const listImports: ImportsOperation<'listImports'> = async (call, { table }) => {
  const list = importStore(table).list(call.caller.tenantId, call.at);
  const page = await seekPage(call, list, { sizeDefault: call.query.size });
  if (!page.ok) return page;
  const { items, links, token } = page.value;
  return ok({ status: 200, body: collection(items.map(toImportWire), links, token) });
};
