import { describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { eventCatalogue } from '../../events/index.ts';
import { operations, resources } from '../../functions/tenancy/audit/domain/vocabulary.ts';
import { recordsOf } from '../../functions/tenancy/audit/operations/record-event.ts';
import { ruleOf } from '../../functions/tenancy/audit/operations/rules/index.ts';
import { toItem } from '../../functions/tenancy/audit/store/audit-item.ts';
import type { EventDefinition, EventRecord } from '../../shared/contracts/events.ts';
import { anEvent } from '../support/events.ts';
import { examples } from '../support/examples.ts';

/** What the log makes of every event there is, and what of it never gets in. */
const named = eventCatalogue.map((definition) => [`${definition.type}.v${definition.version}`, definition] as const);

interface Def {
  readonly type: string;
  readonly shape: Readonly<Record<string, z.core.$ZodType>>;
  readonly innerType: z.core.$ZodType;
  readonly element: z.core.$ZodType;
  readonly options: readonly z.core.$ZodType[];
  readonly entries: Readonly<Record<string, string>>;
  readonly values: readonly unknown[];
}
const TEXTS = ['2026-01-12T09:30:00.000Z', '2026-01-12', 'USD', '1.50'];

/** A value with every member that a schema can have; its free texts say where they stand. */
function full(schema: z.core.$ZodType, path = ''): unknown {
  const def = schema._zod.def as unknown as Def;
  switch (def.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(def.shape).map(([name, member]) => [name, full(member, path === '' ? name : `${path}.${name}`)]),
      );
    case 'optional':
      return full(def.innerType, path);
    case 'array':
      return [full(def.element, path)];
    case 'union':
      return full(def.options[0]!, path);
    case 'enum':
      return Object.values(def.entries)[0];
    case 'literal':
      return def.values[0];
    case 'boolean':
      return true;
    case 'number':
      return 1;
    default:
      return [`«${path}»`, ...TEXTS].find((text) => z.safeParse(schema, text).success);
  }
}
const fullEvent = (definition: EventDefinition): EventRecord => anEvent(definition, full(definition.detail) as never);

/** Names, addresses, what people wrote, what opens something, and money between program and partner. */
const NEVER =
  /name|mail|phone|contact|address|city|postal|street|domain|locale|message|password|secret|token|hash|link|root|reply|generation|credential|tax|wholesale|price(?!s$)|list$/i;

function membersIn(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [path];
  return Object.entries(value).flatMap(([name, member]) =>
    membersIn(member, path === '' ? name : Array.isArray(value) ? `${path}[]` : `${path}.${name}`),
  );
}

describe('API-3: every event of the program is in the audit log', () => {
  it.each(named)('%s', (_, definition) => {
    expect(ruleOf(definition), 'give it a rule in functions/tenancy/audit/operations/rules').toBeDefined();
    const records = recordsOf(fullEvent(definition));
    expect(records).not.toEqual([]);
    for (const { operation, resource } of records) {
      expect(operations).toContain(operation);
      expect(resources).toContain(resource);
    }
    expect(new Set(records.map(({ operation }) => operation)).size, 'event and operation name a record').toBe(
      records.length,
    );
  });

  it.each(examples.map(({ file, event }) => [file, event] as const))('as it was published once: %s', (_, event) => {
    for (const record of recordsOf(event)) {
      expect(record.at).toBe(event.occurredAt);
      expect(record.correlationId).toBe(event.correlationId);
      expect(record.actor).toMatchObject({ tenantId: event.actor.tenantId });
    }
    expect(recordsOf(event)).not.toEqual([]);
  });

  test('an event without a rule is not passed over', () => {
    const unknown = { ...fullEvent(eventCatalogue[0]!), type: 'SomethingHappened' };
    expect(() => recordsOf(unknown)).toThrow('SomethingHappened version 1 has a rule for the audit log');
  });
});

describe('API-3: the log has ids and no names, and nothing secret', () => {
  it.each(named)('%s', (_, definition) => {
    for (const record of recordsOf(fullEvent(definition))) {
      const members = membersIn({ before: record.before, after: record.after, notes: record.notes });
      expect(members.filter((member) => NEVER.test(member))).toEqual([]);
      // Texts of full events say where they come from: none may get in from where no rule keeps it.
      const texts = JSON.stringify(record).match(/«[^»]+»/g) ?? [];
      expect(texts.filter((text) => NEVER.test(text))).toEqual([]);
    }
  });

  test('the pattern sees what must not be seen', () => {
    for (const name of [
      'after.displayName',
      'after.email',
      'after.priceLock.wholesale',
      'before.passwordHash',
      'after.to.link',
    ])
      expect(name).toMatch(NEVER);
    for (const name of ['after.userId', 'after.quantity', 'after.prices']) expect(name).not.toMatch(NEVER);
  });
});

describe('API-3: a record is small', () => {
  it.each(named)('%s is a write unit per log', (_, definition) => {
    const examplesOf = examples.filter(({ event }) => event.type === definition.type).map(({ event }) => event);
    for (const event of examplesOf)
      for (const record of recordsOf(event)) {
        const key = {
          pk: `TENANCY#${event.tenantId}#AUDITED#2026-11`,
          sk: `${record.at}#${record.eventId}#${record.operation}`,
        };
        expect(JSON.stringify(toItem(key, record)).length).toBeLessThanOrEqual(1024);
      }
  });
});
