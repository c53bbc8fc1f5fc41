import { addDaysTo, epochMs, type Instant, startOfDay, utcDay } from '../../../../shared/kernel/time.ts';
import type { Addressee, NoticeFacts } from '../../mails/domain/mail-facts.ts';

/**
 * A notice is a fact that a partner is to be told by mail, before it is known who gets it. Events come in any order:
 * the partner's users may become known after its invoice. So the notice is stored and stays open until somebody is there.
 */
export interface Notice {
  /** Id of the event that tells the fact. */
  readonly noticeId: string;
  readonly partnerId: string;
  readonly causedAt: Instant;
  readonly state: 'open' | 'addressed' | 'unaddressed';
  /** Whom it was addressed to; who becomes a receiver later is not told any more. */
  readonly recipients?: readonly NoticeRecipient[];
  readonly facts: UnaddressedFacts;
}

export interface NoticeRecipient {
  readonly email: string;
  readonly displayName: string;
}

/** What is told, before it is known to whom. */
export type UnaddressedFacts = NoticeFacts extends infer F
  ? F extends Addressee
    ? Omit<F, keyof Addressee>
    : never
  : never;

/** Days that a notice waits for somebody to tell it to. */
const DAYS_OPEN_MAX = 30;

const HOUR_MS = 3_600_000;

/**
 * Whether a run takes a notice up that is open: each in its first day, then the day's first alone and one that may give it
 * up, so that partners without people take no turn from the others.
 */
export const isItsTurn = (notice: Notice, at: Instant): boolean =>
  addDaysTo(notice.causedAt, 1) > at ||
  epochMs(at) - epochMs(startOfDay(utcDay(at))) < HOUR_MS ||
  isBeyondHope(notice, at);

/** True when nobody has turned up in 30 days: then the notice is closed and reported. */
export const isBeyondHope = (notice: Notice, at: Instant): boolean => addDaysTo(notice.causedAt, DAYS_OPEN_MAX) <= at;
