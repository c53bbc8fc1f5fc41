import { ApplicationConsentChanged } from '../../../../events/tenancy.ts';
import { newEvent } from '../../../../shared/contracts/events.ts';
import { advanced, type Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import {
  type Item,
  pagesOf,
  putIfVersion,
  type Query,
  type Table,
  type Write,
} from '../../../../shared/dynamo/table.ts';
import { accessKeys, consentItem } from '../../../../shared/identity/access.ts';
import { given } from '../../../../shared/kernel/given.ts';
import type { ApplicationConsent } from '../domain/consent.ts';
import { applicationConsentItem } from './consent-item.ts';
import { type ConsentIds, consentKey, consentPartition, consentPrefix } from './keys.ts';

/** Consents of customers, and their access records: these are there while a consent is in force. */
export const consentStore = (table: Table) => ({
  /** Reads consistently, because the next step decides on what it sees. */
  async load(ids: ConsentIds): Promise<ApplicationConsent | undefined> {
    const item = await table.get(consentKey(ids), { consistent: true });
    return item && applicationConsentItem.fromItem(item);
  },

  /** Those of a customer that are in force, consistently. */
  inForce: (customerId: string): SoughtList<ApplicationConsent> =>
    soughtList(table, [ofCustomer(customerId)], {
      of: applicationConsentItem.fromItem,
      isWanted: (item) => applicationConsentItem.fromItem(item).isInForce,
    }),

  /** All of a customer, page by page. */
  async *pages(customerId: string): AsyncGenerator<readonly ApplicationConsent[]> {
    for await (const items of pagesOf(table, ofCustomer(customerId))) yield items.map(applicationConsentItem.fromItem);
  },

  /** Writes of a save: state, access record and `ApplicationConsentChanged`. */
  writes(before: ApplicationConsent | undefined, after: ApplicationConsent, { at, cause }: Occasion): Write[] {
    const saved = advanced(after);
    const { customerId, applicationId, partnerId, isInForce, endedBy, version } = saved;
    const key = consentKey(saved);
    const record = { tenantId: customerId, applicationId, ofTenantId: partnerId };
    const event = newEvent(
      ApplicationConsentChanged,
      { tenantId: customerId, aggregateId: `${customerId}#${applicationId}`, occurredAt: at },
      given({ customerId, applicationId, partnerId, isInForce, endedBy }),
    );
    return [
      putIfVersion(applicationConsentItem.toItem(key, saved), before?.version ?? 0),
      isInForce ? { put: consentItem(record) } : { delete: accessKeys.consent(record) },
      ...outboxWrite({ aggregate: key, version, events: [event], cause }),
    ];
  },
});

/** Where a customer's consents lie, those that ended too, and what an item there says. */
export const consentPlace = (customerId: string): Query => ofCustomer(customerId);
export const consentOf = (item: Item): ApplicationConsent => applicationConsentItem.fromItem(item);

const ofCustomer = (customerId: string): Query => ({
  pk: consentPartition(customerId),
  sk: { beginsWith: consentPrefix },
  consistent: true,
});
