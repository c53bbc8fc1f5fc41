export * from './accounts/schemas.ts';
export * from './amendments/schemas.ts';
export * from './costs/schemas.ts';
export * from './estimates/schemas.ts';
export * from './history/schemas.ts';
export * from './invoices/schemas.ts';
export * from './rate-cards/schemas.ts';
export * from './usage/schemas.ts';
