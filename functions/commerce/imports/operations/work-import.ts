import { WriteConflictError } from '../../../../shared/dynamo/table.ts';
import { invariant } from '../../../../shared/kernel/invariant.ts';
import { type Awaited, failedWith, type Import, isGoingOn, isOver, passOver } from '../domain/import.ts';
import { isDueIn, type RowResult, tally } from '../domain/row-result.ts';
import type { Piece } from '../store/import-items.ts';
import { importStore, leaveWrite, saveWrites } from '../store/import-store.ts';
import type { ImportIds } from '../store/keys.ts';
import type { WorkDeps } from './dependencies.ts';
import { handedRows } from './hand-over.ts';
import { invalid, type JudgedRow } from './judge-rows.ts';
import type { Working } from './order-rows.ts';
import { fileKey, handedKey, readHeading, readPiece, readRows, uploadKey } from './read-file.ts';
import type { Answer, LaidOut, Outcome, Turn } from './turn.ts';
import { checkRows, makeRows, relateRows } from './work-rows.ts';

/** Conflicts of one piece until its event is delivered again. */
const TRIES = 5;

interface Work {
  readonly ids: ImportIds;
  /** Whether the import is still where this work goes on, and with which answer. */
  readonly isDue: (of: Import) => boolean;
  readonly answer?: Answer;
  /** Pieces that are done until the next event; some seconds of work. */
  readonly piecesMax: number;
}

/**
 * Takes an import some pieces further (ORD-8). Each piece is saved with what became of its rows, on condition that nobody
 * saved the import meanwhile; what a row makes is stored once for its key. So whoever stops, comes twice or late, an event
 * that comes again goes on with the first piece that is not done.
 */
export async function workImport(
  { ids, isDue, answer, piecesMax }: Work,
  working: Working,
  deps: WorkDeps,
): Promise<void> {
  const store = importStore(deps.table);
  let tried = 0;
  for (let done = 0; done < piecesMax; ) {
    const of = await store.load(ids, working.at);
    if (!of || !isDue(of)) return;
    try {
      const outcome = await onePiece({ of, answer, working, deps, isContested: tried > 0 });
      await save(of, outcome, { isLast: done + 1 === piecesMax, working, deps });
      if (answer) await deps.files.remove(handedKey(of, answer));
      done += 1;
      tried = 0;
    } catch (error) {
      tried += 1;
      if (!(error instanceof WriteConflictError) || tried >= TRIES) throw error;
      await error.backOff?.(tried);
    }
  }
}

/** Saves a piece; the last of a step raises the event that goes on, and the last of all gives the import's place back. */
async function save(
  of: Import,
  { changed, along }: Outcome,
  { isLast, working, deps }: { isLast: boolean; working: Working; deps: WorkDeps },
): Promise<void> {
  const ends = isOver(changed);
  if (ends) for (const key of [fileKey(of), uploadKey(of)]) await deps.files.remove(key);
  const left = ends ? [leaveWrite(await importStore(deps.table).underway(of.partnerId), of)] : [];
  const goesOn = along.handsOver === undefined && (ends || (isLast && isGoingOn(changed)));
  const { writes } = saveWrites(of, changed, working, {
    ...along,
    writes: [...(along.writes ?? []), ...left],
    goesOn,
  });
  await deps.table.write(writes);
}

async function onePiece(turn: Turn): Promise<Outcome> {
  const { of } = turn;
  switch (of.pass) {
    case 'reading':
      return readOn(turn);
    case 'relating':
    case 'making':
    case 'addingOn':
      return workPiece(turn);
    case 'upload':
      invariant(false, 'an import that waits for its file is not worked');
  }
}

const unreadable = ({ of, working }: Turn, wrong: string): Outcome => ({
  changed: failedWith(of, invalid('file', wrong), working.at),
  along: {},
});

