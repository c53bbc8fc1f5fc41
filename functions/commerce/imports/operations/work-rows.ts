import type { Write } from '../../../../shared/dynamo/table.ts';
import { inLanes } from '../../../../shared/kernel/lanes.ts';
import type { Awaited } from '../domain/import.ts';
import { failedRow, type RowResult } from '../domain/row-result.ts';
import { doneWrite, importStore, nameWrite } from '../store/import-store.ts';
import { baseOfRow } from './base-rows.ts';
import { answersByRow, takenRow } from './hand-over.ts';
import { contentOf, doneBefore, errorOf, invalid, type JudgedRow, judgeRows } from './judge-rows.ts';
import { carryOutOrderRow, cellErrors, checkOrderRow, eachByCustomer, type OrderRow } from './order-rows.ts';
import type { ReadRow } from './read-file.ts';
import type { LaidOut, Turn } from './turn.ts';

/** What became of rows, and what is to be stored with it; or rows that are for tenancy first. */
export type Worked =
  | { readonly results: readonly RowResult[]; readonly writes: readonly Write[] }
  | { readonly handOver: Awaited; readonly rows: readonly JudgedRow[] };

interface RowsTurn extends Turn {
  readonly of: LaidOut;
}

/** A row that was checked, on its way to be carried out. */
interface DueRow extends ReadRow {
  readonly key: string;
  readonly result: RowResult;
}

const undecided = (rows: readonly DueRow[]): JudgedRow[] =>
  rows.map((row) => ({ ...row, decided: undefined, names: [] }));

/** Checks rows as they are read; their names are stored with what is found. */
export async function checkRows(rows: readonly ReadRow[], firstRow: number, turn: RowsTurn): Promise<Worked> {
  const { of, deps, isContested } = turn;
  const judged = await judgeRows(of, rows, { table: deps.table, isContested });
  const checked = await (of.type === 'customers' ? checkCustomers : checkOrders)(judged, firstRow, turn);
  if ('handOver' in checked) return checked;
  const writes = judged.flatMap(({ names, row }) => names.map((name) => nameWrite(of, name, row)));
  return { results: checked.results, writes };
}

/** Customers are tenancy's: it says whether it would create them. */
async function checkCustomers(rows: readonly JudgedRow[], firstRow: number, { answer }: RowsTurn): Promise<Worked> {
  const open = rows.filter(({ decided }) => !decided);
  if (open.length > 0 && answer?.mode !== 'check') return { handOver: { mode: 'check', firstRow }, rows: open };
  const answers = answersByRow(answer?.results ?? []);
  return { results: rows.map((row) => row.decided ?? answered(row, 'check', answers)), writes: [] };
}

function answered(
  row: Pick<JudgedRow, 'row' | 'key'>,
  mode: 'check' | 'create',
  answers: ReturnType<typeof answersByRow>,
): RowResult {
  const answer = answers.get(row.row);
  return answer ? takenRow(row, mode, answer) : failedRow(row, [errorOf({ name: 'unexpected_error' }, 'rowKey')]);
}

/** Orders are checked here, once tenancy has said which customers have the domains that they name. */
async function checkOrders(judged: readonly JudgedRow[], firstRow: number, turn: RowsTurn): Promise<Worked> {
  const { answer, deps, working } = turn;
  const rows = judged.map((row) => ({ ...row, decided: row.decided ?? wrongCells(row, deps) }));
  const named = rows.filter(({ decided, cells }) => !decided && cells.customerId === undefined);
  if (named.length > 0 && answer?.mode !== 'find') return { handOver: { mode: 'find', firstRow }, rows: named };
  const answers = answersByRow(answer?.results ?? []);
  const results = new Map<number, RowResult>();
  const open: OrderRow[] = [];
  for (const row of rows) {
    const customerId = row.cells.customerId?.toLowerCase() ?? answers.get(row.row)?.customerId;
    if (row.decided) results.set(row.row, row.decided);
    else if (customerId === undefined)
      results.set(row.row, failedRow(row, [errorOf({ name: 'no_relationship' }, 'domain')]));
    // What it names as its base may stand behind it: it is checked once all rows are read.
    else if (row.cells.parentRowKey !== undefined)
      results.set(row.row, { row: row.row, key: row.key, status: 'valid', customerId, isAddOn: true, errors: [] });
    else open.push({ ...row, customerId });
  }
  await inLanes(open, async (row) => void results.set(row.row, await checkOrderRow(row, working, deps)));
  return { results: rows.map(({ row, key }) => asResult(results.get(row)!, key)), writes: [] };
}

