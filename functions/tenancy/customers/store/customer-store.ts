import { CustomerChanged, CustomerCreated, CustomerErased } from '../../../../events/tenancy.ts';
import { type EventDetail, type NewEvent, newEvent } from '../../../../shared/contracts/events.ts';
import { advanced, type Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { type Item, putIfVersion, type Query, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { AccountRecord } from '../../../../shared/identity/access.ts';
import { given } from '../../../../shared/kernel/given.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { accountStore } from '../../tenants/index.ts';
import { type Customer, isSyndication } from '../domain/customer.ts';
import { customerItem } from './customer-item.ts';
import { customerKey, customerListKeys, customerListPartition } from './keys.ts';

export type CustomerStore = ReturnType<typeof customerStore>;

/** Where a customer lies, and what the item there says. */
export const customerPlace = (customerId: string): Query => ({
  pk: customerKey(customerId).pk,
  sk: { beginsWith: customerKey(customerId).sk },
  consistent: true,
});
export const customerOf = (item: Item): Customer => customerItem.fromItem(item);

/** Customer tenants and their account records. */
export const customerStore = (table: Table) => ({
  /** Reads consistently, because the next step decides on what it sees. */
  async load(customerId: string): Promise<Customer | undefined> {
    const item = await table.get(customerKey(customerId), { consistent: true });
    return item && customerItem.fromItem(item);
  },

  /** All customers of the program by name; the index lags by moments. */
  list: (isWanted: (customer: Customer) => boolean): SoughtList<Customer> =>
    soughtList(table, [{ index: 'gsi1', pk: customerListPartition }], {
      of: customerItem.fromItem,
      isWanted: (item) => isWanted(customerItem.fromItem(item)),
    }),

  /** Writes of a save: state, account record and event; `told` where another event than that of the customer tells of it. */
  async writes(
    before: Customer | undefined,
    after: Customer,
    { at, cause }: Occasion,
    told?: NewEvent,
  ): Promise<Write[]> {
    const saved = advanced(after);
    const key = customerKey(saved.customerId);
    const item = customerItem.toItem({ ...key, ...customerListKeys(saved) }, saved);
    const event = told ?? (before ? customerChanged(before, after, at) : customerCreated(after, at));
    return [
      putIfVersion(item, before?.version ?? 0),
      await accountStore(table).write(saved.customerId, (account) => toAccount(account, after)),
      ...outboxWrite({ aggregate: key, version: saved.version, events: [event], cause }),
    ];
  },

  /** Writes that leave nothing of the customer itself; `CustomerErased` has each context delete the rest. */
  eraseWrites(
    { customerId, version, country }: Customer,
    erased: Pick<EventDetail<typeof CustomerErased>, 'partnerIds' | 'hasMore' | 'reason'>,
    occasion: Occasion,
  ): Write[] {
    const detail = { ...erased, customerId, country };
    return [
      { delete: customerKey(customerId), if: { kind: 'equals', values: { version } } },
      ...erasedEvent(detail, version + 1, occasion),
    ];
  },

  /** The write of the event of a further page of partners: there is one such event, whoever raises it. */
  furtherErasedWrites: erasedEvent,

  /** The condition that the customer was not erased meanwhile: whoever is added to it would stay behind. */
  isThere: (customerId: string): Write => ({ check: customerKey(customerId), if: { kind: 'present' } }),

  /** The condition that the customer is called what it was when it was loaded: the entry of a pair bears its name. */
  held: ({ customerId, version }: Customer): Write => ({
    check: customerKey(customerId),
    if: { kind: 'equals', values: { version } },
  }),
});

/** The customer's side of its tenant's account record. */
const toAccount = (account: Partial<AccountRecord>, customer: Customer): AccountRecord => ({
  ...account,
  tenantId: customer.customerId,
  name: customer.companyName,
  domain: customer.domain,
  country: customer.country,
  customer: given({
    validation: customer.validation.status,
    validationReason: customer.validation.reason,
    qualification: customer.qualification ?? ('none' as const),
    isSyndication: isSyndication(customer),
    acceptedTemplates: customer.acceptedTemplates.length > 0 ? customer.acceptedTemplates : undefined,
  }),
});

function erasedEvent(detail: EventDetail<typeof CustomerErased>, version: number, { at, cause }: Occasion): Write[] {
  const event = newEvent(CustomerErased, about(detail, at), detail);
  return outboxWrite({ aggregate: customerKey(detail.customerId), version, events: [event], cause });
}

const about = ({ customerId }: Pick<Customer, 'customerId'>, at: Instant) => ({
  tenantId: customerId,
  aggregateId: customerId,
  occurredAt: at,
});
const facts = ({ customerId, companyName, domain, country }: Customer) => ({
  customerId,
  companyName,
  domain,
  country,
});

const customerCreated = (customer: Customer, at: Instant): NewEvent =>
  newEvent(CustomerCreated, about(customer, at), { ...facts(customer), createdBy: customer.createdBy });

/** A customer's change, with what it was: nothing is said of what stayed. */
function customerChanged(before: Customer, after: Customer, at: Instant): NewEvent {
  const domains = after.customDomains.filter((domain) => !before.customDomains.includes(domain));
  return newEvent(CustomerChanged, about(after, at), {
    ...facts(after),
    validation: after.validation.status,
    change: changeOf(before, after),
    channels: [...after.channels],
    qualification: after.qualification ?? 'none',
    ...(domains.length > 0 && { domains }),
  });
}

function changeOf(before: Customer, after: Customer): 'name' | 'validation' | 'channels' | 'domains' {
  if (before.validation !== after.validation) return 'validation';
  if (before.customDomains !== after.customDomains) return 'domains';
  return before.companyName === after.companyName ? 'channels' : 'name';
}
