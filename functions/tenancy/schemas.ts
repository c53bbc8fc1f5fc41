export * from './agreements/schemas.ts';
export * from './customers/schemas.ts';
export * from './invitations/schemas.ts';
export * from './people/schemas.ts';
export * from './program/schemas.ts';
export * from './relationships/schemas.ts';
export * from './sign-in/schemas.ts';
export * from './tenants/schemas.ts';
