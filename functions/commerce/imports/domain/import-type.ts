/** What the rows of a file are. */
export const importTypes = ['customers', 'orders'] as const;
export type ImportType = (typeof importTypes)[number];
