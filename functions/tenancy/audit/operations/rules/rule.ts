import type { EventDefinition, EventDetail, EventOf } from '../../../../../shared/contracts/events.ts';
import type { AuditRecord } from '../../domain/record.ts';
import type { OperationType, ResourceType } from '../../domain/vocabulary.ts';

/** Whose affair a change is. */
export type Parties = Pick<AuditRecord, 'partnerId' | 'otherPartnerId' | 'customerId'>;

export interface Act {
  readonly operation: OperationType;
  readonly resource: ResourceType;
}

/** What an event tells of: its detail, or what that says is now. */
type Told<E extends EventDefinition> = EventDetail<E> extends { readonly after: infer After } ? After : EventDetail<E>;

/** What the log makes of an event. */
export interface AuditRule<E extends EventDefinition = EventDefinition> {
  /**
   * The members that the log keeps of what the event tells: ids, states, numbers, days. Names, addresses, texts of people and
   * prices stay out; so does whatever is not named here. The first is the id of what was changed, and always kept; of
   * the others, where the event has a before, those that changed.
   */
  readonly keeps: readonly (keyof Told<E> & string)[];
  parties(event: EventOf<E>): Parties;
  /** One record each. */
  acts(event: EventOf<E>): readonly [Act, ...Act[]];
  notes?(event: EventOf<E>): Readonly<Record<string, string>> | undefined;
}

/** A rule for every event that a module defines: one without does not compile. */
export type RulesOf<Module> = {
  readonly [Name in keyof Module as Module[Name] extends EventDefinition ? Name : never]: AuditRule<
    Extract<Module[Name], EventDefinition>
  >;
};
