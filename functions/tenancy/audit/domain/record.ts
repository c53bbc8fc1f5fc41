import { epochMs, type Instant, instant } from '../../../../shared/kernel/time.ts';
import { type OperationType, operations, type ResourceType } from './vocabulary.ts';

/** Members of what was changed, as its event names them: ids, states, numbers, days. */
export type Values = Readonly<Record<string, unknown>>;

/**
 * One change of state (API-3): who made it, when, in whose tenant, and what it was. It has ids and no names: those are
 * looked up when it is read, so that erasing a person or a company needs no change here (CUS-6).
 */
export interface AuditRecord {
  /** The event that it comes from; with the operation it names the record. */
  readonly eventId: string;
  readonly at: Instant;
  readonly operation: OperationType;
  readonly resource: ResourceType;
  /** The partner that acted or that it happened to. None: a customer's or the program's own affair. */
  readonly partnerId?: string;
  /** The other partner of a partnership: it sees the record as well. */
  readonly otherPartnerId?: string;
  readonly customerId?: string;
  readonly actor: RecordedActor;
  readonly correlationId: string;
  readonly before?: Values;
  readonly after?: Values;
  /** What else tells of it. */
  readonly notes?: Readonly<Record<string, string>>;
}

export interface RecordedActor {
  readonly tenantId: string;
  /** User, or application without one; none when a schedule did it. */
  readonly principalId?: string;
  readonly isApplication?: true;
  /** The application through which it came. */
  readonly applicationId?: string;
  readonly isOperator?: true;
}

/** Whose people or programs made the change. */
export function actedBy({ actor, customerId }: Pick<AuditRecord, 'actor' | 'customerId'>) {
  if (actor.isOperator) return 'operator';
  if (actor.principalId === undefined) return 'program';
  return actor.tenantId === customerId ? 'customer' : 'partner';
}

// --- ids ---------------------------------------------------------------------------------------------------------------

/** What finds a record in a log. */
export type RecordPlace = Pick<AuditRecord, 'eventId' | 'operation' | 'at'>;

/** Ticks are ten to a microsecond, and count from the first day of year 1. */
const TICKS_AT_1970_MS = 62_135_596_800_000;
const LAST_MS = 253_402_300_799_999;
const plain = (operation: string): string => operation.replaceAll('_', '');

/** The id that callers see: whose it is, its event, its operation, and when (tenancy contract 11.1). */
export const recordId = ({ partnerId, customerId, eventId, operation, at }: AuditRecord): string =>
  [partnerId, customerId, eventId, plain(operation), `${epochMs(at) + TICKS_AT_1970_MS}0000`]
    .filter((part) => part !== undefined)
    .join('_');

/** Where the record of an id stands. Undefined for a text that is none. */
export function placeOfId(id: string): RecordPlace | undefined {
  const [ticks = '', spelled, eventId] = id.split('_').reverse();
  const operation = operations.find((known) => plain(known) === spelled);
  const ms = /^\d{14,15}0000$/.test(ticks) ? Number(ticks.slice(0, -4)) - TICKS_AT_1970_MS : Number.NaN;
  if (!operation || !eventId || !(ms >= 0 && ms <= LAST_MS)) return undefined;
  return { eventId, operation, at: instant(ms) };
}
