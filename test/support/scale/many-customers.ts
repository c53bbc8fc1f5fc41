import { customerItem } from '../../../functions/tenancy/customers/store/customer-item.ts';
import { customerKey, customerListPartition } from '../../../functions/tenancy/customers/store/keys.ts';
import { entryPartition } from '../../../functions/tenancy/relationships/store/keys.ts';
import { customerEntryItem } from '../../../functions/tenancy/relationships/store/pair-item.ts';
import { memoryTable } from '../memory-table.ts';
import { customerOfMany, theCustomer } from './many-partners.ts';
import { tableOfMany } from './many-rows.ts';

const digits = (number: number): string => String(number).padStart(12, '0');
export const customerIdOf = (number: number): string => `cccccccc-0000-4000-8000-${digits(number)}`;
export const nameOf = (number: number): string => `Customer ${digits(number)}`;
const numberIn = (text: string): number => Number(/(\d{12})$/.exec(text)?.[1] ?? 0);

export const entrySortKey = (number: number): string => `NAME#${nameOf(number).toLowerCase()}\t${customerIdOf(number)}`;

/** A partner's list of so many customers, by name. */
export const manyEntries = (partnerId: string, count: number) =>
  tableOfMany({
    partition: entryPartition(partnerId),
    count,
    numberOf: (sortKey) =>
      sortKey < entrySortKey(0) ? 0 : sortKey > entrySortKey(count - 1) ? count : numberIn(sortKey),
    item(number) {
      const facts = {
        customerId: customerIdOf(number),
        companyName: nameOf(number),
        domain: `c${number}.onprogram.example`,
      };
      const key = { pk: entryPartition(partnerId), sk: entrySortKey(number) };
      return customerEntryItem.toItem(key, { entry: { ...facts, relationship: 'reseller' }, nameVersion: 1 });
    },
  });

/** The operator's list of so many customers. */
export async function manyCustomers(count: number) {
  const memory = memoryTable();
  await customerOfMany(memory, 0);
  const model = await theCustomer(memory);
  return tableOfMany({
    partition: customerListPartition,
    count,
    numberOf: numberIn,
    item(number) {
      const customer = { ...model, customerId: customerIdOf(number), companyName: nameOf(number) };
      const index = {
        gsi1pk: customerListPartition,
        gsi1sk: `${nameOf(number).toLowerCase()}\t${customer.customerId}`,
      };
      return customerItem.toItem({ ...customerKey(customer.customerId), ...index }, customer);
    },
  });
}
