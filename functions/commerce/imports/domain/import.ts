import { addDaysTo, addMs, epochMs, type Instant } from '../../../../shared/kernel/time.ts';
import type { ImportType } from './import-type.ts';
import type { Layout } from './layout.ts';
import type { RowError } from './row-result.ts';

export const importStates = ['validating', 'running', 'done', 'failed', 'cancelled'] as const;
export type ImportState = (typeof importStates)[number];

/**
 * How far an import has come. Each pass goes through the rows from the first to the last, in their order: `upload` waits for
 * the file, `reading` reads and checks, `relating` checks rows that name another row as their base, `making` carries out,
 * `addingOn` carries out those behind their bases.
 */
export const passes = ['upload', 'reading', 'relating', 'making', 'addingOn'] as const;
export type Pass = (typeof passes)[number];

/** What rows were handed over for, and the first of them: what comes back is put in its place by both. */
export interface Awaited {
  readonly mode: 'find' | 'check' | 'create';
  readonly firstRow: number;
}

/**
 * An import takes a file of customers or orders row by row (ORD-8): it checks every row, then carries out those that are
 * right, each once. What it holds does not grow with the file: rows lie in pieces beside it.
 */
export interface Import {
  readonly importId: string;
  readonly partnerId: string;
  readonly type: ImportType;
  readonly isDryRun: boolean;
  readonly state: ImportState;
  readonly pass: Pass;
  /** Who began it, by id. */
  readonly createdBy: string;
  readonly createdAt: Instant;
  /** As the sender declared it; its charset counts where no byte-order mark says another. */
  readonly contentType: string;
  /** Bytes of the file; of one that is still to be uploaded, as they were declared. */
  readonly fileBytes: number;
  readonly layout?: Layout | undefined;
  /** Where the pass goes on: the first byte that is not read yet. */
  readonly nextByte: number;
  /** Number of the first row that the pass has not done. */
  readonly nextRow: number;
  /** Rows read so far. */
  readonly rows: number;
  readonly succeeded: number;
  readonly failed: number;
  /** Some rows name another row as their base. */
  readonly hasAddOns: boolean;
  readonly awaited?: Awaited | undefined;
  /** When the pass began, for the estimate of its end. */
  readonly passBeganAt: Instant;
  readonly savedAt: Instant;
  readonly endedAt?: Instant | undefined;
  /** Why the file was not taken at all. */
  readonly failure?: RowError | undefined;
  /** Counts the events that it raised; the newest one goes on with it. */
  readonly step: number;
  readonly version: number;
}

/** Days that an import and its results are kept; they have ids and reasons, and nothing else of people but their keys. */
export const KEPT_DAYS = 60;
export const keptUntil = ({ createdAt }: Pick<Import, 'createdAt'>): Instant => addDaysTo(createdAt, KEPT_DAYS);

/** Seconds that a link to upload the file lives, and that an import waiting for it keeps its place among those at once. */
export const UPLOAD_SECONDS = 3600;
/** Bytes of a file at most. */
export const FILE_BYTES_MAX = 50 * 1024 * 1024;

export const isOver = ({ state }: Pick<Import, 'state'>): boolean => state === 'done' || state === 'failed';
export const isGoingOn = ({ state, pass }: Import): boolean =>
  (state === 'validating' || state === 'running') && pass !== 'upload';

/** The state that a pass shows. */
export const stateOf = (pass: Pass): ImportState =>
  pass === 'making' || pass === 'addingOn' ? 'running' : 'validating';

/** The passes of an import, in their order. */
export function passesOf({ isDryRun, hasAddOns }: Pick<Import, 'isDryRun' | 'hasAddOns'>): readonly Pass[] {
  const checks: Pass[] = hasAddOns ? ['reading', 'relating'] : ['reading'];
  const makes: Pass[] = hasAddOns ? ['making', 'addingOn'] : ['making'];
  return isDryRun ? checks : [...checks, ...makes];
}

/** The import at the beginning of its next pass, or done. Of a dry run every row that is right has succeeded. */
export function passOver(of: Import, at: Instant): Import {
  const all = passesOf(of);
  const next = all[all.indexOf(of.pass) + 1];
  if (next) return { ...of, pass: next, state: stateOf(next), nextRow: 1, passBeganAt: at };
  return { ...of, state: 'done', succeeded: of.rows - of.failed, endedAt: at };
}

export const failedWith = (of: Import, failure: NonNullable<Import['failure']>, at: Instant): Import => ({
  ...of,
  state: 'failed',
  failure,
  awaited: undefined,
  endedAt: at,
});

export const cancelled = (of: Import, at: Instant): Import => ({ ...of, state: 'cancelled', endedAt: at });

/** Goes on where it stopped; what was handed over and not answered is handed over again. */
export const resumed = (of: Import, at: Instant): Import => ({
  ...of,
  state: stateOf(of.pass),
  awaited: undefined,
  endedAt: undefined,
  passBeganAt: at,
});

/** Rows that neither succeeded nor failed so far. */
export const pendingRows = ({ rows, succeeded, failed }: Import): number => Math.max(0, rows - succeeded - failed);

/**
 * When it will end, if it goes on as fast as its pass so far; each later pass is taken to be as long. Undefined before
 * anything is known, and once it is over.
 */
export function estimatedEnd(of: Import): Instant | undefined {
  if (!isGoingOn(of)) return undefined;
  const share =
    of.pass === 'reading' ? of.nextByte / Math.max(1, of.fileBytes) : (of.nextRow - 1) / Math.max(1, of.rows);
  const takenMs = epochMs(of.savedAt) - epochMs(of.passBeganAt);
  if (share <= 0 || share > 1 || takenMs <= 0) return undefined;
  const passMs = takenMs / share;
  const all = passesOf(of);
  const later = all.length - 1 - all.indexOf(of.pass);
  return addMs(of.savedAt, Math.ceil(passMs * (1 - share) + passMs * later));
}
