import { isRefused } from '../../../../shared/dynamo/table.ts';
import { addMs, type Instant, instant } from '../../../../shared/kernel/time.ts';
import type { Walk } from '../../../../shared/messaging/walk/walk.ts';
import { type Partner, partnerStore } from '../../program/index.ts';
import type { AgreementTemplate } from '../domain/agreement.ts';
import type { Announcement } from '../store/agreement-item.ts';
import { agreementStore } from '../store/agreement-store.ts';
import { announcementStore, dueAnnouncements } from '../store/announcement-store.ts';
import type { Deps } from './dependencies.ts';

type AnnounceDeps = Pick<Deps, 'table'>;

/** Partners on a page, after which it is noted how far they were told; and those that are told side by side. */
const PARTNERS_PER_PAGE = 100;
const AT_ONCE = 10;

/** Partners with customers to tell. */
const TOLD: ReadonlySet<Partner['status']> = new Set(['active', 'suspended', 'runOff']);

/**
 * Tells partners of versions of the customer agreement that must be accepted soon (AGR-2). It goes on behind the partners
 * that were told: a run that comes late, twice or after one that stopped tells each of them once.
 */
export const announceAgreements: Walk<AnnounceDeps> = {
  due: ({ scheduledAt }) => dueAnnouncements(addMs(instant(scheduledAt), 1)),
  async each(item, { scheduledAt }, deps) {
    const { templateId } = announcementStore(deps.table).due(item);
    return { announced: await announce(templateId, instant(scheduledAt), deps) };
  },
  counts: { announced: 0 },
  atOnce: 1,
};

async function announce(templateId: string, at: Instant, { table }: AnnounceDeps): Promise<number> {
  const announcements = announcementStore(table);
  const [found, template] = await Promise.all([announcements.load(templateId), agreementStore(table).load(templateId)]);
  if (!found || !template || found.isDone || found.dueAt > at) return 0;
  const partners = partnerStore(table).list(({ status }) => TOLD.has(status));
  let told = 0;
  for (let state: Announcement = found; !state.isDone; ) {
    const page = await partners.page({ size: PARTNERS_PER_PAGE, ...(state.after && { after: state.after }) });
    told += await tellAll(page.items, template, at, { table });
    const next = await proceed(state, page.next, { table });
    if (!next) return told;
    state = next;
  }
  return told;
}

async function tellAll(
  partners: readonly Partner[],
  template: AgreementTemplate,
  at: Instant,
  { table }: AnnounceDeps,
): Promise<number> {
  let told = 0;
  for (let from = 0; from < partners.length; from += AT_ONCE) {
    const some = partners.slice(from, from + AT_ONCE);
    const are = await Promise.all(some.map(({ partnerId }) => announcementStore(table).tell(partnerId, template, at)));
    told += are.filter(Boolean).length;
  }
  return told;
}

/** Undefined when another run has gone on: it tells the rest. */
async function proceed(before: Announcement, after: Announcement['after'], { table }: AnnounceDeps) {
  try {
    return await announcementStore(table).proceed(before, after);
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}
