import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import type { Import } from '../domain/import.ts';
import { importStore } from '../store/import-store.ts';
import type { ImportsDeps, ImportsOperation } from './dependencies.ts';
import { withUploadUrl } from './import-wire.ts';

/** ORD-8: one import of the partner. */
export const viewImport: ImportsOperation<'viewImport'> = async (call, deps) => {
  const found = await loadImport(call, deps);
  if (!found.ok) return found;
  return ok({ status: 200, body: await withUploadUrl(found.value, deps.files) });
};

/** The import of the path: another partner's does not exist. */
export async function loadImport(
  call: {
    readonly at: Instant;
    readonly caller: { readonly tenantId: string };
    readonly path: { readonly importId: string };
  },
  { table }: Pick<ImportsDeps, 'table'>,
): Promise<Result<Import, Refusal<'resource_not_found'>>> {
  const ids = { partnerId: call.caller.tenantId, importId: call.path.importId.toLowerCase() };
  const found = await importStore(table).load(ids, call.at);
  return found ? ok(found) : refuse('resource_not_found');
}
