import type { EventDefinition } from '../shared/contracts/events.ts';
import * as billing from './billing.ts';
import * as commerce from './commerce.ts';
import * as tenancy from './tenancy.ts';

export * from './billing.ts';
export * from './commerce.ts';
export * from './tenancy.ts';

/** By what functions know of an event: its words for readers are not in them. */
const isEvent = (value: unknown): value is EventDefinition =>
  typeof value === 'object' && value !== null && 'type' in value && 'version' in value && 'detail' in value;

/** The catalogue: everything that contexts tell each other. */
export const eventCatalogue: readonly EventDefinition[] = [tenancy, commerce, billing].flatMap((module) =>
  Object.values(module).filter(isEvent),
);
