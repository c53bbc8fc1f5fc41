import { ok, type Refusal, type Result, refuse } from '../../../../shared/kernel/result.ts';
import {
  addDays,
  addMonths,
  type Day,
  daysBetween,
  type Instant,
  startOfDay,
  utcDay,
} from '../../../../shared/kernel/time.ts';

/** What a partner and the program have signed (PRG-2, PRG-7). All days are UTC; an end is the first day without it. */
export interface ProgramAgreement {
  readonly version: string;
  readonly signedAt: Instant;
  readonly signedBy: { readonly firstName: string; readonly lastName: string; readonly email: string };
  readonly userId: string;
  /** UTC day of the month of the signature; never changes (PRG-2). */
  readonly billingDay: number;
  /** First day of the next term, as far as renewals are recorded: a 1 September. */
  readonly termEndsOn: Day;
  /** In the order in which they were given; withdrawn ones stay. */
  readonly notices: readonly AgreementNotice[];
  /** First day without new business (PRG-8); known ahead from the notices, so that it counts without any job. */
  readonly endsOn?: Day;
  /** Days before its end for which that was announced last. */
  readonly announcedDays?: number;
}

export interface AgreementNotice {
  readonly noticeId: string;
  readonly type: NoticeType;
  readonly givenBy: NoticeGiver;
  readonly givenAt: Instant;
  /** First day on which the agreement is not in force any more. */
  readonly effectiveOn: Day;
  readonly reason?: string;
  /** A breach was cured, or whoever gave the notice took it back. */
  readonly withdrawnAt?: Instant;
}
export type NoticeType = 'nonRenewal' | 'termination' | 'breach';
export type NoticeGiver = 'operator' | 'partner';

/** Days of notice at least, and days to cure a breach (PRG-7). */
export const NOTICE_DAYS = 30;
/** An end further ahead than this is no notice yet. */
const NOTICE_MONTHS_MAX = 24;
/** Notices of one side that stand at a time: they lie in the partner, which every change of it reads and writes. */
const NOTICES_STANDING = 10;
/** Notices that are kept: those that stand, and as many of the newest withdrawn ones as there is room for. */
const NOTICES_KEPT = 40;

/**
 * Last day of the agreement's running term: the next 31 August, that day included (PRG-7). A signature between June and
 * August gives a short first term, as the program's year is the same for all.
 */
export function termEndOn(on: Day): Day {
  const year = Number(on.slice(0, 4));
  const august = `${on.slice(0, 4)}-08-31`;
  return (on <= august ? august : `${year + 1}-08-31`) as Day;
}

/** First day of the term after the one that runs on a day. */
export const nextTermOn = (on: Day): Day => addDays(termEndOn(on), 1);

/** True from the first instant of the day on which the agreement is not in force any more (PRG-8). */
export const hasEnded = ({ endsOn }: ProgramAgreement, at: Instant): boolean =>
  endsOn !== undefined && endsOn <= utcDay(at);

const isStanding = ({ withdrawnAt }: AgreementNotice): boolean => withdrawnAt === undefined;

export interface AskedNotice {
  readonly noticeId: string;
  readonly type: NoticeType;
  readonly givenBy: NoticeGiver;
  /** First day without agreement; of a non-renewal the running term's end when absent. */
  readonly effectiveOn?: Day;
  readonly reason?: string;
}
export type NoticeRefusal = Refusal<'notice_too_short' | 'invalid_property' | 'invalid_partner_transition'>;

const wrongDate = (description: string) => refuse('invalid_property', { field: 'effectiveDate', description });
const tooShort = (earliest: string) => refuse('notice_too_short', { field: 'effectiveDate', description: earliest });

/**
 * PRG-7: a notice ends the agreement with its effective day: at least 30 days after the day on which it was given, a
 * non-renewal with a 31 August that is at least 30 days ahead, so by 1 August. The earliest of all that stand counts. Refuses
 * an eleventh of the same side.
 */
export function giveNotice(
  agreement: ProgramAgreement,
  asked: AskedNotice,
  at: Instant,
): Result<{ agreement: ProgramAgreement; notice: AgreementNotice }, NoticeRefusal> {
  const own = agreement.notices.filter((notice) => isStanding(notice) && notice.givenBy === asked.givenBy);
  if (own.length >= NOTICES_STANDING)
    return refuse('invalid_partner_transition', {
      description: `${NOTICES_STANDING} notices of yours stand, and the earliest counts: take one back first.`,
    });
  const effective = asked.type === 'nonRenewal' ? endOfTerm(asked, at) : endInDays(asked, at);
  if (!effective.ok) return effective;
  const notice: AgreementNotice = { ...asked, effectiveOn: effective.value, givenAt: at };
  return ok({ notice, agreement: withNotices(agreement, [...agreement.notices, notice]) });
}

function endOfTerm({ effectiveOn }: AskedNotice, at: Instant): Result<Day, NoticeRefusal> {
  const today = utcDay(at);
  const on = effectiveOn ?? nextTermOn(today);
  if (nextTermOn(addDays(on, -1)) !== on || on > addMonths(today, NOTICE_MONTHS_MAX))
    return wrongDate('A term ends with 31 August: it is not renewed from 1 September of this or the next term.');
  if (daysBetween(today, addDays(on, -1)) >= NOTICE_DAYS) return ok(on);
  return tooShort(
    `Notice for 31 August is given by 1 August; from now on ${nextTermOn(on)} is the first day to end with.`,
  );
}

