import { addMs, type Instant, instant } from '../../../../shared/kernel/time.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { type Mail, mailItem, mailStore, nextStep, pendingMails, sendMail } from '../../mails/index.ts';
import { isBeyondHope, isItsTurn } from '../domain/notice.ts';
import { announcementToPartnersItem } from '../store/announcement-item.ts';
import { openAnnouncements, openAnnouncementsPartition, openNotices } from '../store/keys.ts';
import { noticeItem } from '../store/notice-item.ts';
import { noticeStore } from '../store/notice-store.ts';
import { addressNotice } from './address-notice.ts';
import { announce } from './announce.ts';
import type { NoticesDeps } from './dependencies.ts';

type Counts = Record<'announced' | 'addressed' | 'sent' | 'watched' | 'failed' | 'givenUp', number>;
const NOTHING: Counts = { announced: 0, addressed: 0, sent: 0, watched: 0, failed: 0, givenUp: 0 };

/** Worked side by side: the mail service takes some dozens a second. */
const AT_ONCE = 4;
/** Pages of partners that a run takes of one announcement: a minute's work. The next run goes on. */
const PAGES_MAX = 500;

/**
 * Opens notices of what all partners are told, sends what was left unsent and addresses notices whose receivers have become known (NOT-4). It selects by state:
 * run late, twice or at once, it sends every mail once. One mail that fails keeps no other from being sent.
 */
export const sendPendingMails: Walk<NoticesDeps> = {
  due: ({ scheduledAt }) => [openAnnouncements(addMs(instant(scheduledAt), 1)), openNotices, pendingMails],
  async each(item, { scheduledAt }, deps) {
    const counts = { ...NOTHING };
    const at = instant(scheduledAt);
    if (item.gsi1pk === openAnnouncementsPartition)
      counts.announced += (
        await announce(announcementToPartnersItem.fromItem(item).announcementId, { at, pagesMax: PAGES_MAX }, deps)
      ).length;
    else if (item.gsi1pk === openNotices.pk) await workNotice(noticeItem.fromItem(item), at, counts, deps);
    else await workMail(mailItem.fromItem(item), at, counts, deps);
    return counts;
  },
  counts: NOTHING,
  atOnce: AT_ONCE,
};

async function workNotice(
  { partnerId, noticeId }: { partnerId: string; noticeId: string },
  at: Instant,
  counts: Counts,
  deps: NoticesDeps,
): Promise<void> {
  const id = { partnerId, noticeId };
  const notices = noticeStore(deps.table);
  const notice = await notices.load(id);
  if (notice?.state !== 'open' || !isItsTurn(notice, at)) return;
  try {
    counts.addressed += await addressNotice(notice, deps);
  } catch (error) {
    counts.failed += 1;
    deps.log.warn('a notice was addressed but not all of its mails could be sent', { ...id, error: String(error) });
  }
  const after = await notices.load(id);
  if (after?.state !== 'open' || !isBeyondHope(after, at)) return;
  await notices.close({ ...after, state: 'unaddressed' });
  counts.givenUp += 1;
  deps.log.error('nobody of the partner could be told of a notice', { ...id });
}

async function workMail(
  { tenantId, mailId }: { tenantId: string; mailId: string },
  at: Instant,
  counts: Counts,
  deps: NoticesDeps,
): Promise<void> {
  const id = { tenantId, mailId };
  const mails = mailStore(deps.table);
  const mail = await mails.load(id);
  const step = mail && nextStep(mail, at);
  if (!mail || step === 'leave') return;
  if (step === 'watch') {
    if (await mails.save(mail, { ...mail, seenAt: at })) counts.watched += 1;
    return;
  }
  if (step === 'attempt') return attemptAgain(mail, counts, deps);
  const state = step === 'expire' ? 'expired' : 'undeliverable';
  if (!(await mails.save(mail, { ...mail, state }))) return;
  counts.givenUp += 1;
  deps.log.error('a mail was given up', { ...id, state, attempts: mail.attempts });
}

async function attemptAgain(mail: Mail, counts: Counts, deps: NoticesDeps): Promise<void> {
  const next = await mailStore(deps.table).beginNext(mail);
  if (!next) return;
  try {
    await sendMail(next, deps);
    counts.sent += 1;
  } catch (error) {
    counts.failed += 1;
    const { tenantId, mailId, attempts } = next;
    deps.log.warn('a mail could not be sent; the next run tries again', {
      tenantId,
      mailId,
      attempts,
      error: String(error),
    });
  }
}
