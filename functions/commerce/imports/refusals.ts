import { define, type RefusalTable } from '../../../shared/contracts/refusals.ts';

/** Why an import is not begun, or does not go on. */
export const importsRefusals = {
  upload_missing: define(
    400,
    800002,
    'The file is not there yet: PUT it to the uploadUrl of the import, then resume it.',
  ),
} as const satisfies RefusalTable;

export type ImportsRefusal = keyof typeof importsRefusals;
