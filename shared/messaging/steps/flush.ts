import type { MiddlewareObj } from '@middy/core';
import type { Observability } from '../../observability/observability.ts';

/** Hands on metrics once a function has done its work, or failed. */
export function flushStep({ flush }: Pick<Observability, 'flush'>): MiddlewareObj {
  // Whatever a step gives back would become the answer.
  const handOn = (): void => flush();
  return { after: handOn, onError: handOn };
}
