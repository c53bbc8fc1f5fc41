import * as z from 'zod';
import type { ContextName } from './routes.ts';

/**
 * Events are business facts that one context tells the others. Published strictly, read tolerantly: unknown members
 * are dropped, a new optional member keeps the version, anything else is a new version beside the old one.
 */
export interface EventDefinition<D extends z.ZodObject = z.ZodObject> {
  readonly source: ContextName;
  /** Noun and past participle, PascalCase. */
  readonly type: string;
  readonly version: number;
  readonly meaning: string;
  readonly detail: D;
}

export const defineEvent = <D extends z.ZodObject>(definition: EventDefinition<D>): EventDefinition<D> => definition;

export type EventDetail<E extends EventDefinition> = z.infer<E['detail']>;

/** Who did it, and for whom. */
export const Actor = z.object({
  tenantId: z.string(),
  /** User or application id; absent for scheduled work. */
  principalId: z.string().optional(),
  kind: z.enum(['user', 'application', 'schedule', 'event']),
  /** The application through which it was done. Absent of what was done before it was told, and of pages and schedules. */
  applicationId: z.string().optional(),
  /** The program itself did it, with its own people or programs. */
  isOperator: z.literal(true).optional(),
});
export type Actor = z.infer<typeof Actor>;

const envelopeShape = {
  eventId: z.string(),
  type: z.string(),
  version: z.number().int(),
  source: z.string(),
  /** When it took effect (UTC instant). */
  occurredAt: z.string(),
  /** Tenant whose state changed: the partner for subscriptions and invoices, the customer for its own data. */
  tenantId: z.string(),
  aggregateId: z.string(),
  /** Counts every save of the aggregate from 1; a gap means that something is still on its way. */
  aggregateVersion: z.number().int(),
  correlationId: z.string(),
  /** Request id or event id that caused it. */
  causationId: z.string(),
  actor: Actor,
};

export const EventEnvelope = z.object({ ...envelopeShape, detail: z.record(z.string(), z.unknown()) });

export interface EventRecord<D = Record<string, unknown>> {
  readonly eventId: string;
  readonly type: string;
  readonly version: number;
  readonly source: string;
  readonly occurredAt: string;
  readonly tenantId: string;
  readonly aggregateId: string;
  readonly aggregateVersion: number;
  readonly correlationId: string;
  readonly causationId: string;
  readonly actor: Actor;
  readonly detail: D;
}

export type EventOf<E extends EventDefinition> = EventRecord<EventDetail<E>>;

/** Reads an event tolerantly. @throws ZodError when a member that we rely on is missing or malformed. */
export function parseEvent<E extends EventDefinition>(definition: E, input: unknown): EventOf<E> {
  const envelope = EventEnvelope.parse(input);
  return { ...envelope, detail: definition.detail.parse(envelope.detail) } as EventOf<E>;
}

/** What the creator of an event knows; ids and version are added when it is stored. */
export interface NewEvent<D = Record<string, unknown>> {
  readonly definition: EventDefinition;
  readonly tenantId: string;
  readonly aggregateId: string;
  readonly occurredAt: string;
  readonly detail: D;
}

/** Strict schemas by definition: making one costs more than a thousand checks with it. */
const strictDetails = new WeakMap<EventDefinition, z.ZodObject>();
function strictDetail(definition: EventDefinition): z.ZodObject {
  const known = strictDetails.get(definition) ?? definition.detail.strict();
  strictDetails.set(definition, known);
  return known;
}

/** Builds an event and checks its detail strictly: an unknown or missing member is a bug of the publisher. */
export function newEvent<E extends EventDefinition>(
  definition: E,
  about: { tenantId: string; aggregateId: string; occurredAt: string },
  detail: EventDetail<E>,
): NewEvent<EventDetail<E>> {
  const checked = strictDetail(definition).parse(detail) as EventDetail<E>;
  return { definition, ...about, detail: checked };
}
