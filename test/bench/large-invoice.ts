import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Figure } from './figure.ts';

const PROCESS = fileURLToPath(new URL('large-invoice-process.ts', import.meta.url));
const MB = 1024 * 1024;
/** A heap with room to spare grows before it is collected: what is needed shows where there is little. */
const SMALL_HEAP = ['--max-old-space-size=96', '--max-semi-space-size=8'];

interface Billed {
  readonly lines: number;
  readonly ratedRows: number;
  readonly peakMb: number;
  readonly cpuPerLine: number;
  readonly puts: number;
  readonly gets: number;
  readonly pageMs: number;
  readonly pageBytes: number;
  readonly fileStatus: number;
  readonly fileMs: number;
  readonly fileBytes: number;
}

/**
 * BIL-3: what a worker has in memory while it bills one range of so many subscriptions and issues the invoice, seats and metered use
 * together, and what a page and the file of it cost. A process of its own for each size: its peak is all that it ever had.
 */
export async function largeInvoiceBench(counts: readonly number[], log: (line: string) => void): Promise<Figure[]> {
  const figures: Figure[] = [];
  let first: Billed | undefined;
  for (const count of counts) {
    const { stdout } = await promisify(execFile)(process.execPath, [...SMALL_HEAP, PROCESS, String(count)]);
    const billed = JSON.parse(stdout) as Billed;
    first ??= billed;
    const name = `an invoice of ${count.toLocaleString('en')} subscriptions in one range`;
    log(`${name}: ${billed.lines} lines, ${billed.ratedRows} rated days`);
    figures.push(
      {
        name: `${name}: memory over that of the smallest`,
        value: billed.peakMb - first.peakMb,
        unit: 'MB',
        budget: 350,
      },
      { name: `${name}: CPU a row`, value: billed.cpuPerLine, unit: 'µs' },
      { name: `${name}: objects put and read`, value: billed.puts + billed.gets, unit: 'requests' },
      { name: `${name}: a page of 500 from its middle reads`, value: billed.pageBytes / MB, unit: 'MB', budget: 4 },
      { name: `${name}: CPU to the answer with the license file`, value: billed.fileMs, unit: 'ms', budget: 200 },
    );
  }
  return figures;
}
