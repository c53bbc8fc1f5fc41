import { createHash } from 'node:crypto';
import { combined, deflateText } from '../../../../../shared/messaging/deflated.ts';
import type { Files } from '../../../../../shared/messaging/files.ts';
import {
  ANSWER_BYTES_MAX,
  GZIP_HEADER,
  gzipBytes,
  gzipTrailer,
  withByteOrderMark,
} from '../../../../../shared/messaging/gzip-parts.ts';
import type { BillingAccount } from '../../../accounts/index.ts';
import type { Invoice } from '../../domain/invoice.ts';
import type { InvoiceRecord } from '../../store/invoice-item.ts';
import type { FilePart } from '../../store/part-item.ts';
import type { RunDeps } from '../dependencies.ts';
import { licenseHeader } from './rows-form.ts';

export type DocumentKeys = Pick<
  InvoiceRecord,
  'areIssuedApart' | 'statementKey' | 'licenseFileKey' | 'markedFileKey' | 'licenseFileBytes' | 'licenseTextBytes'
>;

interface Documented {
  readonly invoice: Invoice;
  readonly account: BillingAccount;
  readonly parts: readonly FilePart[];
}

/** Stores what an invoice hands out, once and for good. Repeated it finds the same bytes under the same names. */
export async function storeDocuments(
  { invoice, account, parts }: Documented,
  { files, issued, statementOf }: Pick<RunDeps, 'files' | 'issued' | 'statementOf'>,
): Promise<DocumentKeys> {
  const licenseFile = await storeLicenseFile(invoice, parts, { files, issued });
  const statement = await statementOf({ invoice, profile: account.profile });
  const statementKey = `${folderOf(invoice)}/statement-${hashOf(statement)}.pdf`;
  await issued.putOnce(statementKey, statement, {
    contentType: 'application/pdf',
    fileName: `Invoice_${invoice.invoiceId}.pdf`,
  });
  return { areIssuedApart: true, statementKey, ...licenseFile };
}

const folderOf = ({ partnerId, invoiceOn }: Invoice): string => `billing/${partnerId}/${invoiceOn}`;
const hashOf = (content: string | Uint8Array): string =>
  createHash('sha256').update(content).digest('hex').slice(0, 32);

/** The parts, in order, as one gzip file: header row first. */
async function storeLicenseFile(
  invoice: Invoice,
  parts: readonly FilePart[],
  { files, issued }: { files: Files; issued: Files },
) {
  const header = deflateText(licenseHeader(parts[0]!.rowsForm));
  const whole = combined([header, ...parts]);
  const name = hashOf(parts.map(({ fileKey }) => fileKey).join());
  const licenseFileKey = `${folderOf(invoice)}/license-${name}.csv.gz`;
  const about = { contentType: 'application/gzip', fileName: `License_${invoice.invoiceId}.csv.gz` };
  const bytes = [GZIP_HEADER, header.bytes];
  for (const part of parts) {
    const stored = await files.get(part.fileKey);
    if (!stored) throw new Error(`the part ${part.fileKey} is stored`);
    bytes.push(Buffer.from(stored));
  }
  bytes.push(gzipTrailer(whole));
  const file = Buffer.concat(bytes);
  await issued.putOnce(licenseFileKey, file, about);
  const sizes = { licenseFileBytes: gzipBytes(whole), licenseTextBytes: whole.textBytes };
  if (whole.textBytes <= ANSWER_BYTES_MAX) return { licenseFileKey, ...sizes };
  // A link leads to bytes as they are stored: what people open is a file of its own.
  const markedFileKey = `${folderOf(invoice)}/license-${name}-marked.csv.gz`;
  await issued.putOnce(markedFileKey, withByteOrderMark(file, whole.textBytes), about);
  return { licenseFileKey, markedFileKey, ...sizes };
}
