import * as z from 'zod';
import { defineEvent } from '../shared/contracts/events.ts';
import { exportStepDetail, Id } from './common.ts';

/** Tenancy's events of exports; `exports.ts` says who answers. */

/** Every context that has something of the customer writes it to files and says so (CUS-6); `exports.ts` names them. */
export const CustomerExportRequested = defineEvent({
  source: 'tenancy',
  type: 'CustomerExportRequested',
  version: 1,
  meaning: 'A customer asked for its data as an archive.',
  detail: z.object({
    exportId: Id,
    customerId: Id,
    scope: z.enum(['all', 'directory', 'commerce', 'support']),
    /** Contexts that are to answer. */
    contexts: z.array(z.string()),
    /** Those that sold to the customer or administered it, a page of them by id. */
    partnerIds: z.array(Id),
    /** Which page it is; absent: the first. Further ones ask those contexts alone that read by partner. */
    page: z.number().int().min(1).optional(),
  }),
});

export const DirectoryExported = defineEvent({
  source: 'tenancy',
  type: 'DirectoryExported',
  version: 1,
  meaning: 'A part of the organization, its users and relationships was written for an export.',
  detail: z.object(exportStepDetail),
});
