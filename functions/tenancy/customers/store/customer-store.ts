import { CustomerChanged, CustomerCreated } from '../../../../events/tenancy.ts';
import { type NewEvent, newEvent } from '../../../../shared/contracts/events.ts';
import { advanced, type Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { outboxWrite } from '../../../../shared/dynamo/outbox.ts';
import { type SoughtList, soughtList } from '../../../../shared/dynamo/sought.ts';
import { putIfVersion, type Table, type Write } from '../../../../shared/dynamo/table.ts';
import type { AccountRecord } from '../../../../shared/identity/access.ts';
import { given } from '../../../../shared/kernel/given.ts';
import type { Instant } from '../../../../shared/kernel/time.ts';
import { accountStore } from '../../tenants/index.ts';
import { type Customer, isSyndication } from '../domain/customer.ts';
import { customerItem } from './customer-item.ts';
import { customerKey, customerListKeys, customerListPartition } from './keys.ts';

export type CustomerStore = ReturnType<typeof customerStore>;

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

  /** Writes of a save: state, account record and event. */
  async writes(before: Customer | undefined, after: Customer, { at, cause }: Occasion): Promise<Write[]> {
    const saved = advanced(after);
    const key = customerKey(saved.customerId);
    const item = customerItem.toItem({ ...key, ...customerListKeys(saved) }, saved);
    const event = before ? customerChanged(after, at) : customerCreated(after, at);
    return [
      putIfVersion(item, before?.version ?? 0),
      await accountStore(table).write(saved.customerId, (account) => toAccount(account, after)),
      ...outboxWrite({ aggregate: key, version: saved.version, events: [event], cause }),
    ];
  },

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
    qualification: 'none' as const,
    isSyndication: isSyndication(customer),
    acceptedTemplates: customer.acceptedTemplates.length > 0 ? customer.acceptedTemplates : undefined,
  }),
});

const about = ({ customerId }: Customer, at: Instant) => ({
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

const customerChanged = (customer: Customer, at: Instant): NewEvent =>
  newEvent(CustomerChanged, about(customer, at), { ...facts(customer), validation: customer.validation.status });
