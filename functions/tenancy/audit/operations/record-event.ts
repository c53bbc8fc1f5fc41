import type { EventRecord } from '../../../../shared/contracts/events.ts';
import { alike, given } from '../../../../shared/kernel/given.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { instant } from '../../../../shared/kernel/time.ts';
import type { AuditRecord, Values } from '../domain/record.ts';
import { auditStore } from '../store/audit-store.ts';
import type { Deps } from './dependencies.ts';
import { actorOf } from './rules/actor.ts';
import { ruleOf } from './rules/index.ts';

/** Puts every change of state of the program into the log (API-3). Twice, late and in any order come to the same. */
export async function recordEvent(event: EventRecord, { table }: Deps): Promise<void> {
  for (const record of recordsOf(event)) await auditStore(table).keep(record);
}

/** The records of an event, which follow from it alone. */
export function recordsOf(event: EventRecord): AuditRecord[] {
  const rule = ruleOf(event);
  invariant(rule, `${event.type} version ${event.version} has a rule for the audit log`);
  const shared = given({
    eventId: event.eventId,
    at: instant(event.occurredAt),
    ...rule.parties(event),
    actor: actorOf(event.actor),
    correlationId: event.correlationId,
    ...valuesOf(event.detail, rule.keeps),
    notes: rule.notes?.(event),
  });
  return rule.acts(event).map((act) => ({ ...shared, ...act }));
}

/** What is kept of before and after; where both are told, of the members that changed, and of the first. */
function valuesOf({ before, after, ...detail }: Values, keeps: readonly string[]): { before?: Values; after?: Values } {
  const kept = (values: unknown): Values =>
    given(Object.fromEntries(keeps.map((name) => [name, (values as Values)[name]])));
  const now = kept(after ?? detail);
  if (before === undefined) return { after: now };
  const was = kept(before);
  const isTold = ([name, value]: [string, unknown], other: Values): boolean =>
    name === keeps[0] || !alike(value, other[name]);
  const told = (values: Values, other: Values): Values =>
    Object.fromEntries(Object.entries(values).filter((entry) => isTold(entry, other)));
  return { before: told(was, now), after: told(now, was) };
}
