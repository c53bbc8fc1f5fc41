import type { JobRun } from '../../../../shared/contracts/jobs.ts';
import { type Instant, instant } from '../../../../shared/kernel/time.ts';
import { type Mail, mailStore, nextStep, sendMail } from '../../mails/index.ts';
import { isBeyondHope } from '../domain/notice.ts';
import { noticeStore } from '../store/notice-store.ts';
import { addressNotice } from './address-notice.ts';
import type { NoticesDeps } from './dependencies.ts';

interface Counts {
  addressed: number;
  sent: number;
  watched: number;
  failed: number;
  givenUp: number;
}

/**
 * Sends what was left unsent and addresses notices whose receivers have become known (NOT-4). It selects by state:
 * run late, twice or at once, it sends every mail once. One mail that fails keeps no other from being sent.
 */
export async function sendPendingMails({ scheduledAt }: JobRun, deps: NoticesDeps): Promise<Record<string, unknown>> {
  const at = instant(scheduledAt);
  const counts: Counts = { addressed: 0, sent: 0, watched: 0, failed: 0, givenUp: 0 };
  for await (const page of noticeStore(deps.table).allOpen())
    for (const { partnerId, noticeId } of page) await workNotice({ partnerId, noticeId }, at, counts, deps);
  for await (const page of mailStore(deps.table).pending())
    for (const { tenantId, mailId } of page) await workMail({ tenantId, mailId }, at, counts, deps);
  return { ...counts };
}

async function workNotice(
  id: { partnerId: string; noticeId: string },
  at: Instant,
  counts: Counts,
  deps: NoticesDeps,
): Promise<void> {
  const notices = noticeStore(deps.table);
  const notice = await notices.load(id);
  if (notice?.state !== 'open') return;
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
  id: { tenantId: string; mailId: string },
  at: Instant,
  counts: Counts,
  deps: NoticesDeps,
): Promise<void> {
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
