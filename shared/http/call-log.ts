import type { Caller } from '../identity/caller.ts';
import type { Observability } from '../observability/observability.ts';

/** What the line of a call says; filled in while the call goes its way. */
export interface CallLine {
  readonly startedMs: number;
  operation?: string;
  caller?: Caller;
}

interface Answered {
  readonly method: string;
  readonly status: number;
  readonly requestId: string;
  readonly correlationId: string;
}

export const beginLine = (): CallLine => ({ startedMs: performance.now() });

/**
 * One line for each call: who (tenant, user and application as the access records have them), which operation, what was
 * answered and how long it took. The gateway's log cannot know the first two. Never the path, the query or a body: links in them
 * are rights, and so are tokens and secrets.
 */
export function writeLine(to: Observability, { startedMs, operation, caller }: CallLine, answered: Answered): void {
  to.line('call', {
    ...(caller && { tenantId: caller.tenantId }),
    ...(caller?.userId !== undefined && { userId: caller.userId }),
    ...(caller?.applicationId !== undefined && { applicationId: caller.applicationId }),
    operation: operation ?? 'none',
    ...answered,
    durationMs: Math.round((performance.now() - startedMs) * 10) / 10,
  });
}
