import { addMs, type Instant } from '../../../../shared/kernel/time.ts';
import type { MailFacts } from './mail-facts.ts';

/**
 * The life of one mail to one receiver. It is stored before it is sent, and every attempt is counted first: of several
 * that want to send it, the one whose count is stored sends. What an attempt that never reported did is unknown, so
 * it is repeated, with the same id, only after it must be over (NOT-4).
 */
export interface Mail {
  /** Derived from the event and the receiver; the receiver sees it on every repeat. */
  readonly mailId: string;
  readonly tenantId: string;
  readonly to: string;
  readonly replyTo?: string;
  readonly facts: MailFacts;
  readonly state: 'pending' | 'sent' | 'expired' | 'undeliverable';
  /** When the event that caused it took effect. */
  readonly causedAt: Instant;
  /** Attempts begun: 0 when it was only stored; else the number of the one that may send now. */
  readonly attempts: number;
  /** Nothing is under way: no attempt has begun, or the last one reported its failure. */
  readonly isIdle: boolean;
  /** When a scheduled run first saw the present attempt under way. */
  readonly seenAt?: Instant;
}

/** An attempt that was seen this long ago is over: no function runs longer. */
const ATTEMPT_MS_MAX = 15 * 60_000;
/** The last attempt is made two to three days after the event. */
const ATTEMPTS_MAX = 14;
/** Attempts that the hourly run makes as often as it comes, those of the queue included; then the waits double. */
const ATTEMPTS_HOURLY = 8;
const HOUR_MS = 3_600_000;

export type NextStep = 'leave' | 'watch' | 'attempt' | 'expire' | 'giveUp';

/**
 * What a scheduled run at `at` does with a mail that is pending. A mail whose event is younger than a quarter of an
 * hour is its consumer's; one under way is watched until it must be over. What fails again and again is tried 2, 4, 8, … 64
 * hours after its event, so that thousands that fail take no turn from those that would not.
 */
export function nextStep(mail: Mail, at: Instant): NextStep {
  const longAgo = addMs(at, -ATTEMPT_MS_MAX);
  if (mail.state !== 'pending' || mail.causedAt > longAgo) return 'leave';
  if (!mail.isIdle && mail.seenAt === undefined) return 'watch';
  if (!mail.isIdle && mail.seenAt! > longAgo) return 'leave';
  if (mail.facts.kind === 'signIn' && mail.facts.validUntil <= at) return 'expire';
  if (mail.attempts >= ATTEMPTS_MAX) return 'giveUp';
  return turnAt(mail) <= at ? 'attempt' : 'leave';
}

const turnAt = ({ attempts, causedAt }: Mail): Instant =>
  attempts < ATTEMPTS_HOURLY ? causedAt : addMs(causedAt, 2 ** (attempts - ATTEMPTS_HOURLY + 1) * HOUR_MS);

/** The mail with one more attempt begun. */
export const withAttempt = ({ seenAt: _, ...mail }: Mail): Mail => ({
  ...mail,
  attempts: mail.attempts + 1,
  isIdle: false,
});
