import { describe, expect, test } from 'vitest';
import { eventCatalogue } from '../../events/index.ts';
import { outboxWrite } from '../../shared/dynamo/outbox.ts';
import type { Item } from '../../shared/dynamo/table.ts';

const definition = eventCatalogue[0]!;
const cause = { actor: { tenantId: 't', kind: 'schedule' as const }, correlationId: 'c', causationId: 'c' };

const stored = (detail: Record<string, unknown>) =>
  outboxWrite({
    aggregate: { pk: `${definition.source.toUpperCase()}#t#A`, sk: 'A' },
    version: 1,
    events: [{ definition, tenantId: 't', aggregateId: 'a', occurredAt: '2027-01-01T00:00:00Z', detail }],
    cause,
  });

describe('API-3: no event is stored that no queue would carry', () => {
  test.each([
    ['U+FFFF', 'a\uFFFF'],
    ['U+FFFE', '\uFFFEa'],
    ['the first half of a character', 'a\uD83D'],
    ['the second half of a character', '\uDE80'],
  ])('%s fails the write, wherever it stands', (_, text) => {
    for (const detail of [{ name: text }, { lines: [{ name: text }] }, { [text]: 1 }])
      expect(() => stored(detail)).toThrow('queues take the text');
  });

  test.each(['Sales \u{1F680}', '\u{20BB7}\u91CE\u5BB6', 'e\u0301', '\uFFFD'])('%s is stored', (name) => {
    expect(stored({ lines: [{ name }] })).toHaveLength(1);
  });
});

test('API-3: an event is in no index: nobody reads events by date, and an index would double what each costs', () => {
  const [write] = stored({ name: 'n' });
  const item = (write as { put: Item }).put;
  expect(Object.keys(item).filter((name) => name.startsWith('gsi'))).toEqual([]);
});
