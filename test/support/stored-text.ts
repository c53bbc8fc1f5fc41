import { eventsOf } from '../../shared/dynamo/outbox.ts';
import type { Item } from '../../shared/dynamo/table.ts';
import { openedText } from '../../shared/http/once-text.ts';

/** All that an item says, what is kept compressed unpacked: events that wait in it, and answers that it keeps. */
export function storedText(item: Item): string {
  const events = typeof item.outbox === 'string' ? JSON.stringify(eventsOf(item)) : '';
  const reply = item.isPacked === true ? openedText(item.reply as string) : '';
  return JSON.stringify(item) + events + reply;
}

/** Likewise of many. */
export const storedTexts = (items: Iterable<Item>): string => [...items].map(storedText).join('\n');
