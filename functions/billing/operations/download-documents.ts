import { gunzipSync } from 'node:zlib';
import { enumKey } from '../../../shared/contracts/wire.ts';
import type { Operation } from '../../../shared/http/call.ts';
import { invariant } from '../../../shared/kernel/invariant.ts';
import { ok, refuse } from '../../../shared/kernel/result.ts';
import type { billingRoutes } from '../routes.ts';
import { type InvoiceRecord, invoiceStore } from '../store/invoice-store.ts';
import type { BillingDeps } from './dependencies.ts';
import { ONE_TIME_HEADER, RATED_USAGE_HEADER, USAGE_HEADER } from './documents/reconciliation-headers.ts';

type Routes = typeof billingRoutes.routes;

/** BIL-2: the statement that was stored with the invoice. */
export const downloadStatement: Operation<Routes['downloadStatement'], BillingDeps> = async (call, deps) => {
  const invoice = await invoiceStore(deps.table).byNumber(call.caller.tenantId, call.path.invoiceId);
  if (!invoice) return refuse('resource_not_found');
  const bytes = await homeOf(invoice, deps).get(invoice.statementKey);
  invariant(bytes, 'the statement of an issued invoice is stored');
  return ok({
    status: 200,
    headers: { 'content-disposition': `attachment; filename=Invoice_${invoice.invoiceId}.pdf` },
    file: { bytes, mediaType: 'application/pdf' },
  });
};

/** Where the documents of an invoice lie. */
const homeOf = ({ areIssuedApart }: InvoiceRecord, { files, issued }: BillingDeps) => (areIssuedApart ? issued : files);

const CSV = 'text/csv; charset=utf-8';
/** Bytes that one answer may hold with room to spare. */
const ANSWER_BYTES_MAX = 4 * 1024 * 1024;
const LINK_SECONDS = 300;

/** Files that an invoice of seats has no lines for: their header row alone. */
const EMPTY_FILES: Readonly<Record<string, string>> = {
  usage: USAGE_HEADER,
  usagedaily: USAGE_HEADER,
  onetime: ONE_TIME_HEADER,
  dailyrated: RATED_USAGE_HEADER,
};

/** BIL-3: as rows while they fit into an answer, else compressed, else as a link that lives a few minutes. */
export const downloadReconciliationFile: Operation<Routes['downloadReconciliationFile'], BillingDeps> = async (
  call,
  deps,
) => {
  const fileType = enumKey(call.path.fileType);
  const emptyFile = Object.hasOwn(EMPTY_FILES, fileType) ? EMPTY_FILES[fileType] : undefined;
  if (fileType !== 'license' && emptyFile === undefined) return refuse('unknown_enum_value', { field: 'fileType' });
  const invoice = await invoiceStore(deps.table).byNumber(call.caller.tenantId, call.path.invoiceId);
  if (!invoice) return refuse('resource_not_found');
  const headers = { 'content-disposition': `attachment; filename=${fileType}_${invoice.invoiceId}.csv` };
  if (emptyFile !== undefined) return ok({ status: 200, headers, file: { bytes: emptyFile, mediaType: CSV } });
  if (invoice.licenseTextBytes > ANSWER_BYTES_MAX)
    return largeFile(invoice, headers, call.headers['accept-encoding'], deps);
  const bytes = gunzipSync(await stored(invoice, deps)).toString('utf8');
  return ok({ status: 200, headers, file: { bytes, mediaType: CSV } });
};

async function largeFile(
  invoice: InvoiceRecord,
  headers: Readonly<Record<string, string>>,
  acceptEncoding: string | undefined,
  deps: BillingDeps,
) {
  const takesGzip = /\bgzip\b/.test(acceptEncoding ?? '');
  if (takesGzip && invoice.licenseFileBytes <= ANSWER_BYTES_MAX) {
    const file = { bytes: await stored(invoice, deps), mediaType: CSV };
    return ok({ status: 200, headers: { ...headers, 'content-encoding': 'gzip' }, file } as const);
  }
  const fileName = `License_${invoice.invoiceId}.csv.gz`;
  const location = await homeOf(invoice, deps).link(invoice.licenseFileKey, { seconds: LINK_SECONDS, fileName });
  return ok({ status: 302, headers: { location } } as const);
}

async function stored(invoice: InvoiceRecord, deps: BillingDeps): Promise<Uint8Array> {
  const bytes = await homeOf(invoice, deps).get(invoice.licenseFileKey);
  invariant(bytes, 'the reconciliation file of an issued invoice is stored');
  return bytes;
}
