export * from './carts/schemas.ts';
export * from './catalogue/schemas.ts';
export * from './orders/schemas.ts';
export * from './price-lists/schemas.ts';
export * from './products/schemas.ts';
export * from './quotes/schemas.ts';
export * from './subscriptions/schemas.ts';
