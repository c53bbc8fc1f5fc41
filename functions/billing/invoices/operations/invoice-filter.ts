import { queryDayOf } from '../../../../shared/contracts/dates.ts';
import { enumKey } from '../../../../shared/contracts/wire.ts';
import type { Day } from '../../../../shared/kernel/time.ts';

type Test = (on: Day) => boolean;

const COMPARISONS: Readonly<Record<string, (on: Day, value: Day) => boolean>> = {
  equals: (on, value) => on === value,
  notequals: (on, value) => on !== value,
  greaterthan: (on, value) => on > value,
  greaterthanorequals: (on, value) => on >= value,
  lessthan: (on, value) => on < value,
  lessthanorequals: (on, value) => on <= value,
};

/**
 * The filter of the invoice list: one condition on `invoice_date` as URL-encoded JSON, names and operators in any case
 * (conventions 7). Undefined for one that is not understood.
 */
export function dateFilter(filter: string | undefined): Test | undefined {
  if (filter === undefined || filter.trim() === '') return () => true;
  const condition = readJson(filter);
  if (!condition) return undefined;
  const members = new Map(Object.entries(condition).map(([name, value]) => [name.toLowerCase(), String(value)]));
  const compare = COMPARISONS[enumKey(members.get('operator') ?? '')];
  const value = queryDayOf(members.get('value') ?? '');
  if (enumKey(members.get('field') ?? '') !== 'invoicedate' || !compare || !value) return undefined;
  return (on) => compare(on, value);
}

function readJson(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
