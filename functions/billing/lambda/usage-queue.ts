import { sqsQueue } from '../../../shared/messaging/queue.ts';
import { setting } from '../../../shared/observability/setting.ts';
import type { FoldMessage } from '../usage/operations/fold-message.ts';

/** Loaded by the API with the first usage that is reported; the worker puts off there what it cannot count yet. */
export const usageQueue = sqsQueue<FoldMessage>(setting('USAGE_QUEUE_URL'));
