import type { Key } from '../../../../shared/dynamo/table.ts';

/** Keys by access pattern; the README of the context has a row for each. */

export const bootstrapKey: Key = { pk: 'TENANCY#PROGRAM#BOOTSTRAP', sk: 'OPERATOR' };
