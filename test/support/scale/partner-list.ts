import {
  domainEntryKey,
  nameEntryKey,
  resellerEntryKeys,
} from '../../../functions/tenancy/relationships/store/keys.ts';
import { customerEntryItem } from '../../../functions/tenancy/relationships/store/pair-item.ts';
import { pairStore } from '../../../functions/tenancy/relationships/store/pair-store.ts';
import { memoryTable } from '../memory-table.ts';
import { countedTable } from './counted-table.ts';
import { customerIdOf, nameOf } from './many-customers.ts';

const partnerId = 'provider';
const resellerId = 'reseller';
const ROWS = 40;

/** What a partner asks its list of customers for; each finds as many of 100 customers as of any more. */
const QUESTIONS = {
  'a page of 40': { partnerId, namePrefix: '' },
  'a search for the beginning of a name': { partnerId, namePrefix: nameOf(10).slice(0, -1) },
  'a search for the beginning of a domain': { partnerId, domainPrefix: 'customer-00000000001' },
  'a page of 40 of one reseller': { resellerId, providerId: partnerId },
} as const;

/** Rows and read units of a page of each, where the partner has so many customers. */
export async function partnerListCosts(
  customers: number,
): Promise<Map<keyof typeof QUESTIONS, { rows: number; readUnits: number }>> {
  const table = countedTable(memoryTable());
  for (let number = 0; number < customers; number += 1) {
    const domain = `customer-${String(number).padStart(12, '0')}.onprogram.example`;
    const facts = { customerId: customerIdOf(number), companyName: nameOf(number), domain };
    const behind = number % 2 === 0 ? { resellerId } : {};
    const record = { entry: { ...facts, relationship: 'reseller' as const }, nameVersion: 1 };
    const ids = { ...facts, partnerId };
    const byName = { ...nameEntryKey(ids), ...resellerEntryKeys({ ...ids, ...behind }) };
    await table.write([
      { put: customerEntryItem.toItem(byName, record) },
      { put: customerEntryItem.toItem(domainEntryKey(ids), record) },
    ]);
  }
  const costs = new Map<keyof typeof QUESTIONS, { rows: number; readUnits: number }>();
  for (const [name, question] of Object.entries(QUESTIONS)) {
    table.counted();
    const { items } = await pairStore(table).entries(question).page({ size: ROWS });
    costs.set(name as keyof typeof QUESTIONS, { rows: items.length, readUnits: table.counted().readUnits });
  }
  return costs;
}
