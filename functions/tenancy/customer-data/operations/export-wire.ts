import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { type Instant, toWireInstant, utcDay } from '../../../../shared/kernel/time.ts';
import type * as s from '../../schemas.ts';
import { type DataExport, expiresAt, stateAt } from '../domain/data-export.ts';

/** An export as its customer sees it; `downloadUrl` is a right, made for this answer alone. */
export function toExportWire(of: DataExport, at: Instant, downloadUrl?: string): z.input<typeof s.DataExport> {
  const state = stateAt(of, at);
  return {
    id: of.exportId,
    state,
    scope: of.scope,
    createdDate: toWireInstant(of.createdAt),
    ...given({ downloadUrl, expiryDate: state === 'ready' ? toWireInstant(expiresAt(of)) : undefined }),
    links: { self: link(`/my/exports/${of.exportId}`) },
    attributes: { objectType: 'DataExport' },
  };
}

/** Where the archive of an export lies. */
export const archiveKey = ({ customerId, exportId }: Pick<DataExport, 'customerId' | 'exportId'>): string =>
  `exports/tenancy/${customerId}/${exportId}/archive.zip`;

/** Under which name it is saved. */
export const archiveName = ({ scope, createdAt }: DataExport): string => `export-${scope}-${utcDay(createdAt)}.zip`;
