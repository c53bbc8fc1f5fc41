import { createHash } from 'node:crypto';
import { combined, type Deflated, type DeflatedPart, deflateText } from '../../../../../shared/messaging/deflated.ts';
import {
  ANSWER_BYTES_MAX,
  GZIP_HEADER,
  gzipBytes,
  gzipTrailer,
  MARK,
} from '../../../../../shared/messaging/gzip-parts.ts';
import type { BillingAccount } from '../../../accounts/index.ts';
import type { Invoice } from '../../domain/invoice.ts';
import { hasReceipt, receiptIdOf } from '../../domain/tax-receipt.ts';
import type { InvoiceRecord, StoredFile, UsageFiles } from '../../store/invoice-item.ts';
import type { FilePart } from '../../store/part-item.ts';
import type { RunDeps } from '../dependencies.ts';
import { RATED_USAGE_HEADER, USAGE_HEADER } from './reconciliation-headers.ts';
import { licenseHeader } from './rows-form.ts';

export type DocumentKeys = Pick<
  InvoiceRecord,
  | 'areIssuedApart'
  | 'statementKey'
  | 'receiptKey'
  | 'licenseFileKey'
  | 'markedFileKey'
  | 'licenseFileBytes'
  | 'licenseTextBytes'
  | 'usageFiles'
>;

type Buckets = Pick<RunDeps, 'files' | 'issued'>;

/** A part of a file, and where it lies. */
type Piece = DeflatedPart & { readonly key: string };

interface Documented {
  readonly invoice: Invoice;
  readonly account: BillingAccount;
  readonly parts: readonly FilePart[];
}

/** Stores what an invoice hands out, once and for good. Repeated it finds the same bytes under the same names. */
export async function storeDocuments(
  { invoice, account, parts }: Documented,
  { files, issued, statementOf, receiptOf }: Pick<RunDeps, 'files' | 'issued' | 'statementOf' | 'receiptOf'>,
): Promise<DocumentKeys> {
  const licenseFile = await storeLicenseFile(invoice, parts, { files, issued });
  const usageFiles = await storeUsageFiles(invoice, parts, { files, issued });
  const statement = await statementOf({ invoice, profile: account.profile });
  const statementKey = `${folderOf(invoice)}/statement-${hashOf(statement)}.pdf`;
  await issued.putOnce(statementKey, statement, {
    contentType: 'application/pdf',
    fileName: `Invoice_${invoice.invoiceId}.pdf`,
  });
  const receiptKey = await storeReceipt({ invoice, account }, { issued, receiptOf });
  return {
    areIssuedApart: true,
    statementKey,
    ...licenseFile,
    ...(usageFiles && { usageFiles }),
    ...(receiptKey !== undefined && { receiptKey }),
  };
}

/** The tax receipt beside the statement; undefined where the country has none. */
async function storeReceipt(
  { invoice, account: { profile } }: Omit<Documented, 'parts'>,
  { issued, receiptOf }: Pick<RunDeps, 'issued' | 'receiptOf'>,
): Promise<string | undefined> {
  if (!hasReceipt(invoice, profile.country)) return undefined;
  const receipt = await receiptOf({ invoice, profile });
  const key = `${folderOf(invoice)}/receipt-${hashOf(receipt)}.pdf`;
  const fileName = `E-Tax-${receiptIdOf(invoice)}.pdf`;
  await issued.putOnce(key, receipt, { contentType: 'application/pdf', fileName });
  return key;
}

const folderOf = ({ partnerId, invoiceOn }: Invoice): string => `billing/${partnerId}/${invoiceOn}`;
const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 32);

/** The file of seats; without any it is its header alone. */
async function storeLicenseFile(invoice: Invoice, parts: readonly FilePart[], deps: Buckets) {
  const pieces = parts.map((part) => ({ ...part, key: part.fileKey }));
  const about = { name: 'license', fileName: `License_${invoice.invoiceId}.csv.gz` };
  const file = await storeFile(invoice, about, licenseHeader(parts[0]!.rowsForm), pieces, deps);
  return {
    licenseFileKey: file.key,
    ...(file.markedKey !== undefined && { markedFileKey: file.markedKey }),
    licenseFileBytes: file.bytes,
    licenseTextBytes: file.textBytes,
  };
}

/** The three files of an invoice that has usage. */
async function storeUsageFiles(
  invoice: Invoice,
  parts: readonly FilePart[],
  deps: Buckets,
): Promise<UsageFiles | undefined> {
  const used = parts.flatMap(({ usage }) => usage ?? []);
  if (used.length === 0) return undefined;
  const store = (name: keyof UsageFiles, header: string): Promise<StoredFile> => {
    const about = { name, fileName: `${name}_${invoice.invoiceId}.csv.gz` };
    return storeFile(
      invoice,
      about,
      header,
      used.map((part) => part[name]),
      deps,
    );
  };
  return {
    usage: await store('usage', USAGE_HEADER),
    usagedaily: await store('usagedaily', USAGE_HEADER),
    dailyrated: await store('dailyrated', RATED_USAGE_HEADER),
  };
}

/** Parts, in order, as one gzip file: header row first. A piece of it is in memory at a time, however many there are. */
async function storeFile(
  invoice: Invoice,
  { name, fileName }: { name: string; fileName: string },
  headerRow: string,
  parts: readonly Piece[],
  { files, issued }: Buckets,
): Promise<StoredFile> {
  const header = deflateText(headerRow);
  const hash = hashOf(parts.map(({ key }) => key).join());
  const about = { contentType: 'application/gzip', fileName };
  const store = async (key: string, before: readonly Deflated[]): Promise<string> => {
    await issued.putStreamOnce(key, () => memberOf(before, parts, files), about);
    return key;
  };
  const key = await store(`${folderOf(invoice)}/${name}-${hash}.csv.gz`, [header]);
  const whole = combined([header, ...parts]);
  const sizes = { bytes: gzipBytes(whole), textBytes: whole.textBytes };
  if (whole.textBytes <= ANSWER_BYTES_MAX) return { key, ...sizes };
  // A link leads to bytes as they are stored: what people open is a file of its own.
  const markedKey = await store(`${folderOf(invoice)}/${name}-${hash}-marked.csv.gz`, [MARK, header]);
  return { key, markedKey, ...sizes };
}

/** Bytes of a part that are read at once. */
const READ_BYTES = 8 * 1024 * 1024;

/** A gzip member of what stands before the parts, and of these. */
async function* memberOf(
  before: readonly Deflated[],
  parts: readonly Piece[],
  files: Buckets['files'],
): AsyncGenerator<Uint8Array> {
  yield Buffer.concat([GZIP_HEADER, ...before.map(({ bytes }) => bytes)]);
  for (const { key, fileBytes } of parts)
    for (let start = 0; start < fileBytes; start += READ_BYTES) {
      const length = Math.min(READ_BYTES, fileBytes - start);
      const bytes = fileBytes <= READ_BYTES ? await files.get(key) : await files.range(key, start, length);
      if (bytes?.length !== length) throw new Error(`the part ${key} is stored, with ${fileBytes} bytes`);
      yield bytes;
    }
  yield gzipTrailer(combined([...before, ...parts]));
}
