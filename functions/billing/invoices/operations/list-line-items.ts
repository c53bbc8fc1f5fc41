import type { SeekOperation } from '../../../../shared/contracts/paging.ts';
import { type Collection, collection } from '../../../../shared/contracts/wire.ts';
import { atNumber, countedList } from '../../../../shared/dynamo/sought.ts';
import type { CallBase, Operation } from '../../../../shared/http/call.ts';
import { offsetLinks } from '../../../../shared/http/paging.ts';
import { seekPage } from '../../../../shared/http/seek.ts';
import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import type { LineItem, LineType, Provider } from '../../schemas.ts';
import type { invoicesRoutes } from '../routes.ts';
import { invoiceStore } from '../store/invoice-store.ts';
import type { FilePart } from '../store/part-item.ts';
import type { InvoicesDeps } from './dependencies.ts';
import { WRITTEN_SECONDS } from './download-documents.ts';
import { type LineKind, lineKindOf } from './line-kinds.ts';
import { partsOf } from './parts-of.ts';

type Routes = typeof invoicesRoutes;

interface Wish {
  readonly provider: Provider;
  readonly type: LineType;
}
type Asking = Pick<CallBase, 'seek' | 'continuationToken' | 'rawPath' | 'rawQuery'> & {
  readonly caller: { readonly tenantId: string };
  readonly path: { readonly invoiceId: string };
  readonly query: {
    readonly size: number;
    readonly offset: number;
    readonly currencyCode?: string | undefined;
    readonly seekOperation?: SeekOperation | undefined;
    readonly pageIndex?: number | undefined;
  };
};

type Answer = { status: 200; body: Collection<LineItem> } | { status: 202; headers: { 'retry-after': string } };

/** BIL-3, BIL-9: provider and type in the query; both must be given. */
export const listInvoiceLineItems: Operation<Routes['listInvoiceLineItems'], InvoicesDeps> = async (call, deps) => {
  const { provider, invoiceLineItemType: type } = call.query;
  if (provider === undefined) return refuse('invalid_property', { field: 'provider' });
  if (type === undefined) return refuse('invalid_property', { field: 'invoiceLineItemType' });
  return lineItems(call, { provider, type }, deps);
};

/** BIL-3, BIL-9: provider and type in the path. */
export const listInvoiceLineItemsByType: Operation<Routes['listInvoiceLineItemsByType'], InvoicesDeps> = async (
  call,
  deps,
) => lineItems(call, { provider: call.path.provider, type: call.path.lineItemType }, deps);

/**
 * Lines as the stored file has them, so that they never differ from it. Seats have no usage lines; what an invoice
 * has no lines of is an empty collection (billing contract 10). Pages by offset, and by token where one is given or asked
 * for: the number of lines is known, so that any page reads its own lines alone.
 */
async function lineItems(
  call: Asking,
  { provider, type }: Wish,
  deps: InvoicesDeps,
): Promise<Result<Answer, Refusal<'invalid_input' | 'resource_not_found'>>> {
  if (provider === 'office' && type === 'usagelineitems')
    return refuse('invalid_input', { description: 'License-based charges have no usage lines.' });
  const invoice = await invoiceStore(deps.table).byNumber(call.caller.tenantId, call.path.invoiceId);
  if (!invoice) return refuse('resource_not_found');
  const { size, offset, currencyCode, seekOperation } = call.query;
  const isOtherCurrency = currencyCode !== undefined && currencyCode.toUpperCase() !== invoice.currency;
  const kind = lineKindOf(provider, type);
  const count = !kind || isOtherCurrency ? 0 : kind.countIn(invoice);
  const parts = count === 0 ? [] : await partsOf(invoice, deps);
  if (!parts) return ok({ status: 202, headers: { 'retry-after': WRITTEN_SECONDS } });
  const list = countedList(count, ({ from, to }) =>
    linesOfParts(parts, kind!, { offset: from, size: to - from }, deps),
  );
  if (call.seek?.token || seekOperation) {
    if (offset > 0)
      return refuse('invalid_input', {
        field: 'offset',
        description: 'Pages are found by offset or by token, not by both.',
      });
    const page = await seekPage(call, list, { sizeDefault: size });
    if (!page.ok) return page;
    const { items, links, token } = page.value;
    return ok({ status: 200, body: collection(items, links, token) });
  }
  const { items } = await list.page({ size, after: atNumber(offset) });
  return ok({
    status: 200,
    body: collection(items, offsetLinks(call, { offset, size, hasMore: offset + size < count })),
  });
}

/** Reads only the parts that the page touches: the row counts of the parts are its index. */
async function linesOfParts(
  parts: readonly FilePart[],
  { rowsOf, read }: LineKind,
  { offset, size }: { offset: number; size: number },
  deps: Pick<InvoicesDeps, 'files'>,
): Promise<LineItem[]> {
  const lines: LineItem[] = [];
  let before = 0;
  for (const part of parts) {
    const [from, to] = [Math.max(0, offset - before), Math.min(rowsOf(part), offset + size - before)];
    before += rowsOf(part);
    if (from >= to) continue;
    lines.push(...(await read(part, { from, to }, deps)));
  }
  return lines;
}
