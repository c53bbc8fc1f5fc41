import { describe, expect, it } from 'vitest';
import {
  ADMINS_AND_AGENTS,
  noticeRecipients,
  type PartnerUser,
} from '../../../../functions/notifications/contacts/domain/recipients.ts';
import { type Mail, nextStep, withAttempt } from '../../../../functions/notifications/mails/domain/delivery.ts';
import { addMs, instant } from '../../../../shared/kernel/time.ts';

const NOON = instant('2026-02-05T12:00:00Z');
const pending: Mail = {
  mailId: 'm',
  tenantId: 't',
  to: 'ada@contoso.example',
  facts: {
    kind: 'invitation',
    invitationKind: 'reseller-invitation',
    partnerId: 't',
    partnerName: 'Contoso',
    linkSubject: 't',
    generation: 1,
    root: 'https://portal.example',
  },
  state: 'pending',
  causedAt: instant('2026-02-05T11:00:00Z'),
  attempts: 1,
  isIdle: false,
};
const signIn = {
  kind: 'signIn',
  displayName: 'Ada',
  organization: 'Contoso',
  userPrincipalName: 'a',
  linkSubject: 't#u',
  generation: 1,
  root: '',
} as const;

const hoursAgo = (hours: number) => addMs(NOON, -hours * 3_600_000);

describe('NOT-4 what a scheduled run does with a mail', () => {
  it.each<[string, Partial<Mail>, ReturnType<typeof nextStep>]>([
    ['sent', { state: 'sent' }, 'leave'],
    ['given up', { state: 'undeliverable' }, 'leave'],
    ['caused less than a quarter of an hour ago', { isIdle: true, causedAt: instant('2026-02-05T11:45:01Z') }, 'leave'],
    ['stored, never begun', { isIdle: true, attempts: 0 }, 'attempt'],
    ['failed and reported', { isIdle: true }, 'attempt'],
    ['under way, seen for the first time', {}, 'watch'],
    ['under way, seen a moment ago', { seenAt: instant('2026-02-05T11:46:00Z') }, 'leave'],
    ['under way, seen long ago: it must be over', { seenAt: instant('2026-02-05T11:45:00Z') }, 'attempt'],
    ['tried eight times, an hour ago', { isIdle: true, attempts: 8, causedAt: hoursAgo(1) }, 'leave'],
    ['tried eight times, two hours ago', { isIdle: true, attempts: 8, causedAt: hoursAgo(2) }, 'attempt'],
    ['tried thirteen times, 63 hours ago', { isIdle: true, attempts: 13, causedAt: hoursAgo(63) }, 'leave'],
    ['tried thirteen times, 64 hours ago', { isIdle: true, attempts: 13, causedAt: hoursAgo(64) }, 'attempt'],
    ['tried fourteen times', { isIdle: true, attempts: 14, causedAt: hoursAgo(64) }, 'giveUp'],
    ['its link has expired', { isIdle: true, facts: { ...signIn, validUntil: '2026-02-05T12:00:00.000Z' } }, 'expire'],
    [
      'its link is about to expire',
      { isIdle: true, facts: { ...signIn, validUntil: '2026-02-05T12:00:01.000Z' } },
      'attempt',
    ],
  ])('NOT-4: %s', (_, change, expected) => {
    expect(nextStep({ ...pending, ...change }, NOON)).toBe(expected);
  });

  it('NOT-4: the next attempt is counted, and not yet seen', () => {
    const next = withAttempt({ ...pending, isIdle: true, seenAt: NOON });
    expect(next).toEqual({ ...pending, attempts: 2, isIdle: false });
  });
});

describe('NOT-2 who gets the mail about an invoice', () => {
  const user = (change: Partial<PartnerUser>): PartnerUser => ({
    userId: 'u',
    displayName: 'U',
    email: 'u@contoso.example',
    roles: ['AdminAgent'],
    isActive: true,
    ...change,
  });

  it.each<[string, Partial<PartnerUser>, boolean]>([
    ['an admin agent', {}, true],
    ['a global admin', { roles: ['GlobalAdmin'] }, true],
    ['one with several roles', { roles: ['HelpdeskAgent', 'GlobalAdmin'] }, true],
    ['a helpdesk agent', { roles: ['HelpdeskAgent'] }, false],
    ['a sales agent', { roles: ['SalesAgent'] }, false],
    ['nobody in particular', { roles: [] }, false],
    ['a user who has left', { isActive: false }, false],
    ['a user without address', { email: '' }, false],
  ])('NOT-2: %s', (_, change, gets) => {
    expect(noticeRecipients([user(change)], ADMINS_AND_AGENTS)).toHaveLength(gets ? 1 : 0);
  });

  it('NOT-4: an address shared by two users gets one mail', () => {
    const users = [user({}), user({ userId: 'v', email: 'U@Contoso.Example' })];
    expect(noticeRecipients(users, ADMINS_AND_AGENTS).map(({ userId }) => userId)).toEqual(['u']);
  });
});
