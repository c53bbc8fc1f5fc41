import { writeFileSync } from 'node:fs';
import { billingBench } from './billing.ts';
import { billingListBench } from './billing-lists.ts';
import { bundleBench } from './bundles.ts';
import { commerceBench } from './commerce.ts';
import { customerBench } from './customers.ts';
import type { Figure } from './figure.ts';
import { httpBench } from './http.ts';
import { importBench } from './imports.ts';
import { largeInvoiceBench } from './large-invoice.ts';
import { listBench } from './lists.ts';
import { orderBench } from './orders.ts';
import { scaleBench } from './scale.ts';
import { tenancyBench } from './tenancy.ts';
import { usageBench } from './usage.ts';
import { walkBench } from './walks.ts';

/**
 * `npm run bench`: sizes, start times and costs as a table and in `bench.json`; lower is better. Counted things and
 * ratios within the run come first in worth: times on a shared machine wander.
 */
const log = (line: string): void => void process.stdout.write(`${line}\n`);

const measure = async (name: string, bench: () => Promise<Figure[]>): Promise<Figure[]> => {
  log(`measuring ${name} …`);
  return await bench();
};

const figures = [
  ...(await measure('bundles and start times', bundleBench)),
  ...(await measure('a warm request', httpBench)),
  ...(await measure('pages of long lists', listBench)),
  ...(await measure('sizes of commerce', commerceBench)),
  ...(await measure('a large customer', customerBench)),
  ...(await measure('imports', importBench)),
  ...(await measure('sizes of tenancy', tenancyBench)),
  ...(await measure('an order, in every context', () => orderBench(log))),
  ...(await measure('what is due, shared out', walkBench)),
  ...(await measure('billing CPU', billingBench)),
  ...(await measure('large invoices', () => largeInvoiceBench([1_000, 10_000, 100_000, 1_000_000], log))),
  ...(await measure('usage', () => usageBench(log))),
  ...(await measure("billing's lists", billingListBench)),
  ...(await measure('billing runs', () => scaleBench([1_000, 10_000, 50_000], log))),
];

const text = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 4, useGrouping: true });
const rows = figures.map(({ name, value, unit, budget }) => [
  name,
  text(value),
  unit,
  budget === undefined ? '' : text(budget),
  budget === undefined ? '' : value <= budget ? 'within' : 'OVER',
]);
const header = ['figure', 'value', 'unit', 'budget', ''];
const widths = header.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column]!.length)));
for (const row of [header, ...rows])
  log(
    row
      .map((cell, column) =>
        column === 1 || column === 3 ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!),
      )
      .join('  ')
      .trimEnd(),
  );
writeFileSync('bench.json', `${JSON.stringify(figures, undefined, 2)}\n`);
log('written to bench.json');