function endInDays({ effectiveOn, type }: AskedNotice, at: Instant): Result<Day, NoticeRefusal> {
  const today = utcDay(at);
  if (effectiveOn === undefined) return wrongDate(`A ${type} names the first day without agreement.`);
  const first = addDays(today, NOTICE_DAYS);
  if (effectiveOn < first)
    return tooShort(`With ${NOTICE_DAYS} days of notice the agreement ends on ${first} at the earliest.`);
  if (effectiveOn > addMonths(today, NOTICE_MONTHS_MAX))
    return wrongDate(`An end is at most ${NOTICE_MONTHS_MAX} months ahead.`);
  return ok(effectiveOn);
}

/**
 * A notice taken back (PRG-7): by the program when a breach was cured, or both have agreed to go on; by a partner what it gave
 * itself. Undefined when no such notice stands, and once the agreement has ended, by whatever notice or word: what has ended
 * does not begin again.
 */
export function withdrawNotice(
  agreement: ProgramAgreement,
  { noticeId, by }: { noticeId: string; by: NoticeGiver },
  at: Instant,
): { agreement: ProgramAgreement; notice: AgreementNotice } | undefined {
  const found = agreement.notices.find((notice) => notice.noticeId === noticeId);
  if (!found || !isStanding(found) || hasEnded(agreement, at)) return undefined;
  if (by === 'partner' && found.givenBy !== by) return undefined;
  const notice = { ...found, withdrawnAt: at };
  const notices = agreement.notices.map((other) => (other === found ? notice : other));
  return { notice, agreement: withNotices(agreement, notices) };
}

function withNotices({ endsOn: before, announcedDays, ...rest }: ProgramAgreement, all: readonly AgreementNotice[]) {
  const standing = all.filter(isStanding);
  const room = Math.max(0, NOTICES_KEPT - standing.length);
  const withdrawn = all.filter((notice) => !isStanding(notice));
  const kept = new Set([...standing, ...withdrawn.slice(Math.max(0, withdrawn.length - room))]);
  const endsOn = standing.map(({ effectiveOn }) => effectiveOn).sort()[0];
  return {
    ...rest,
    notices: all.filter((notice) => kept.has(notice)),
    ...(endsOn !== undefined && { endsOn }),
    ...(endsOn !== undefined && endsOn === before && announcedDays !== undefined && { announcedDays }),
  };
}

/** The agreement ended on a day by the operator's word alone, where it would not have ended before. */
export const endedBy = (agreement: ProgramAgreement, on: Day): ProgramAgreement =>
  agreement.endsOn !== undefined && agreement.endsOn <= on ? agreement : { ...agreement, endsOn: on };

/** Days before the end at which the partner is told that it comes near, the later one last. */
const ANNOUNCED_DAYS = [60, 30] as const;

/** What happens to an agreement by itself. Each takes effect at its own instant, however late it is recorded. */
export interface AgreementStep {
  readonly change: 'renewed' | 'endingSoon' | 'ended';
  readonly on: Day;
  readonly at: Instant;
  readonly agreement: ProgramAgreement;
}

/** The steps to come in their order, of an agreement that runs; what was passed over is not among them. */
function stepsOf(agreement: ProgramAgreement): readonly AgreementStep[] {
  const { endsOn, termEndsOn, announcedDays, ...rest } = agreement;
  const step = (change: AgreementStep['change'], on: Day, after: ProgramAgreement): AgreementStep => ({
    change,
    on,
    at: startOfDay(on),
    agreement: after,
  });
  const renewed = step('renewed', termEndsOn, { ...agreement, termEndsOn: nextTermOn(termEndsOn) });
  if (endsOn === undefined) return [renewed];
  const announcements = ANNOUNCED_DAYS.filter((days) => announcedDays === undefined || days < announcedDays)
    .map((days) => step('endingSoon', addDays(endsOn, -days), { ...agreement, announcedDays: days }))
    .filter(({ on }) => on > firstToldOn(agreement));
  const isRenewedBefore = termEndsOn < endsOn;
  return [
    ...(isRenewedBefore ? [renewed] : []),
    ...announcements,
    step('ended', endsOn, { ...rest, termEndsOn, endsOn }),
  ];
}

/** The day of the notice that decides the end: who was told of the end then is not told of it once more the same day. */
const firstToldOn = ({ notices, endsOn }: ProgramAgreement): Day =>
  notices
    .filter((notice) => isStanding(notice) && notice.effectiveOn === endsOn)
    .map(({ givenAt }) => utcDay(givenAt))
    .sort()[0] ?? endsOn!;

/**
 * The next of what has fallen due by an instant: the renewal of every 31 August, the announcements 60 and 30 days before
 * an end, the end (PRG-7, NOT-2). An announcement that a later one or the end has overtaken is left out, so that whoever
 * comes a week late, or twice, leaves the same agreement.
 */
export function nextStep(agreement: ProgramAgreement, at: Instant): AgreementStep | undefined {
  const due = stepsOf(agreement).filter(({ on }) => on <= utcDay(at));
  return due.find(({ change }) => change === 'renewed') ?? due.at(-1);
}

/** The day from which {@link nextStep} has something to do. */
export const nextStepOn = (agreement: ProgramAgreement): Day =>
  stepsOf(agreement)
    .map(({ on }) => on)
    .sort()[0]!;
