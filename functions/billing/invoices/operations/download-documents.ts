import { gunzipSync } from 'node:zlib';
import { enumKey } from '../../../../shared/contracts/wire.ts';
import type { Operation } from '../../../../shared/http/call.ts';
import { BYTE_ORDER_MARK } from '../../../../shared/kernel/csv.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { ok, refuse } from '../../../../shared/kernel/result.ts';
import { ANSWER_BYTES_MAX, withByteOrderMark } from '../../../../shared/messaging/gzip-parts.ts';
import { accountStore } from '../../accounts/index.ts';
import { hasReceipt, receiptIdOf } from '../domain/tax-receipt.ts';
import type { invoicesRoutes } from '../routes.ts';
import type { InvoiceRecord, StoredFile, UsageFiles } from '../store/invoice-item.ts';
import { invoiceStore } from '../store/invoice-store.ts';
import type { InvoicesDeps } from './dependencies.ts';
import { ONE_TIME_HEADER, RATED_USAGE_HEADER, USAGE_HEADER } from './documents/reconciliation-headers.ts';

type Routes = typeof invoicesRoutes;

/** Seconds after which the documents of what was issued a moment ago are worth asking for again. */
export const WRITTEN_SECONDS = '5';

/** BIL-2: the statement that was stored with the invoice. */
export const downloadStatement: Operation<Routes['downloadStatement'], InvoicesDeps> = async (call, deps) => {
  const invoice = await invoiceStore(deps.table).byNumber(call.caller.tenantId, call.path.invoiceId);
  if (!invoice) return refuse('resource_not_found');
  if (invoice.isUnwritten) return ok({ status: 202, headers: { 'retry-after': WRITTEN_SECONDS } });
  const bytes = await homeOf(invoice, deps).get(invoice.statementKey);
  invariant(bytes, 'the statement of an issued invoice is stored');
  return ok({
    status: 200,
    headers: { 'content-disposition': `attachment; filename=Invoice_${invoice.invoiceId}.pdf` },
    file: { bytes, mediaType: 'application/pdf' },
  });
};

/** The tax receipt that was stored with the invoice; not found where its market has none. */
export const downloadTaxReceipt: Operation<Routes['downloadTaxReceipt'], InvoicesDeps> = async (call, deps) => {
  const invoice = await invoiceStore(deps.table).byNumber(call.caller.tenantId, call.path.invoiceId);
  if (!invoice || receiptIdOf(invoice) !== call.path.receiptId.toUpperCase()) return refuse('resource_not_found');
  if (invoice.receiptKey === undefined)
    return (await isReceiptUnderWay(invoice, deps))
      ? ok({ status: 202, headers: { 'retry-after': WRITTEN_SECONDS } })
      : refuse('resource_not_found');
  const bytes = await homeOf(invoice, deps).get(invoice.receiptKey);
  invariant(bytes, 'the receipt of an issued invoice is stored');
  return ok({
    status: 200,
    headers: { 'content-disposition': `attachment; filename=E-Tax-${receiptIdOf(invoice)}.pdf` },
    file: { bytes, mediaType: 'application/pdf' },
  });
};

async function isReceiptUnderWay(invoice: InvoiceRecord, { table }: InvoicesDeps): Promise<boolean> {
  if (!invoice.isUnwritten) return false;
  const account = await accountStore(table).load(invoice.partnerId);
  return account !== undefined && hasReceipt(invoice, account.profile.country);
}

/** Where the documents of an invoice lie. */
const homeOf = ({ areIssuedApart }: InvoiceRecord, { files, issued }: InvoicesDeps) =>
  areIssuedApart ? issued : files;

const CSV = 'text/csv; charset=utf-8';
const LINK_SECONDS = 300;

/** Files of which an invoice may have no lines: their header row alone. */
const EMPTY_FILES: Readonly<Record<string, string>> = {
  usage: USAGE_HEADER,
  usagedaily: USAGE_HEADER,
  onetime: ONE_TIME_HEADER,
  dailyrated: RATED_USAGE_HEADER,
};

/**
 * BIL-3: as rows while they fit into an answer, else compressed, else as a link that lives a few minutes. With `bom` the
 * file begins with a byte-order mark, however it comes.
 */
export const downloadReconciliationFile: Operation<Routes['downloadReconciliationFile'], InvoicesDeps> = async (
  call,
  deps,
) => {
  const fileType = enumKey(call.path.fileType);
  const emptyFile = Object.hasOwn(EMPTY_FILES, fileType) ? EMPTY_FILES[fileType] : undefined;
  if (fileType !== 'license' && emptyFile === undefined) return refuse('unknown_enum_value', { field: 'fileType' });
  const invoice = await invoiceStore(deps.table).byNumber(call.caller.tenantId, call.path.invoiceId);
  if (!invoice) return refuse('resource_not_found');
  if (invoice.isUnwritten) return ok({ status: 202, headers: { 'retry-after': WRITTEN_SECONDS } });
  const headers = { 'content-disposition': `attachment; filename=${fileType}_${invoice.invoiceId}.csv` };
  const { bom: isMarked = false } = call.query;
  const file = fileOf(invoice, fileType);
  const wish = { headers, isMarked, acceptEncoding: call.headers['accept-encoding'], fileType };
  if (file && file.textBytes > ANSWER_BYTES_MAX) return largeFile(invoice, file, wish, deps);
  const text = file ? gunzipSync(await stored(invoice, file, deps)).toString('utf8') : emptyFile!;
  return ok({ status: 200, headers, file: { bytes: (isMarked ? BYTE_ORDER_MARK : '') + text, mediaType: CSV } });
};

/** Undefined where the invoice has no lines for it. */
function fileOf(invoice: InvoiceRecord, fileType: string): StoredFile | undefined {
  if (fileType !== 'license') return invoice.usageFiles?.[fileType as keyof UsageFiles];
  return {
    key: invoice.licenseFileKey,
    ...(invoice.markedFileKey !== undefined && { markedKey: invoice.markedFileKey }),
    bytes: invoice.licenseFileBytes,
    textBytes: invoice.licenseTextBytes,
  };
}

interface Wish {
  readonly headers: Readonly<Record<string, string>>;
  readonly isMarked: boolean;
  readonly acceptEncoding: string | undefined;
  readonly fileType: string;
}

async function largeFile(
  invoice: InvoiceRecord,
  file: StoredFile,
  { headers, isMarked, acceptEncoding, fileType }: Wish,
  deps: InvoicesDeps,
) {
  const takesGzip = /\bgzip\b/.test(acceptEncoding ?? '');
  if (takesGzip && file.bytes <= ANSWER_BYTES_MAX) {
    const plain = await stored(invoice, file, deps);
    const bytes = isMarked ? withByteOrderMark(plain, file.textBytes) : plain;
    return ok({
      status: 200,
      headers: { ...headers, 'content-encoding': 'gzip' },
      file: { bytes, mediaType: CSV },
    } as const);
  }
  const fileName = `${fileType === 'license' ? 'License' : fileType}_${invoice.invoiceId}.csv.gz`;
  const key = (isMarked && file.markedKey) || file.key;
  const location = await homeOf(invoice, deps).link(key, { seconds: LINK_SECONDS, fileName });
  return ok({ status: 302, headers: { location } } as const);
}

async function stored(invoice: InvoiceRecord, { key }: StoredFile, deps: InvoicesDeps): Promise<Uint8Array> {
  const bytes = await homeOf(invoice, deps).get(key);
  invariant(bytes, 'the reconciliation files of an issued invoice are stored');
  return bytes;
}
