import type { EventDefinition } from './events.ts';
import type { ContextName } from './routes.ts';

/** What a context listens to. One queue per context; each consumer is idempotent and takes events in any order. */
export interface Consumer {
  readonly on: readonly EventDefinition[];
  readonly summary: string;
  /** A member of the detail: with events that have it the consumer would do nothing, so they are not brought to it. */
  readonly unless?: string;
}
export type ConsumerTable = Readonly<Record<string, Consumer>>;
export interface ContextConsumers<T extends ConsumerTable = ConsumerTable> {
  readonly context: ContextName;
  readonly consumers: T;
}
export const consumerTable = <const T extends ConsumerTable>(
  context: ContextName,
  consumers: T,
): ContextConsumers<T> => ({ context, consumers });