/** Only what a result has: rows carry more. */
const asResult = ({ row, status, resource, errors, customerId, isAddOn }: RowResult, key: string): RowResult => ({
  row,
  key,
  status,
  ...(resource && { resource }),
  errors,
  ...(customerId !== undefined && { customerId }),
  ...(isAddOn && { isAddOn }),
});

function wrongCells(row: JudgedRow, deps: RowsTurn['deps']): RowResult | undefined {
  const { cells } = row;
  const errors = cellErrors(row, deps);
  if (cells.customerId === undefined && cells.domain === undefined)
    errors.push(invalid('customerId', 'is missing, and so is domain: one of them says whose the order is'));
  return errors.length > 0 ? failedRow({ row: row.row, key: row.key }, errors) : undefined;
}

/** Checks add-ons of rows, each with its base as one order where the base is still to be bought. */
export async function relateRows(rows: readonly DueRow[], _firstRow: number, turn: RowsTurn): Promise<Worked> {
  const { of, deps, working } = turn;
  const results: RowResult[] = [];
  await inLanes(rows, async (row) => {
    const { result } = row;
    const customerId = result.customerId!;
    const base = await baseOfRow(of, row, customerId, deps);
    const after =
      'error' in base
        ? failedRow(result, [base.error])
        : await checkOrderRow({ ...row, customerId, ...base }, working, deps);
    results.push(asResult({ ...after, isAddOn: true }, row.key));
  });
  return { results, writes: [] };
}

/** Carries rows out that were checked. */
export const makeRows = (rows: readonly DueRow[], firstRow: number, turn: RowsTurn): Promise<Worked> =>
  (turn.of.type === 'customers' ? makeCustomers : makeOrders)(rows, firstRow, turn);

/** What rows of the same key made in between, here or in another import; the others are still to be done. */
async function notDone(rows: readonly DueRow[], { of, deps }: RowsTurn) {
  const done = await importStore(deps.table).done(
    of,
    rows.map(({ key }) => key),
    true,
  );
  const before = rows.map((row) => ({ row, result: doneBefore(of, row, done.get(row.key)) }));
  return {
    known: before.flatMap(({ row, result }) => (result ? [{ ...row.result, ...result }] : [])),
    open: before.flatMap(({ row, result }) => (result ? [] : [row])),
  };
}

async function makeCustomers(rows: readonly DueRow[], firstRow: number, turn: RowsTurn): Promise<Worked> {
  const { of, answer } = turn;
  const { known, open } = await notDone(rows, turn);
  if (open.length > 0 && answer?.mode !== 'create')
    return { handOver: { mode: 'create', firstRow }, rows: undecided(open) };
  const answers = answersByRow(answer?.results ?? []);
  const made = open.map((row) => ({ row, result: answered(row, 'create', answers) }));
  const { type, importId, partnerId } = of;
  const writes = made.flatMap(({ row, result: { resource } }) =>
    resource
      ? [doneWrite(partnerId, row.key, { type, importId, row: row.row, content: contentOf(row.cells), resource })]
      : [],
  );
  return { results: [...known, ...made.map(({ result }) => result)], writes };
}

async function makeOrders(rows: readonly DueRow[], _firstRow: number, turn: RowsTurn): Promise<Worked> {
  const { of, working, deps } = turn;
  const { known, open } = await notDone(rows, turn);
  const results: RowResult[] = known.map((result) => asResult(result, result.key));
  const orders = open.map(({ result, ...row }): OrderRow => ({ ...row, customerId: result.customerId! }));
  await eachByCustomer(orders, async (row) => {
    const base = row.cells.parentRowKey === undefined ? {} : await baseOfRow(of, row, row.customerId, deps);
    const failed = unboughtBase(row, base);
    const result = failed ?? (await carryOutOrderRow(of, { ...row, ...base }, working, deps));
    results.push(asResult(result, row.key));
  });
  return { results, writes: [] };
}

/** An add-on whose base was not bought is not bought either. */
function unboughtBase({ row, key, customerId }: OrderRow, base: object): RowResult | undefined {
  const result = { row, key, customerId, isAddOn: true } as const;
  if ('error' in base) return failedRow(result, [base.error as RowResult['errors'][number]]);
  return 'baseRow' in base ? failedRow(result, [invalid('parentRowKey', 'its base was not bought')]) : undefined;
}
