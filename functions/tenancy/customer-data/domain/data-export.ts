import { invariant } from '../../../../shared/kernel/invariant.ts';
import { addDaysTo, addSeconds, type Instant } from '../../../../shared/kernel/time.ts';

export const exportScopes = ['all', 'directory', 'commerce', 'support'] as const;
export type ExportScope = (typeof exportScopes)[number];

/** An archive of all that is a customer's, or of a part of it (CUS-6). */
export interface DataExport {
  readonly exportId: string;
  readonly customerId: string;
  readonly version: number;
  readonly scope: ExportScope;
  readonly state: 'queued' | 'running' | 'ready' | 'failed';
  readonly createdAt: Instant;
  /** What each context that was asked has answered so far, by {@link answerOf}. */
  readonly answers: Readonly<Record<string, Answer>>;
  readonly finishedAt?: Instant;
}
export interface Answer {
  readonly steps: number;
  /** Number of the last step, once that came. */
  readonly last?: number;
  /** False: of a page of partners that the context is still to be asked about. */
  readonly isAsked?: false;
}

/** Under which name a context answers about a page of the customer's partners. */
export const answerOf = (context: string, page = 1): string =>
  page === 1 ? context : `${context}@${String(page).padStart(6, '0')}`;

/** How long the contexts have; after that the export has failed, and whoever asked may ask again. */
const PATIENCE_SECONDS = 6 * 3600;
/** Days that an archive can be downloaded, from when it was asked for. */
export const ARCHIVE_DAYS = 7;
/** Days that an export is known. */
export const KNOWN_DAYS = 30;

export const newExport = (
  of: Pick<DataExport, 'exportId' | 'customerId' | 'scope' | 'createdAt'>,
  contexts: readonly string[],
): DataExport => ({
  ...of,
  version: 1,
  state: 'queued',
  answers: Object.fromEntries(contexts.map((context) => [context, { steps: 0 }])),
});

export const isUnderway = ({ state }: DataExport): boolean => state === 'queued' || state === 'running';

/** An export of a customer that has more partners than one event names: contexts are still to be asked about this page. */
export const withPageToCome = (of: DataExport, contexts: readonly string[], page: number): DataExport =>
  withPage(of, contexts, page, { steps: 0, isAsked: false });

/** An export whose contexts are asked about the page. */
export const withPageAsked = (of: DataExport, contexts: readonly string[], page: number): DataExport =>
  withPage(of, contexts, page, { steps: 0 });

const withPage = (of: DataExport, contexts: readonly string[], page: number, answer: Answer): DataExport => ({
  ...of,
  answers: { ...of.answers, ...Object.fromEntries(contexts.map((context) => [answerOf(context, page), answer])) },
});

/** Are contexts still to be asked about the page? */
export const isPageToCome = ({ answers }: DataExport, contexts: readonly string[], page: number): boolean =>
  contexts.some((context) => answers[answerOf(context, page)]?.isAsked === false);

/** When an export that is still under way has failed. */
export const failsAt = ({ createdAt }: DataExport): Instant => addSeconds(createdAt, PATIENCE_SECONDS);
export const expiresAt = ({ createdAt }: DataExport): Instant => addDaysTo(createdAt, ARCHIVE_DAYS);
export const isKnown = ({ createdAt }: DataExport, at: Instant): boolean => at < addDaysTo(createdAt, KNOWN_DAYS);

/** The state as it counts at an instant, whether the hourly job has recorded it or not. */
export const stateAt = (of: DataExport, at: Instant): DataExport['state'] =>
  isUnderway(of) && failsAt(of) <= at ? 'failed' : of.state;

/** An export with one more step of a context; steps come in any order, each once. */
export function withStep(of: DataExport, context: string, { step, isLast }: { step: number; isLast: boolean }) {
  const before = of.answers[context];
  invariant(before && isUnderway(of), `${context} was asked for what it answers`);
  const answer: Answer = { ...before, steps: before.steps + 1, ...(isLast && { last: step }) };
  return { ...of, state: 'running', answers: { ...of.answers, [context]: answer } } as const;
}

/** True once every context that was asked has answered all its steps. */
export const isAnswered = ({ answers }: DataExport): boolean =>
  Object.values(answers).every(({ steps, last }) => steps === last);