/** Reads the next rows and checks them; behind the last one the next pass begins. */
async function readOn(turn: Turn): Promise<Outcome> {
  const { deps, working } = turn;
  let of = turn.of;
  if (!of.layout) {
    const heading = await readHeading(of, deps.files);
    if (!heading.ok) return unreadable(turn, heading.refusal.wrong);
    of = { ...of, ...heading.value };
  }
  const laidOut: LaidOut = { ...of, layout: of.layout! };
  const read = await readRows(laidOut, deps.files);
  if (!read.ok) return unreadable(turn, read.refusal.wrong);
  const { rows, fromByte, toByte, isLast } = read.value;
  if (rows.length === 0 && isLast && of.rows === 0) return unreadable(turn, 'The file has no rows.');
  const firstRow = of.rows + 1;
  const checked = await checkRows(rows, firstRow, { ...turn, of: laidOut });
  if ('handOver' in checked) return handOver(laidOut, checked.handOver, checked.rows, turn);
  const { results, writes } = checked;
  const counts = tally(results);
  const after: Import = {
    ...of,
    nextByte: toByte,
    nextRow: firstRow + rows.length,
    rows: of.rows + rows.length,
    succeeded: of.succeeded + counts.succeeded,
    failed: of.failed + counts.failed,
    hasAddOns: of.hasAddOns || results.some(({ isAddOn }) => isAddOn),
    awaited: undefined,
  };
  const pieces: Piece[] = results.length === 0 ? [] : [{ firstRow, fromByte, toByte, results }];
  return { changed: isLast ? passOver(after, working.at) : after, along: { pieces, writes } };
}

/** Puts rows where tenancy finds them, and says so. */
async function handOver(of: LaidOut, awaited: Awaited, rows: readonly JudgedRow[], { deps }: Turn): Promise<Outcome> {
  const key = handedKey(of, awaited);
  const text = JSON.stringify(handedRows(awaited.mode, rows));
  await deps.files.put(key, Buffer.from(text), { contentType: 'application/json' });
  return { changed: { ...of, awaited }, along: { handsOver: key } };
}

/** Pieces without anything to do that are passed over together. */
const PASSED_MAX = 100;

/** Takes the next piece that has something to do in this pass; behind the last one the next pass begins. */
async function workPiece(turn: Turn): Promise<Outcome> {
  const { of, deps, working } = turn;
  const store = importStore(deps.table);
  const isDue = (result: RowResult): boolean =>
    of.pass === 'relating' ? isDueIn('addingOn', result) : isDueIn(of.pass as 'making' | 'addingOn', result);
  let nextRow = of.nextRow;
  for (let passed = 0; nextRow <= of.rows && passed < PASSED_MAX; passed += 1) {
    const piece = await store.piece(of, nextRow);
    invariant(piece, `the rows of ${of.importId} lie without a gap`);
    if (piece.results.some(isDue)) return workResults({ ...turn, of: { ...of, nextRow } }, piece, isDue);
    nextRow += piece.results.length;
  }
  const after = { ...of, nextRow, awaited: undefined };
  return { changed: nextRow > of.rows ? passOver(after, working.at) : after, along: {} };
}

async function workResults(turn: Turn, piece: Piece, isDue: (result: RowResult) => boolean): Promise<Outcome> {
  const { of, deps } = turn;
  const laidOut: LaidOut = { ...of, layout: of.layout! };
  const read = await readPiece(laidOut, piece, deps.files);
  if (!read.ok) return unreadable(turn, read.refusal.wrong);
  const due = piece.results.filter(isDue);
  const rows = new Map(read.value.map((row) => [row.row, row]));
  const work = of.pass === 'relating' ? relateRows : makeRows;
  const worked = await work(
    due.map((result) => ({ ...rows.get(result.row)!, key: result.key, result })),
    piece.firstRow,
    { ...turn, of: laidOut },
  );
  if ('handOver' in worked) return handOver(laidOut, worked.handOver, worked.rows, turn);
  const changedResults = new Map(worked.results.map((result) => [result.row, result]));
  const results = piece.results.map((result) => changedResults.get(result.row) ?? result);
  const [before, after] = [tally(piece.results), tally(results)];
  return {
    changed: {
      ...of,
      nextRow: piece.firstRow + results.length,
      succeeded: of.succeeded + after.succeeded - before.succeeded,
      failed: of.failed + after.failed - before.failed,
      awaited: undefined,
    },
    along: { pieces: [{ ...piece, results }], writes: worked.writes },
  };
}
