import type { Item, Key, Query } from '../../../../shared/dynamo/table.ts';
import { type CustomerScope, customerPartition } from '../../buying/index.ts';

/** Keys by access pattern; the README of the context has a row for each. */

export const SUBSCRIPTION_PREFIX = 'SUB#';
export const subscriptionKey = (scope: CustomerScope & { subscriptionId: string }): Key => ({
  pk: customerPartition(scope),
  sk: SUBSCRIPTION_PREFIX + scope.subscriptionId,
});
const SUBSCRIPTION_PARTITION = /^COMMERCE#([^#]+)#CUSTOMER#([^#]+)$/;
export const isSubscription = ({ pk, sk }: Key): boolean =>
  sk.startsWith(SUBSCRIPTION_PREFIX) && SUBSCRIPTION_PARTITION.test(pk);
/** Whose subscription lies at a key, and which. */
export function scopeOfSubscription({ pk, sk }: Key): CustomerScope & { subscriptionId: string } {
  const [, partnerId = '', customerId = ''] = SUBSCRIPTION_PARTITION.exec(pk) ?? [];
  return { partnerId, customerId, subscriptionId: sk.slice(SUBSCRIPTION_PREFIX.length) };
}
/** Index 2: all that a partner sold, by customer and subscription. */
export const partnerSubscriptionsPartition = (partnerId: string): string => `COMMERCE#${partnerId}#SUBSCRIPTIONS`;
export const partnerSubscriptionsIndex = (of: CustomerScope & { subscriptionId: string }) => ({
  gsi2pk: partnerSubscriptionsPartition(of.partnerId),
  gsi2sk: `${of.customerId}#${of.subscriptionId}`,
});
export const soldBy = (partnerId: string): Query => ({ index: 'gsi2', pk: partnerSubscriptionsPartition(partnerId) });
/** When does the run-off of a partner end? In the index of what is due until it is over (PRG-8). */
export const runOffKey = (partnerId: string): Key => ({ pk: `COMMERCE#${partnerId}#RUNOFF`, sk: 'RUNOFF' });
/** Where an erasure that an event began tells of what it left. */
export const salesErasureKey = ({ customerId, eventId }: { customerId: string; eventId: string }): Key => ({
  pk: `COMMERCE#${customerId}#ERASURE`,
  sk: `AFTER#${eventId}`,
});
/** Whose is a subscription, for who knows its id alone? */
export const placeKey = (subscriptionId: string): Key => ({
  pk: `COMMERCE#PROGRAM#PLACE#${subscriptionId}`,
  sk: 'PLACE',
});
/** History of a subscription, oldest first: an item for each save, in the subscription's partition. */
export const HISTORIES_PREFIX = `HISTORY#${SUBSCRIPTION_PREFIX}`;
const historyPrefix = (subscriptionId: string): string => `${HISTORIES_PREFIX}${subscriptionId}#`;
/** Whose history an item is of. */
export const subscriptionOfHistory = ({ sk }: Key): string => sk.slice(HISTORIES_PREFIX.length).split('#')[0]!;
export const historyKey = (of: CustomerScope & { subscriptionId: string; version: number }): Key => ({
  pk: customerPartition(of),
  sk: historyPrefix(of.subscriptionId) + numbered(of.version),
});
const numbered = (version: number): string => String(version).padStart(9, '0');
const SAVES_MAX = 999_999_999;

/** What each save changed, of a stretch of saves. */
export const historyQuery = (of: CustomerScope & { subscriptionId: string }, from: number, to = SAVES_MAX): Query =>
  savesQuery(of, historyPrefix(of.subscriptionId), from, to);
/** Events of its saves: the history of what was saved before history had items of its own. */
export const eventsQuery = (of: CustomerScope & { subscriptionId: string }, from: number, to = SAVES_MAX): Query =>
  savesQuery(of, `OUTBOX#${SUBSCRIPTION_PREFIX}${of.subscriptionId}#`, from, to);

const savesQuery = (of: CustomerScope, prefix: string, from: number, to: number): Query => ({
  pk: customerPartition(of),
  sk: { between: [prefix + numbered(from), prefix + numbered(Math.max(from, to))] },
  consistent: true,
});
/** How often what was stored before pools has been walked. */
export const formerSeatsKey = (): Key => ({ pk: 'COMMERCE#PROGRAM#FORMERSEATS', sk: 'WALKED' });
/** Work that falls due, sorted by when; spread over a few partitions of index 1. */
export type DueKind = 'RENEWAL' | 'DEPROVISION' | 'CARTEXPIRY' | 'RUNOFF';
const DUE_SHARDS = 16;
const shardOf = (id: string): number => Number.parseInt(id.slice(-4), 16) % DUE_SHARDS;
export const duePartitions = (kind: DueKind): string[] =>
  Array.from({ length: DUE_SHARDS }, (_, shard) => `COMMERCE#DUE#${kind}#${shard}`);
/** All that is to fall due some day, as the index says. */
export const allQueries = (kind: DueKind): readonly Query[] => duePartitions(kind).map((pk) => ({ index: 'gsi1', pk }));
/** What is due before an instant or day, as the index says. */
export const dueQueries = (kind: DueKind, until: string): readonly Query[] =>
  duePartitions(kind).map((pk) => ({ index: 'gsi1', pk, sk: { before: until } }));
/** Of what a query of {@link dueQueries} finds, what lies from one item to another, both included. */
export const dueBetween = (query: Query, first: Item, last: Item): Query => ({
  ...query,
  sk: { between: [String(first.gsi1sk), String(last.gsi1sk)] },
});
export const dueIndex = (kind: DueKind, id: string, dueAt: string): { gsi1pk: string; gsi1sk: string } => ({
  gsi1pk: `COMMERCE#DUE#${kind}#${shardOf(id)}`,
  gsi1sk: `${dueAt}#${id}`,
});
