import { queryDayOf } from '../../../../shared/contracts/dates.ts';
import { enumKey } from '../../../../shared/contracts/wire.ts';
import { addDays, type Day } from '../../../../shared/kernel/time.ts';
import type { InvoiceDates } from '../store/invoice-store.ts';

const COMPARISONS: Readonly<Record<string, (value: Day) => InvoiceDates>> = {
  equals: (value) => ({ from: value, to: value }),
  notequals: (value) => ({ not: value }),
  greaterthan: (value) => ({ from: addDays(value, 1) }),
  greaterthanorequals: (value) => ({ from: value }),
  lessthan: (value) => ({ to: addDays(value, -1) }),
  lessthanorequals: (value) => ({ to: value }),
};

/**
 * The filter of the invoice list: one condition on `invoice_date` as URL-encoded JSON, names and operators in any case
 * (conventions 7). Undefined for one that is not understood.
 */
export function dateFilter(filter: string | undefined): InvoiceDates | undefined {
  if (filter === undefined || filter.trim() === '') return {};
  const condition = readJson(filter);
  if (!condition) return undefined;
  const members = new Map(Object.entries(condition).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const compare = COMPARISONS[enumKey(members.get('operator') ?? '')];
  const value = queryDayOf(members.get('value') ?? '');
  if (enumKey(members.get('field') ?? '') !== 'invoicedate' || !compare || !value) return undefined;
  return compare(value);
}

function readJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
