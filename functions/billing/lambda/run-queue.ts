import { sqsQueue } from '../../../shared/messaging/queue.ts';
import { setting } from '../../../shared/observability/setting.ts';
import type { WorkMessage } from './work.ts';

/** Loaded by the API with the first preview that is too large for a call. */
export const runQueue = sqsQueue<WorkMessage>(setting('RUN_QUEUE_URL'));
