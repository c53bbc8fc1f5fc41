import { ADMIN_AGENTS, ADMINS, ADMINS_AND_AGENTS, contactStore, noticeRecipients } from '../../contacts/index.ts';
import { type MailId, sendStored, storeMail } from '../../mails/index.ts';
import type { Notice } from '../domain/notice.ts';
import { noticeStore } from '../store/notice-store.ts';
import type { NoticesDeps } from './dependencies.ts';

/** What concerns the company alone is for who answers for it, a budget for who set it (notifications contract 6). */
function toldOf(kind: Notice['facts']['kind']): readonly string[] {
  if (kind === 'agreement') return ADMINS;
  return kind === 'usageBudget' ? ADMIN_AGENTS : ADMINS_AND_AGENTS;
}

/**
 * Mails a notice to everybody it is for; answers how many. The mails are stored before the notice is closed, and sent
 * after it: whatever happens in between, each is found by its state and none is made twice.
 *
 * @throws when a mail could not be sent.
 */
export async function addressNotice(notice: Notice, deps: NoticesDeps): Promise<number> {
  const { companyName, users } = await contactStore(deps.table).ofPartner(notice.partnerId);
  const recipients = notice.recipients ?? noticeRecipients(users, toldOf(notice.facts.kind));
  if (notice.state === 'unaddressed' || companyName === undefined || recipients.length === 0) return 0;
  const event = { eventId: notice.noticeId, occurredAt: notice.causedAt };
  const stored: MailId[] = [];
  for (const { email, displayName } of recipients) {
    const facts = { ...notice.facts, companyName, displayName };
    stored.push(await storeMail(event, { tenantId: notice.partnerId, to: email, facts }, deps));
  }
  if (notice.state === 'open') {
    const told = recipients.map(({ email, displayName }) => ({ email, displayName }));
    await noticeStore(deps.table).close({ ...notice, state: 'addressed', recipients: told });
  }
  await sendStored(stored, deps);
  return recipients.length;
}
