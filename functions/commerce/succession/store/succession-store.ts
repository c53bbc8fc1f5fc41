import { SuccessionAdvanced } from '../../../../events/commerce.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import type { SoughtList } from '../../../../shared/dynamo/sought.ts';
import { storedKind } from '../../../../shared/dynamo/stored-kind.ts';
import { type Cursor, putIfVersion, type Query, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { CustomerScope } from '../../buying/index.ts';
import { subscriptionOf } from '../../subscriptions/index.ts';
import type { Succession } from '../domain/succession.ts';
import { customersBefore, customersBehind, successionKey } from './keys.ts';

export const successionItem = storedKind<Succession>({ kind: 'succession', shape: 1, upgrades: [] });

export const successionStore = (table: Table) => ({
  async load(scope: CustomerScope): Promise<Succession | undefined> {
    const item = await table.get(successionKey(scope), { consistent: true });
    return item && successionItem.fromItem(item);
  },

  /** Those that were decided, of some customers of a partner. */
  async ofCustomers(partnerId: string, customerIds: readonly string[]): Promise<ReadonlyMap<string, Succession>> {
    const keys = customerIds.map((customerId) => successionKey({ partnerId, customerId }));
    const items = keys.length === 0 ? [] : await table.batchGet(keys, { consistent: true });
    return new Map(items.map(successionItem.fromItem).map((of) => [of.customerId, of]));
  },

  /** Customers to whom the partner ever sold something, by id; each costs a read of the index, which lags by moments. */
  customersOf: (partnerId: string): SoughtList<string> => ({
    async page({ size, after }) {
      const place = placeOf(after);
      if (after && !place) return { items: [] };
      const found = await walk(table, size + 1, (last) => customersBehind(partnerId, last ?? place));
      const items = found.slice(0, size);
      return found.length > size ? { items, next: { customerId: items.at(-1)! } } : { items };
    },
    async before({ size, end }) {
      const place = placeOf(end);
      if (!place) return undefined;
      const found = await walk(table, size, (last) => customersBefore(partnerId, last ?? place));
      const first = found.at(-1);
      return found.length < size || first === undefined ? undefined : { customerId: first };
    },
  }),
});

/** The customer at which a page ends; undefined where a caller made its place up. */
const placeOf = (cursor: Cursor | undefined): string | undefined =>
  /^[\w-]{1,100}$/.test(cursor?.customerId ?? '') ? cursor?.customerId : undefined;

/** One customer after the other. */
async function walk(table: Table, size: number, behind: (last: string | undefined) => Query): Promise<string[]> {
  const found: string[] = [];
  while (found.length < size) {
    const { items } = await table.query(behind(found.at(-1)));
    if (!items[0]) break;
    found.push(subscriptionOf(items[0]).customerId);
  }
  return found;
}

/** Writes that save a decision, or how far it has come, with its event: two. */
export function successionWrites(after: Succession, { at, cause }: Occasion): Write[] {
  const { partnerId, customerId, successorId, moved, state, version } = after;
  const about = { tenantId: cause.actor.tenantId, aggregateId: `${partnerId}#${customerId}`, occurredAt: at };
  const event = newEvent(SuccessionAdvanced, about, { partnerId, customerId, successorId, moved, state });
  const aggregate = successionKey(after);
  return [
    putIfVersion(successionItem.toItem(aggregate, after), version - 1),
    ...outboxWrite({ aggregate, version, events: [event], cause }),
  ];
}

/** Counts what moves, for the transaction in which it does; fails when the decision is another one by now. */
export const movedWrite = (of: Succession, count: number): Write => ({
  update: successionKey(of),
  add: { moved: count },
  if: { kind: 'equals', values: { version: of.version } },
});
