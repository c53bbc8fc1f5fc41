import { PartnerChoiceOffered } from '../../../../events/tenancy.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type Item, putNew, retryOnConflict, type Table } from '../../../../shared/dynamo/table.ts';
import { given } from '../../../../shared/kernel/given.ts';
import { instant, utcDay } from '../../../../shared/kernel/time.ts';
import type { Counts, Walk } from '../../../../shared/messaging/walk/walk.ts';
import { choiceStore, offeredChoiceItem, partnerStore, runOffEndOf, scheduleCause } from '../../program/index.ts';
import { customerEntryItem, customersOf, pairStore, partnerOfEntry } from '../../relationships/index.ts';
import { choiceOfferItem } from '../store/choice-offer-item.ts';
import { customerStore } from '../store/customer-store.ts';
import { choiceOfferKey } from '../store/keys.ts';
import type { Deps } from './dependencies.ts';

type OfferDeps = Pick<Deps, 'table'>;
const COUNTS = { offered: 0, finished: 0 };

/**
 * PRG-9, NOT-1: tells every customer that bought from a partner out of business that it can choose another one: once each,
 * however many they are. What was told is an item of its own, so that a run that comes twice, late or in pieces tells nobody
 * again; the partner is walked in a second run, which finds whom the first one missed.
 */
export const offerChoices: Walk<OfferDeps> = {
  async due(_, { table }) {
    const { choices, places } = await choiceStore(table).due();
    return [...choices.map(({ partnerId }) => customersOf(partnerId)), ...places];
  },
  async each(item, run, { table }) {
    const did = await retryOnConflict(() => offerOne(item, run, table));
    return { ...COUNTS, ...did };
  },
  counts: COUNTS,
};

async function offerOne(item: Item, run: JobRun, table: Table): Promise<Counts> {
  const today = utcDay(instant(run.scheduledAt));
  if (item.kind !== offeredChoiceItem.kind) return offer(item, run, table);
  const isOver = await choiceStore(table).walked(offeredChoiceItem.fromItem(item).partnerId, today);
  return { finished: isOver ? 1 : 0 };
}

async function offer(item: Item, run: JobRun, table: Table): Promise<Counts> {
  const { customerId } = customerEntryItem.fromItem(item).entry;
  const ids = { partnerId: partnerOfEntry(item.pk), customerId };
  const key = choiceOfferKey(ids);
  if (await table.get(key, { consistent: true })) return {};
  const pairs = pairStore(table);
  const [pair, partner, customer] = await Promise.all([
    pairs.load(ids),
    partnerStore(table).load(ids.partnerId),
    customerStore(table).load(customerId),
  ]);
  if (pair.relationship !== 'reseller' || partner?.status !== 'outOfBusiness' || !customer) return {};
  const at = instant(run.scheduledAt);
  const event = newEvent(
    PartnerChoiceOffered,
    { tenantId: ids.partnerId, aggregateId: `${ids.partnerId}#${customerId}#choice`, occurredAt: at },
    {
      ...ids,
      partnerName: partner.companyName,
      customerName: customer.companyName,
      to: customer.billing.email,
      ...given({ runOffEndsOn: runOffEndOf(partner) }),
    },
  );
  await table.write([
    putNew(choiceOfferItem.toItem(key, { ...ids, offeredAt: at })),
    pairs.held(pair),
    ...outboxWrite({ aggregate: key, version: 1, events: [event], cause: scheduleCause('offerChoices', run) }),
  ]);
  return { offered: 1 };
}
