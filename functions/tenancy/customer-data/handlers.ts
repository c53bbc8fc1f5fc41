import { contributeDirectory } from './operations/contribute-directory.ts';
import { eraseExports } from './operations/erase-exports.ts';
import { failExports } from './operations/fail-exports.ts';
import { requestMyExport } from './operations/request-export.ts';
import { takeExportStep } from './operations/take-export-step.ts';
import { viewMyExport } from './operations/view-export.ts';

/** What answers each route of the slice. */
export const customerDataOperations = { requestMyExport, viewMyExport } as const;

/** What takes each event that the slice listens to. */
export const customerDataConsumerFunctions = { contributeDirectory, eraseExports, takeExportStep } as const;

/** What each job of the slice does. */
export const customerDataJobFunctions = { failExports } as const;
