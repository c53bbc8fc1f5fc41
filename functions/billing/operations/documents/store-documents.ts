import { createHash } from 'node:crypto';
import type { Files } from '../../../../shared/messaging/files.ts';
import type { Invoice } from '../../domain/invoice.ts';
import type { BillingAccount } from '../../store/account-store.ts';
import type { InvoiceRecord } from '../../store/invoice-store.ts';
import type { FilePart } from '../../store/part-store.ts';
import { combined, deflatePart, GZIP_HEADER, gzipBytes, gzipTrailer } from './gzip-parts.ts';
import { LICENSE_HEADER } from './license-file.ts';

export type DocumentKeys = Pick<
  InvoiceRecord,
  'statementKey' | 'licenseFileKey' | 'licenseFileBytes' | 'licenseTextBytes'
>;

interface Documented {
  readonly invoice: Invoice;
  readonly account: BillingAccount;
  readonly parts: readonly FilePart[];
}

/** Stores what an invoice hands out. Repeated it writes the same bytes under the same names. */
export async function storeDocuments(
  { invoice, parts }: Documented,
  { files }: { files: Files },
): Promise<DocumentKeys> {
  const licenseFile = await storeLicenseFile(invoice, parts, files);
  return { statementKey: '', ...licenseFile };
}

/** The parts, in order, as one gzip file: header row first. */
async function storeLicenseFile(invoice: Invoice, parts: readonly FilePart[], files: Files) {
  const header = deflatePart(LICENSE_HEADER);
  const whole = combined([header, ...parts]);
  const name = createHash('sha256')
    .update(parts.map(({ fileKey }) => fileKey).join('\n'))
    .digest('hex')
    .slice(0, 32);
  const licenseFileKey = `billing/${invoice.partnerId}/${invoice.invoiceOn}/license-${name}.csv.gz`;
  const bytes = [GZIP_HEADER, header.bytes];
  for (const part of parts) {
    const stored = await files.get(part.fileKey);
    if (!stored) throw new Error(`the part ${part.fileKey} is stored`);
    bytes.push(Buffer.from(stored));
  }
  bytes.push(gzipTrailer(whole));
  await files.put(licenseFileKey, Buffer.concat(bytes), {
    contentType: 'application/gzip',
    fileName: `License_${invoice.invoiceId}.csv.gz`,
  });
  return { licenseFileKey, licenseFileBytes: gzipBytes(whole), licenseTextBytes: whole.textBytes };
}
