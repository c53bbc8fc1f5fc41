import type * as z from 'zod';
import { link } from '../../../../shared/contracts/wire.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { toWireInstant } from '../../../../shared/kernel/time.ts';
import type { Files } from '../../../../shared/messaging/files.ts';
import type * as s from '../../schemas.ts';
import { estimatedEnd, type Import, pendingRows, UPLOAD_SECONDS } from '../domain/import.ts';
import type { RowResult } from '../domain/row-result.ts';
import { uploadKey } from './read-file.ts';

type Wire = z.input<typeof s.Import>;

export function toImportWire(of: Import): Wire {
  const { importId, type, state, isDryRun, createdBy, createdAt, endedAt, failure } = of;
  const estimated = estimatedEnd(of);
  return {
    id: importId,
    type,
    state,
    rows: { total: of.rows, succeeded: of.succeeded, failed: of.failed, pending: pendingRows(of) },
    dryRun: isDryRun,
    createdBy,
    createdDate: toWireInstant(createdAt),
    ...given({
      estimatedEndDate: estimated && toWireInstant(estimated),
      endDate: endedAt && toWireInstant(endedAt),
      error: failure && { code: failure.code, description: failure.description },
    }),
    links: { self: link(`/imports/${importId}`), results: link(`/imports/${importId}/results`) },
    attributes: { objectType: 'Import' },
  };
}

/** An import that waits for its file says where to put it: a right for an hour, made for this answer and stored nowhere. */
export async function withUploadUrl(of: Import, files: Pick<Files, 'uploadLink'>): Promise<Wire> {
  const wire = toImportWire(of);
  if (of.pass !== 'upload' || of.state !== 'validating') return wire;
  const { contentType, fileBytes: bytes } = of;
  const uploadUrl = await files.uploadLink(uploadKey(of), { contentType, bytes, seconds: UPLOAD_SECONDS });
  return { ...wire, uploadUrl };
}

export const toRowWire = ({
  row,
  key,
  status,
  resource,
  customerId,
  errors,
}: RowResult): z.input<typeof s.ImportRow> => ({
  row,
  key,
  status,
  ...given({
    resource: resource && { type: resource.type, id: resource.id },
    customerId,
    subscriptionId: resource?.subscriptionId,
  }),
  errors: [...errors],
});
