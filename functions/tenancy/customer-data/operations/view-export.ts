import type { Operation } from '../../../../shared/http/call.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { expiresAt, isKnown } from '../domain/data-export.ts';
import type { customerDataRoutes } from '../routes.ts';
import { exportStore } from '../store/export-store.ts';
import type { Deps } from './dependencies.ts';
import { archiveKey, archiveName, toExportWire } from './export-wire.ts';

/** Seconds that a download may begin after the answer that has its address. */
const LINK_SECONDS = 300;

/** How an export stands, and where its archive is: an address that is made anew with each answer (CUS-6). */
export const viewMyExport: Operation<typeof customerDataRoutes.viewMyExport, Deps> = async (
  { caller, path, at },
  { table, files },
) => {
  const found = await exportStore(table).load({ customerId: caller.tenantId, exportId: path.exportId });
  if (!found || !isKnown(found, at)) return refuse('resource_not_found');
  const isOpen = found.state === 'ready' && at < expiresAt(found);
  const link = isOpen
    ? await files.link(archiveKey(found), { seconds: LINK_SECONDS, fileName: archiveName(found) })
    : undefined;
  return ok({ status: 200, body: toExportWire(found, at, link) });
};
