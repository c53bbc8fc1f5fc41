import type { Instant } from '../../../../shared/kernel/time.ts';
import type { UnaddressedFacts } from './notice.ts';

/** A fact that every partner is told: it becomes a notice to each, page by page. */
export interface Announcement {
  /** Id of the event that tells the fact, and of the notices that come of it. */
  readonly announcementId: string;
  /** From when partners may know. */
  readonly dueAt: Instant;
  readonly facts: UnaddressedFacts;
  readonly isDone: boolean;
  /** How far it has come among the partners. */
  readonly after?: Readonly<Record<string, string>>;
  readonly version: number;
}
