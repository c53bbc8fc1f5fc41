import type { Customer } from '../../../functions/tenancy/customers/domain/customer.ts';
import { customerStore } from '../../../functions/tenancy/customers/store/customer-store.ts';
import { applyPairEvent, newPair } from '../../../functions/tenancy/relationships/domain/relationship.ts';
import { pairStore } from '../../../functions/tenancy/relationships/store/pair-store.ts';
import type { Table } from '../../../shared/dynamo/table.ts';
import { occasion } from './large-catalogue.ts';

export const CUSTOMER_ID = 'cccccccc-0000-4000-8000-000000000000';
export const partnerIdOf = (number: number): string => `aaaaaaaa-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** A customer that so many partners have a relationship with; the first of them created it. */
export async function customerOfMany(table: Table, partners: number): Promise<Customer> {
  const customer = {
    customerId: CUSTOMER_ID,
    version: 0,
    commerceId: 'dddddddd-0000-4000-8000-000000000000',
    domain: 'wanted.onprogram.example',
    customDomains: [],
    companyName: 'Former Name',
    country: 'US',
    billing: {
      profileId: 'eeeeeeee-0000-4000-8000-000000000000',
      version: 1,
      email: 'billing@wanted.example',
      culture: 'en-US',
      language: 'en',
      companyName: 'Former Name',
      defaultAddress: { country: 'US' },
    },
    channels: ['csp'],
    validation: { status: 'allowed' },
    createdBy: partnerIdOf(0),
    createdAt: occasion.at,
    adminUserId: 'ffffffff-0000-4000-8000-000000000000',
    acceptedTemplates: [],
    nameVersion: 1,
  } as const satisfies Customer;
  await table.write(await customerStore(table).writes(undefined, customer, occasion));
  const stored = await theCustomer(table);
  for (let number = 0; number < partners; number += 1) await accept(table, stored, number);
  return stored;
}

/** The customer accepts the invitation of a partner. */
export async function accept(table: Table, customer: Customer, number: number): Promise<void> {
  const event = 'customerAcceptedResellerInvitation';
  const before = await pairStore(table).load({ partnerId: partnerIdOf(number), customerId: customer.customerId });
  const after = applyPairEvent(before, event, occasion.at);
  await table.write([
    ...(await pairStore(table).changeWrites({ before, after, event, customer }, occasion)),
    customerStore(table).held(customer),
  ]);
}

export async function theCustomer(table: Table): Promise<Customer> {
  const customer = await customerStore(table).load(CUSTOMER_ID);
  if (!customer) throw new Error('there is none');
  return customer;
}

/** Saves the customer's new name, as its creating partner does; the event of that is still to be delivered. */
export async function renameCustomer(table: Table, companyName: string): Promise<Customer> {
  const before = await theCustomer(table);
  const after = { ...before, companyName, nameVersion: before.version + 1 };
  await table.write([
    ...(await customerStore(table).writes(before, after, occasion)),
    ...(await pairStore(table).renameWrites(newPair(partnerIdOf(0), CUSTOMER_ID), after)),
  ]);
  return theCustomer(table);
}
