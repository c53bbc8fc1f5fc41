import type { Instant } from '../../../../shared/kernel/time.ts';
import { contactStore } from '../../contacts/index.ts';
import type { Announcement } from '../domain/announcement.ts';
import type { Notice } from '../domain/notice.ts';
import { announcementStore } from '../store/announcement-store.ts';
import { noticeStore } from '../store/notice-store.ts';
import type { NoticesDeps } from './dependencies.ts';

/** Partners on a page, after which it is noted how far it came; and those that get their notice side by side. */
const PARTNERS_PER_PAGE = 100;
const AT_ONCE = 10;

/**
 * Opens a notice of an announcement for every partner, behind those that have one: whoever does it twice, late or after one that
 * stopped opens each once. Who is told and mailed is the business of the notice. `pagesMax`: the run does the rest.
 *
 * @returns the notices of this time.
 */
export async function announce(
  announcementId: string,
  { at, pagesMax }: { at: Instant; pagesMax: number },
  { table }: Pick<NoticesDeps, 'table'>,
): Promise<readonly Notice[]> {
  const announcements = announcementStore(table);
  const opened: Notice[] = [];
  let state = await announcements.load(announcementId);
  for (let pages = 0; state && !state.isDone && state.dueAt <= at && pages < pagesMax; pages += 1) {
    const page = await contactStore(table).partners({ size: PARTNERS_PER_PAGE, after: state.after });
    for (let from = 0; from < page.partnerIds.length; from += AT_ONCE)
      opened.push(...(await openAll(page.partnerIds.slice(from, from + AT_ONCE), state, { table })));
    state = await announcements.proceed(state, page.next);
  }
  return opened;
}

const openAll = (
  partnerIds: readonly string[],
  { announcementId, dueAt, facts }: Announcement,
  { table }: Pick<NoticesDeps, 'table'>,
): Promise<Notice[]> =>
  Promise.all(
    partnerIds.map((partnerId) =>
      noticeStore(table).open({ noticeId: announcementId, partnerId, causedAt: dueAt, state: 'open', facts }),
    ),
  );
