import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Client } from './client.ts';

/** What a partner gets from a billing run: the invoice, its statement, and the file that explains it to the cent. */

export interface Invoice {
  readonly id: string;
  readonly invoiceDate: string;
  readonly billingPeriodStartDate: string;
  readonly billingPeriodEndDate: string;
  readonly dueDate: string;
  readonly totalCharges: number;
  readonly currencyCode: string;
  readonly charges: readonly { readonly family: string; readonly product: string; readonly amount: number }[];
  readonly previousBalance?: number;
  readonly amountDue?: number;
}

export const listInvoices = async (client: Client): Promise<readonly Invoice[]> =>
  (await client.send<{ items: readonly Invoice[] }>('GET /v1/invoices')).items;

export interface DownloadedInvoice {
  readonly statementPath: string;
  readonly reconciliationPath: string;
  readonly usagePath: string;
  /** Lines of metered use. */
  readonly usageLines: number;
  readonly lines: number;
  /** Sum over the lines of both reconciliation files, as decimal text. */
  readonly sum: string;
}

/** Writes statement and reconciliation files into `folder`, the latter as people open them. */
export async function downloadInvoice(client: Client, { id }: Invoice, folder: string): Promise<DownloadedInvoice> {
  await mkdir(folder, { recursive: true });
  const statement = await download(client, `/v1/invoices/${id}/documents/statement`);
  const file = await download(client, `/v1/invoices/${id}/reconciliationfiles/license?bom=true`);
  const usage = await download(client, `/v1/invoices/${id}/reconciliationfiles/usage?bom=true`);
  const statementPath = join(folder, `${id}.pdf`);
  const reconciliationPath = join(folder, `${id}-license.csv`);
  const usagePath = join(folder, `${id}-usage.csv`);
  await Promise.all([
    writeFile(statementPath, statement.bytes),
    writeFile(reconciliationPath, file.bytes),
    writeFile(usagePath, usage.bytes),
  ]);
  const rows = reconciliationRows(file.text);
  const usageRows = reconciliationRows(usage.text);
  return {
    statementPath,
    reconciliationPath,
    usagePath,
    usageLines: usageRows.length,
    lines: rows.length + usageRows.length,
    sum: sumOf([...rows.map((row) => row.TotalForCustomer!), ...usageRows.map((row) => row.PostTaxTotal!)]),
  };
}

async function download(client: Client, path: string) {
  const answer = await client.ask(`GET ${path}`);
  if (answer.status !== 200) throw new Error(`GET ${path} answered ${answer.status}: ${answer.text.slice(0, 300)}`);
  return answer;
}

export const reconciliationRows = (csv: string): readonly Readonly<Record<string, string>>[] =>
  parse(csv, { columns: true, bom: true }) as Record<string, string>[];

/** Exact sum of decimal texts. */
export function sumOf(amounts: readonly string[]): string {
  const places = Math.max(0, ...amounts.map((amount) => amount.split('.')[1]?.length ?? 0));
  const units = amounts.reduce((sum, amount) => {
    const [whole = '0', fraction = ''] = amount.split('.');
    return sum + BigInt(whole + fraction.padEnd(places, '0'));
  }, 0n);
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, '0');
  const point = digits.length - places;
  return `${units < 0n ? '-' : ''}${digits.slice(0, point)}${places > 0 ? `.${digits.slice(point)}` : ''}`;
}

/** True when an exact text and a JSON number are the same amount. */
export const sameAmount = (text: string, amount: number): boolean => Number(text) === amount;
