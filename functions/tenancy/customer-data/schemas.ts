import * as z from 'zod';
import { WireInstant } from '../../../shared/contracts/dates.ts';
import { attributes, Guid, lenientEnum, selfLink } from '../../../shared/contracts/wire.ts';
import { exportScopes } from './domain/data-export.ts';

export const ExportPath = z.object({ exportId: Guid.describe('Id of the export.') });

export const ExportBody = z
  .object({
    scope: lenientEnum(exportScopes)
      .optional()
      .describe('What is wanted: `directory` is the organization with its people and partners. `all` when absent.'),
  })
  .meta({ id: 'ExportRequest' });

export const DataExport = z
  .object({
    id: z.string().describe('Id of the export.'),
    state: z
      .enum(['queued', 'running', 'ready', 'failed'])
      .describe('How it stands. What failed may be asked for anew.'),
    scope: z.enum(exportScopes).describe('What is in it.'),
    createdDate: WireInstant.describe('When it was asked for.'),
    downloadUrl: z
      .string()
      .optional()
      .describe('Address of the archive, of an export that is ready and has not expired. It opens for five minutes.'),
    expiryDate: WireInstant.optional().describe('Until when the archive is kept.'),
    links: selfLink,
    attributes: attributes('DataExport'),
  })
  .meta({ id: 'DataExport' });
