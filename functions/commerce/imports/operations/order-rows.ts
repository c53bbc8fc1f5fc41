import { createHash } from 'node:crypto';
import type { Occasion } from '../../../../shared/dynamo/aggregate.ts';
import { WriteConflictError } from '../../../../shared/dynamo/table.ts';
import type { Once, StoredReply } from '../../../../shared/http/call.ts';
import { bodyOnBehalf, onBehalf } from '../../../../shared/http/on-behalf.ts';
import type { Caller } from '../../../../shared/identity/caller.ts';
import { guidFromHex } from '../../../../shared/kernel/ids.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import type { Refusal, Result } from '../../../../shared/kernel/result.ts';
import { commerceRefusals } from '../../refusals.ts';
import { subscriptionStore } from '../../subscriptions/index.ts';
import type { Import } from '../domain/import.ts';
import { ofColumn, orderBody } from '../domain/row-bodies.ts';
import { failedRow, type RowResource, type RowResult } from '../domain/row-result.ts';
import { doneWrite, importStore } from '../store/import-store.ts';
import type { WorkDeps } from './dependencies.ts';
import { contentOf, doneBefore, errorOf, invalid } from './judge-rows.ts';
import type { ReadRow } from './read-file.ts';

/** A row of an order, with what was found out of it. */
export interface OrderRow extends ReadRow {
  readonly key: string;
  readonly customerId: string;
  /** Subscription of the row that it names as its base. */
  readonly baseSubscriptionId?: string | undefined;
  /** The row that it names, while that is still to be carried out: the two are checked as one order. */
  readonly baseRow?: ReadRow | undefined;
}

/** On whose behalf, and when. Nobody: whoever began the import may not call any more. */
export interface Working extends Occasion {
  readonly caller: Caller | undefined;
}

type Body = Record<string, unknown> & { lineItems: Record<string, unknown>[] };

/** The body of a purchase: the row, and before it the row that is its base where that is still to be bought. */
function bodyOf({ cells, baseRow, baseSubscriptionId }: OrderRow, billingCycle: string | undefined): Body {
  const body = orderBody({ ...cells, ...(billingCycle !== undefined && { billingCycle }) });
  const [line] = body.lineItems as Record<string, unknown>[];
  const own = baseSubscriptionId === undefined ? line! : { ...line, parentSubscriptionId: baseSubscriptionId };
  const base = baseRow && (orderBody(baseRow.cells).lineItems as Record<string, unknown>[]);
  return { ...body, lineItems: [...(base ?? []), own] };
}

/** An add-on that says nothing of it is billed like its base. */
async function cycleOf(
  { cells, baseRow, baseSubscriptionId, customerId }: OrderRow,
  partnerId: string,
  { table }: Pick<WorkDeps, 'table'>,
): Promise<string | undefined> {
  const id = baseSubscriptionId ?? cells.parentSubscriptionId;
  if (cells.billingCycle !== undefined || baseRow || id === undefined)
    return cells.billingCycle ?? baseRow?.cells.billingCycle;
  const ids = { partnerId, customerId, subscriptionId: id.trim().toLowerCase() };
  return (await subscriptionStore(table).load(ids))?.billingCycle;
}

/** What is wrong with the cells of a row in themselves. */
export function cellErrors(row: ReadRow, { order }: Pick<WorkDeps, 'order'>) {
  const read = bodyOnBehalf(order.route.request.body, orderBody(row.cells), commerceRefusals);
  const errors = read.ok ? [] : read.refusal.map((refusal) => ofColumn(errorOf(refusal, refusal.field)));
  return row.cells.parentRowKey !== undefined && row.cells.parentSubscriptionId !== undefined
    ? [...errors, invalid('parentRowKey', 'names a base, and so does parentSubscriptionId: one of them')]
    : errors;
}

/** Orders of one customer meet at what is kept of it: they are worked one after the other, those of different ones side by side. */
export async function eachByCustomer(rows: readonly OrderRow[], work: (row: OrderRow) => Promise<void>): Promise<void> {
  const groups = Map.groupBy(rows, ({ customerId }) => customerId);
  await inLanes([...groups.values()], async (group) => {
    for (const row of group) await work(row);
  });
}

/** Never stored: a check makes nothing. */
const checking: Once = { id: (label) => label, complete: () => [] };

/** ORD-1, ORD-2: what the purchase of a row would be refused for; it writes nothing. */
export async function checkOrderRow(row: OrderRow, working: Working, deps: WorkDeps): Promise<RowResult> {
  const result = { ...resultOf(row), customerId: row.customerId };
  const answer = await purchase(row, working, { once: checking, dryRun: true }, deps);
  return answer.ok ? { ...result, status: 'valid', errors: [] } : failedRow(result, [errorOf(answer.refusal)]);
}

/**
 * ORD-6, ORD-8: carries the purchase of a row out, once for its key however often it is tried: what the row made is stored
 * with the order, on condition that its key made nothing before.
 */
export async function carryOutOrderRow(
  of: Import,
  row: OrderRow,
  working: Working,
  deps: WorkDeps,
): Promise<RowResult> {
  const result = resultOf(row);
  let made: RowResource | undefined;
  const once: Once = {
    id: (label) => derivedId([of.partnerId, 'import', row.key, row.customerId, label]),
    complete(reply) {
      made = resourceOf(reply);
      const { type, importId, partnerId } = of;
      const done = { type, importId, row: row.row, content: contentOf(row.cells), resource: made };
      return [doneWrite(partnerId, row.key, done)];
    },
  };
  try {
    const answer = await purchase(row, working, { once, dryRun: false }, deps);
    if (!answer.ok) return failedRow(result, [errorOf(answer.refusal)]);
    return { ...result, status: 'created', resource: made, errors: [] };
  } catch (error) {
    if (!(error instanceof WriteConflictError)) throw error;
    const done = (await importStore(deps.table).done(of, [row.key], true)).get(row.key);
    const before = doneBefore(of, row, done);
    if (!before) throw error;
    return { ...result, ...before };
  }
}

const resultOf = ({ row, key, customerId, cells }: OrderRow): Omit<RowResult, 'status' | 'errors'> => ({
  row,
  key,
  customerId,
  ...(cells.parentRowKey !== undefined && { isAddOn: true }),
});

const derivedId = (parts: readonly string[]): string =>
  guidFromHex(createHash('sha256').update(parts.join('\u0000')).digest('hex'));

function resourceOf({ body }: StoredReply): RowResource {
  const { id, lineItems } = body as { id: string; lineItems: readonly { subscriptionId?: string }[] };
  return { type: 'order', id, subscriptionId: lineItems[0]?.subscriptionId };
}

async function purchase(
  row: OrderRow,
  { caller, at, cause }: Working,
  { once, dryRun }: { readonly once: Once; readonly dryRun: boolean },
  deps: WorkDeps,
): Promise<Result<unknown, Refusal>> {
  if (!caller) return { ok: false, refusal: { name: 'role_lacks_right' } };
  const body = bodyOf(row, await cycleOf(row, caller.tenantId, deps));
  const read = bodyOnBehalf(deps.order.route.request.body, body, commerceRefusals);
  if (!read.ok) return { ok: false, refusal: read.refusal[0]! };
  const { customerId } = row;
  const call = { caller, at, cause, records: deps.records, customerId, once, body: read.value };
  return onBehalf(deps.order, { ...call, query: { dryRun } }, deps);
}
